package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judgement;
import java.time.Instant;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Everything a report shows.
 *
 * @param headline the verdict in one sentence
 * @param transcripts redacted already
 * @param startedAt the start of the run by the wall clock
 * @param finishedAt its end
 * @param version of this program
 * @param scheduled how many softphones the schedule of the reported trial starts within so many milliseconds
 */
public record ReportInput(
        Evidence evidence,
        Judgement judgement,
        String headline,
        List<Transcript> transcripts,
        Instant startedAt,
        Instant finishedAt,
        String version,
        LongUnaryOperator scheduled) {
    public ReportInput {
        transcripts = List.copyOf(transcripts);
    }

    /** For {@link #scheduled}: how many of a schedule's softphones are to have started within so many milliseconds. */
    public static LongUnaryOperator scheduled(ArrivalSchedule schedule) {
        return millis -> {
            int low = 0;
            int high = schedule.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (schedule.offsetNanos(middle) <= millis * 1_000_000) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        };
    }

    /** The test that ran. */
    public LoadTest test() {
        return evidence.test();
    }
}
