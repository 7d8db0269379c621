package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Threshold;
import java.util.Map;

/**
 * The least and the most that a share can be, whatever became of the unknown.
 *
 * <pre>
 * connected            C / P                      to  (C + U) / P
 * rejected             R / P                      to  (R + U) / P
 * failed               (F − G) / P                to  (F − G + U) / P
 * droppedAfterConnect  (D − Dg) / (C + U)         to  (D + U) / (C + U), or 1 when nobody watched until the end
 * callsEstablished     E / (K + k)                to  (E + u + k) / (K + k)
 * </pre>
 *
 * U: unknown softphones, G of them by the generator's fault; Dg: drops by its fault; K: calls placed, u of them without
 * a known end, k: calls that unknown softphones might have had.
 *
 * @param counted what was observed, over {@code base}
 */
record ShareInterval(long lowPart, long lowWhole, long highPart, long highWhole, long counted, long base) {

    static ShareInterval of(Threshold.ShareMetric metric, Evidence evidence) {
        SoftphoneCounts counts = evidence.decisive().softphones();
        Unknowns unknown = Unknowns.of(evidence);
        long planned = Math.max(counts.planned(), Unknowns.planned(evidence));
        long u = unknown.total();
        return switch (metric) {
            case connected -> of(counts.connected(), counts.connected() + u, counts.connected(), planned);
            case rejected -> of(counts.rejected(), counts.rejected() + u, counts.rejected(), planned);
            case failed -> {
                long sure = counts.failed() - unknown.generator();
                yield of(sure, sure + u, counts.failed(), planned);
            }
            case droppedAfterConnect -> dropped(evidence, counts, u);
            case callsEstablished -> calls(evidence, u);
        };
    }

    private static ShareInterval of(long low, long high, long counted, long whole) {
        return new ShareInterval(low, whole, high, whole, counted, whole);
    }

    private static ShareInterval dropped(Evidence evidence, SoftphoneCounts counts, long unknown) {
        long dropped = counts.droppedAfterConnect();
        long whole = counts.connected() + unknown;
        return new ShareInterval(
                dropped - Attribution.drops(evidence.decisive()),
                whole,
                watchedToTheEnd(evidence) ? dropped + unknown : whole,
                whole,
                dropped,
                counts.connected());
    }

    private static ShareInterval calls(Evidence evidence, long unknownSoftphones) {
        CallCounts calls = evidence.decisive().calls();
        long mightHaveCalled = callsOf(evidence, unknownSoftphones);
        if (!watchedToTheEnd(evidence)) {
            mightHaveCalled = Math.max(mightHaveCalled, callsOf(evidence, Unknowns.planned(evidence)) - calls.placed());
        }
        long open = calls.inProgress() + calls.cancelled() + calls.lost() + callFailuresOfTheGenerator(evidence);
        return new ShareInterval(
                calls.established(),
                calls.placed() + mightHaveCalled,
                calls.established() + open + mightHaveCalled,
                calls.placed() + mightHaveCalled,
                calls.established(),
                calls.placed());
    }

    /** What had not happened when nobody looked any more might have happened after. */
    private static boolean watchedToTheEnd(Evidence evidence) {
        return !evidence.interrupted()
                && evidence.coverage().reported() >= evidence.coverage().runners();
    }

    /** How many calls so many softphones have: one for two when they call each other. */
    static long callsOf(Evidence evidence, long softphones) {
        return evidence.test()
                .call()
                .map(call -> call.originator() == CallPlan.Originator.Peer ? (softphones + 1) / 2 : softphones)
                .orElse(0L);
    }

    private static long callFailuresOfTheGenerator(Evidence evidence) {
        CallCounts calls = evidence.decisive().calls();
        long sum = 0;
        for (Map.Entry<OutcomeKey, OutcomeCount> entry :
                evidence.decisive().outcomes().entrySet()) {
            boolean ofCall = entry.getKey().kind() == OutcomeKey.Kind.FAILURE
                    && switch (entry.getKey().stage()) {
                        case MEDIA, ESTABLISHED -> true;
                        default -> false;
                    };
            sum += ofCall ? Attribution.times(entry.getKey(), entry.getValue()) : 0;
        }
        return Math.min(calls.failed(), sum);
    }

    /** There is nothing to take a share of. */
    boolean empty() {
        return lowWhole == 0;
    }

    boolean surelyAtLeast(int percent) {
        return 100 * lowPart >= percent * lowWhole;
    }

    boolean surelyBelow(int percent) {
        return 100 * highPart < percent * highWhole;
    }

    boolean surelyAtMost(int percent) {
        return 100 * highPart <= percent * highWhole;
    }

    boolean surelyAbove(int percent) {
        return 100 * lowPart > percent * lowWhole;
    }

    /** {@code 60 % (300 of 500)}, {@code 58 % to 62 % (290 of 500)}. */
    String observed() {
        String low = Say.percent(lowPart, lowWhole);
        String high = Say.percent(highPart, highWhole);
        return (low.equals(high) ? low : low + " to " + high) + " (" + Say.number(counted) + " of " + Say.number(base)
                + ")";
    }
}
