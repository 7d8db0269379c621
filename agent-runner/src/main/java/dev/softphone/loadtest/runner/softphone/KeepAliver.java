package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import java.util.OptionalLong;

/**
 * Pings, and counts the pongs that do not come. The interval is that from ping to ping, spread by the jitter; after a
 * missed pong the next ping goes out at once.
 */
final class KeepAliver extends TimerWheel.Timer {
    private static final long NO_PING = Long.MIN_VALUE;

    private final KeepAlive plan;
    private final Softphone softphone;
    private final SignalingSession session;
    private final Effects effects;
    private final Tally tally;
    private long everyNanos;
    private long pingNanos = NO_PING;
    private long firstMissedNanos;
    private long saturatedAtFirstMissed;
    private int missed;

    KeepAliver(KeepAlive plan, Softphone softphone, SignalingSession session, Effects effects, Tally tally) {
        this.plan = plan;
        this.softphone = softphone;
        this.session = session;
        this.effects = effects;
        this.tally = tally;
        this.everyNanos = plan.every().toNanos();
    }

    /** The first ping comes after a random part of the interval, so that a fleet does not ping in step. */
    void begin(long now) {
        missed = 0;
        pingNanos = NO_PING;
        if (plan.kind() != KeepAlive.Kind.None) {
            effects.start(this, now + (long) (everyNanos * effects.random().nextDouble()));
        }
    }

    void within(long nanos) {
        everyNanos = Math.min(everyNanos, nanos);
    }

    void stop() {
        effects.stop(this);
        pingNanos = NO_PING;
    }

    @Override
    protected void due(long now) {
        if (!softphone.isRegistered()) {
            return;
        }
        if (pingNanos != NO_PING) {
            missed++;
            if (missed > plan.maxMissed()) {
                pingNanos = NO_PING;
                String detail = missed + " pings in a row unanswered";
                softphone.drop(Stage.ESTABLISHED, "timeout/pong", detail, OptionalLong.empty());
                return;
            }
        }
        if (missed == 0) {
            firstMissedNanos = now;
            saturatedAtFirstMissed = effects.saturatedNanos();
        }
        pingNanos = now;
        if (plan.kind() == KeepAlive.Kind.WebSocketPing) {
            effects.ping(softphone);
        } else {
            session.ping(softphone);
        }
        effects.start(this, now + plan.timeout().toNanos());
    }

    /** Whether the missed pongs may be our own fault. */
    boolean ours() {
        return softphone.ours(firstMissedNanos, saturatedAtFirstMissed);
    }

    void pong(long now) {
        if (pingNanos == NO_PING) {
            return;
        }
        tally.record(Metric.PONG, (now - pingNanos) / 1000);
        double spread = plan.jitterPercent() / 100.0 * (2 * effects.random().nextDouble() - 1);
        effects.start(this, Math.max(now, pingNanos + (long) (everyNanos * (1 + spread))));
        pingNanos = NO_PING;
        missed = 0;
    }
}
