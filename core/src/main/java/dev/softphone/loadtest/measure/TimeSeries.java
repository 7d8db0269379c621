package dev.softphone.loadtest.measure;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The run over time, in at most {@value #MAX_BUCKETS} buckets of equal width.
 *
 * @param bucketMillis width of a bucket; 1,000 and doubled whenever the run outgrows the buckets
 */
public record TimeSeries(long bucketMillis, List<Bucket> buckets) {

    public static final int MAX_BUCKETS = 300;
    public static final TimeSeries EMPTY = new TimeSeries(1000, List.of());

    public TimeSeries {
        buckets = List.copyOf(buckets);
    }

    /**
     * One bucket. Counts are of attempts unless said otherwise.
     *
     * @param started attempts that really started in it
     * @param connected attempts that ended well in it
     * @param rejected attempts that ended in it with the gateway's no
     * @param failed attempts that ended in it without an answer
     * @param dropped registered connections lost in it
     * @param connectedNow registered softphones at its end
     * @param admittedByStart of the attempts that started in it, those that ended well
     * @param refusedByStart of the attempts that started in it, those rejected or unanswered (local faults excepted)
     * @param codes ends and drops by {@code stage code}, at most 20 keys and {@code other}
     * @param handshakeCount 101s in it
     * @param handshakeP50Micros empty without any
     * @param handshakeP99Micros empty without any
     * @param handshakeMaxMicros empty without any
     * @param host the generator's health in it
     */
    public record Bucket(
            long started,
            long connected,
            long rejected,
            long failed,
            long dropped,
            long connectedNow,
            long admittedByStart,
            long refusedByStart,
            Map<String, Long> codes,
            long handshakeCount,
            OptionalLong handshakeP50Micros,
            OptionalLong handshakeP99Micros,
            OptionalLong handshakeMaxMicros,
            HostSample host) {
        public Bucket {
            codes = Map.copyOf(codes);
        }
    }

    /** The generator's health in one bucket; what could not be read is empty, never 0. */
    public record HostSample(
            OptionalLong descriptors,
            OptionalLong sockets,
            OptionalLong timeWait,
            OptionalLong loopLagMaxMillis,
            OptionalLong gcMillis,
            OptionalLong cpuThrottledMillis,
            OptionalLong cpuPercent,
            OptionalLong retransmits,
            OptionalLong pendingConnects) {
        public static final HostSample UNKNOWN = new HostSample(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }
}
