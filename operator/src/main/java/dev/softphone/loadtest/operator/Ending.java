package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.OnRunnerLoss;
import dev.softphone.loadtest.api.v1alpha1.RunPolicy;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.verdict.BrokenThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a test is not to go on, whatever it measured.
 *
 * @param reason in one word
 * @param why in a sentence
 */
record Ending(String reason, String why) {

    static Optional<Ending> of(Observation seen, LoadTest test) {
        if (seen.resource().getSpec().runPolicy() == RunPolicy.Stop) {
            return Optional.of(new Ending("Stopped", "runPolicy is Stop"));
        }
        return lastMoment(test)
                .filter(last -> !seen.now().isBefore(last))
                .map(last -> new Ending(
                        "WindowOver",
                        "the window of spec.authorization ends, and the drain of "
                                + test.drain().toSeconds() + " s is within it: required before " + last + ", observed "
                                + seen.now()));
    }

    /** @param silence after which a runner that does not report is lost */
    static Optional<Ending> onLoss(Observation seen, Duration silence) {
        return seen.resource().getSpec().onRunnerLoss() == OnRunnerLoss.Stop
                ? seen.runners().stream()
                        .filter(runner -> runner.lost(silence))
                        .findFirst()
                        .map(lost -> new Ending("RunnerLost", "onRunnerLoss is Stop, and " + lost.name() + " is lost"))
                : Optional.empty();
    }

    /** @param soFar of all runners together */
    static Optional<Ending> onBrokenThreshold(LoadTest test, Measurements soFar) {
        return BrokenThresholds.abort(test, soFar)
                ? Optional.of(new Ending("ThresholdBroken", "a threshold that aborts cannot be met any more"))
                : Optional.empty();
    }

    /** The shorter of the two: {@code longest}, and what is left of the authorization's window. */
    static Duration within(Duration longest, Observation seen, LoadTest test) {
        Duration left = test.authorization()
                .map(given -> Duration.between(seen.now(), given.until()))
                .orElse(longest);
        Duration shorter = left.compareTo(longest) < 0 ? left : longest;
        return shorter.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : shorter;
    }

    /** When softphones begin to leave at the latest, so that all are gone when the permission ends. */
    private static Optional<Instant> lastMoment(LoadTest test) {
        return test.authorization().map(given -> given.until().minus(test.drain()));
    }
}
