package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Timeouts;
import dev.softphone.loadtest.plan.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * What is the same for all softphones of one test. Immutable, shared by all event loops.
 *
 * @param cycles how often each connects; 1 without churn
 * @param cycleHoldNanos how long a cycle holds; ignored with one cycle
 * @param leaveNanos how long leaving in order may take before the socket is dropped
 */
public record Behaviour(
        RetryPolicy retry,
        KeepAlive keepAlive,
        Timeouts timeouts,
        int cycles,
        long cycleHoldNanos,
        long cyclePauseNanos,
        long leaveNanos,
        Optional<CallPlan> call) {

    public static Behaviour of(LoadTest test) {
        return new Behaviour(
                RetryPolicy.of(test.retry()),
                test.keepAlive(),
                test.timeouts(),
                test.cycles().count(),
                test.hold().toNanos(),
                test.cycles().pause().toNanos(),
                Math.min(test.drain().toNanos(), Duration.ofSeconds(10).toNanos()),
                test.call());
    }

    /** One attempt and no more, for the preflight softphone and for probes. */
    public Behaviour once() {
        return new Behaviour(
                RetryPolicy.of(RetryPolicy.defaults(Retry.Profile.None)),
                keepAlive,
                timeouts,
                1,
                cycleHoldNanos,
                cyclePauseNanos,
                leaveNanos,
                call);
    }

    /** The same with churn. */
    public Behaviour cycling(int count, long holdNanos, long pauseNanos) {
        return new Behaviour(retry, keepAlive, timeouts, count, holdNanos, pauseNanos, leaveNanos, call);
    }

    /** Our own timer for a stage, in nanoseconds. */
    long limitNanos(Stage stage) {
        Duration limit =
                switch (stage) {
                    case TOKEN, LOGIN, MEDIA -> timeouts.rest();
                    case UPGRADE -> timeouts.upgrade();
                    case AUTH -> timeouts.auth();
                    case REGISTER, ICE -> timeouts.register();
                    case ESTABLISHED -> timeouts.established();
                };
        return limit.toNanos();
    }
}
