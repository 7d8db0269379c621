package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.plan.ReportPace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The common start of a trial by this process's monotonic clock, converted once:
 *
 * <pre>start = monotonic clock now + (startAt − wall clock now)</pre>
 *
 * From then on a step of the wall clock moves nothing.
 *
 * @param trial from 1
 * @param size of the trial of a search
 * @param startNanos by the monotonic clock; past when it was learnt too late
 */
public record StartOrder(int trial, Optional<Control.Size> size, long startNanos) {

    /** @param wall the wall clock at the same instant as {@code nanos} */
    public static StartOrder of(int trial, Optional<Control.Size> size, Instant startAt, Instant wall, long nanos) {
        return new StartOrder(
                trial, size, nanos + Duration.between(wall, startAt).toNanos());
    }

    /**
     * When this runner's own first arrival is due. A pod that replaces another one does not catch up with what that one
     * had done: it ramps up anew, at its own share of the rate.
     *
     * @param soon the first instant at which it can begin in time
     */
    public long ownStartNanos(int epoch, long soon) {
        return epoch == 0 ? startNanos : Math.max(startNanos, soon);
    }

    /** How long after the common start it began; 0 when in time. */
    public long skewMillis(long begunNanos) {
        return Math.max(0, (begunNanos - startNanos) / 1_000_000);
    }

    /** How long a runner waits with saying that it is running, so that not all say it at once. */
    public long claimDelayMillis(int runner, long nanos) {
        long half = Math.max(0, (startNanos - nanos) / 2_000_000);
        return half == 0 ? 0 : reportDelayMillis(runner) % half;
    }

    /** How long a runner waits with its final report. */
    public static long reportDelayMillis(int runner) {
        return runner * ReportPace.EACH.toMillis();
    }
}
