package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import java.util.function.ToLongBiFunction;

/**
 * Which outcomes are the generator's own: {@code local/…} always, and those of our own timers ({@code timeout/…}) that
 * overlapped its saturation.
 *
 * <p>All else came from the other side: a loop that was late has neither written an answer nor ended a connection.
 */
final class Attribution {

    private Attribution() {}

    /** Whether our own saturation can have brought it about. */
    static boolean bySaturation(OutcomeKey key) {
        return key.code().startsWith("timeout/") && key.kind() != OutcomeKey.Kind.REJECTION;
    }

    /** How often it was the generator's. */
    static long times(OutcomeKey key, OutcomeCount count) {
        return key.local() ? count.times() : bySaturation(key) ? count.timesSaturated() : 0;
    }

    /** Of how many softphones it was the last word, and the generator's. */
    static long softphones(OutcomeKey key, OutcomeCount count) {
        return key.local() ? count.softphones() : bySaturation(key) ? count.softphonesSaturated() : 0;
    }

    /** Softphones that failed by the generator's own fault. */
    static long failures(Measurements measured) {
        long sum = sum(measured, OutcomeKey.Kind.FAILURE, Attribution::softphones);
        return Math.min(measured.softphones().failed(), sum);
    }

    /** Registered connections lost by the generator's own fault. */
    static long drops(Measurements measured) {
        long sum = sum(measured, OutcomeKey.Kind.DROP, Attribution::times);
        return Math.min(measured.softphones().droppedAfterConnect(), sum);
    }

    private static long sum(
            Measurements measured, OutcomeKey.Kind kind, ToLongBiFunction<OutcomeKey, OutcomeCount> part) {
        return measured.outcomes().entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(entry -> part.applyAsLong(entry.getKey(), entry.getValue()))
                .sum();
    }

    /** Whether anything went wrong that was not the generator's. */
    static boolean otherSideAtFault(Measurements measured) {
        SoftphoneCounts counts = measured.softphones();
        return counts.rejected() > 0
                || counts.failed() > failures(measured)
                || counts.droppedAfterConnect() > drops(measured);
    }
}
