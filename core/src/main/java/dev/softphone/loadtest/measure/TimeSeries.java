package dev.softphone.loadtest.measure;

import java.util.ArrayList;
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

    public static final int MAX_CODES = 20;

    public TimeSeries {
        buckets = List.copyOf(buckets);
        if (bucketMillis < 1 || buckets.size() > MAX_BUCKETS) {
            throw new IllegalArgumentException("time series: at most " + MAX_BUCKETS
                    + " buckets of at least 1 ms required, observed " + buckets.size() + " of " + bucketMillis + " ms");
        }
    }

    /**
     * Two parts of one trial, both counted from its start; the finer one is coarsened. A part that ended earlier keeps
     * its last {@code connectedNow}, which is 0 after a drain.
     *
     * @throws IllegalArgumentException when one width is no multiple of the other
     */
    public TimeSeries plus(TimeSeries other) {
        long width = Math.max(bucketMillis, other.bucketMillis);
        if (buckets.isEmpty() && other.buckets.isEmpty()) {
            return new TimeSeries(width, List.of());
        }
        if (buckets.isEmpty() || other.buckets.isEmpty()) {
            return buckets.isEmpty() ? other : this;
        }
        List<Bucket> one = atWidth(width);
        List<Bucket> two = other.atWidth(width);
        List<Bucket> sum = new ArrayList<>();
        for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
            Bucket left = at(one, i);
            Bucket right = at(two, i);
            sum.add(left.plus(right, left.connectedNow + right.connectedNow));
        }
        return new TimeSeries(width, sum);
    }

    /** The same run in buckets twice as wide. */
    public TimeSeries doubled() {
        return new TimeSeries(2 * bucketMillis, atWidth(2 * bucketMillis));
    }

    private static Bucket at(List<Bucket> buckets, int index) {
        if (index < buckets.size()) {
            return buckets.get(index);
        }
        return Bucket.QUIET.plus(Bucket.QUIET, buckets.get(buckets.size() - 1).connectedNow);
    }

    private List<Bucket> atWidth(long width) {
        if (width % bucketMillis != 0) {
            throw new IllegalArgumentException(
                    "time series: a multiple of " + bucketMillis + " ms required as width, observed " + width + " ms");
        }
        int together = Math.toIntExact(width / bucketMillis);
        List<Bucket> coarse = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            if (i % together == 0) {
                coarse.add(bucket);
            } else {
                int last = coarse.size() - 1;
                coarse.set(last, coarse.get(last).plus(bucket, bucket.connectedNow));
            }
        }
        return coarse;
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
     * @param handshake microseconds from intended start to the 101, of the 101s in it; made by {@link
     *     Histograms#coarse}, because percentiles of parts do not merge and a histogram does
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
            Histograms.Frozen handshake,
            HostSample host) {

        /** A bucket in which nothing happened. */
        public static final Bucket QUIET =
                new Bucket(0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Histograms.Frozen.EMPTY, HostSample.UNKNOWN);

        public Bucket {
            codes = Map.copyOf(codes);
        }

        /** The same with what the host said in it. */
        public Bucket withHost(HostSample sample) {
            return new Bucket(
                    started,
                    connected,
                    rejected,
                    failed,
                    dropped,
                    connectedNow,
                    admittedByStart,
                    refusedByStart,
                    codes,
                    handshake,
                    sample);
        }

        /** 101s in it. */
        public long handshakeCount() {
            return handshake.count();
        }

        /** To 6 %; empty without any 101. */
        public OptionalLong handshakeP50Micros() {
            return handshakeAt(50);
        }

        /** To 6 %; empty without any 101. */
        public OptionalLong handshakeP99Micros() {
            return handshakeAt(99);
        }

        /** To 6 %; empty without any 101. */
        public OptionalLong handshakeMaxMicros() {
            return handshakeAt(100);
        }

        private OptionalLong handshakeAt(double percentile) {
            return handshake.count() == 0 ? OptionalLong.empty() : OptionalLong.of(handshake.valueAt(percentile));
        }

        /** Both, of parts of the run or of neighbours in time; only {@code connectedNow} differs between the two. */
        private Bucket plus(Bucket other, long connectedNowOfBoth) {
            return new Bucket(
                    started + other.started,
                    connected + other.connected,
                    rejected + other.rejected,
                    failed + other.failed,
                    dropped + other.dropped,
                    connectedNowOfBoth,
                    admittedByStart + other.admittedByStart,
                    refusedByStart + other.refusedByStart,
                    Bounded.merge(codes, other.codes, MAX_CODES, Long::sum),
                    handshake.plus(other.handshake),
                    host.plus(other.host));
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

        /** Of several hosts or instants: the worst level, the sum of what adds up. */
        public HostSample plus(HostSample other) {
            return new HostSample(
                    Known.max(descriptors, other.descriptors),
                    Known.max(sockets, other.sockets),
                    Known.max(timeWait, other.timeWait),
                    Known.max(loopLagMaxMillis, other.loopLagMaxMillis),
                    Known.sum(gcMillis, other.gcMillis),
                    Known.sum(cpuThrottledMillis, other.cpuThrottledMillis),
                    Known.max(cpuPercent, other.cpuPercent),
                    Known.sum(retransmits, other.retransmits),
                    Known.max(pendingConnects, other.pendingConnects));
        }
    }
}
