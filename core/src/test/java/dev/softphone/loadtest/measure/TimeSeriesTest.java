package dev.softphone.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {

    @Test
    void theFinerSeriesIsCoarsenedAndConnectedNowIsSummedAtTheSameInstants() {
        TimeSeries fine = series(1000, 1, 2, 3, 4, 5);
        TimeSeries coarse = series(2000, 10, 20, 30);

        TimeSeries sum = fine.plus(coarse);

        assertThat(sum.bucketMillis()).isEqualTo(2000);
        assertThat(sum.buckets()).extracting(TimeSeries.Bucket::connectedNow).containsExactly(12L, 24L, 35L);
        assertThat(sum.buckets()).extracting(TimeSeries.Bucket::started).containsExactly(3L, 3L, 2L);
    }

    @Test
    void aPartThatEndedEarlierKeepsWhatItHeld() {
        TimeSeries sum = series(1000, 5).plus(series(1000, 1, 2, 3));

        assertThat(sum.buckets()).extracting(TimeSeries.Bucket::connectedNow).containsExactly(6L, 7L, 8L);
    }

    @Test
    void percentilesOfMergedBucketsAreThoseOfAllTheirHandshakes() {
        TimeSeries fast = new TimeSeries(1000, List.of(bucket(1, 90, 1_000)));
        TimeSeries slow = new TimeSeries(1000, List.of(bucket(1, 10, 100_000)));

        TimeSeries.Bucket both = fast.plus(slow).buckets().get(0);

        assertThat(both.handshakeCount()).isEqualTo(100);
        assertThat(both.handshakeP50Micros().orElseThrow()).isBetween(1_000L, 1_063L);
        assertThat(both.handshakeP99Micros().orElseThrow()).isBetween(100_000L, 106_300L);
        assertThat(both.handshakeMaxMicros().orElseThrow()).isBetween(100_000L, 106_300L);
    }

    @Test
    void aBucketWithoutHandshakesKnowsNoPercentile() {
        assertThat(TimeSeries.Bucket.QUIET.handshakeP99Micros()).isEmpty();
    }

    @Test
    void doublingHalvesTheBucketsAndKeepsTheCounts() {
        for (long seed = 0; seed < 40; seed++) {
            TimeSeries series = new RandomMeasurements(seed).series();
            TimeSeries doubled = series.doubled();

            assertThat(doubled.buckets())
                    .as("seed %d", seed)
                    .hasSize((series.buckets().size() + 1) / 2);
            assertThat(started(doubled)).as("seed %d", seed).isEqualTo(started(series));
            assertThat(doubled.buckets())
                    .as("seed %d", seed)
                    .allMatch(bucket -> bucket.codes().size() <= 21);
        }
    }

    @Test
    void moreBucketsThanTheBoundAreRefused() {
        List<TimeSeries.Bucket> tooMany = Collections.nCopies(301, TimeSeries.Bucket.QUIET);

        assertThatThrownBy(() -> new TimeSeries(1000, tooMany)).hasMessageContaining("observed 301");
    }

    @Test
    void widthsThatDoNotDivideAreRefused() {
        assertThatThrownBy(() -> series(1000, 1).plus(series(1500, 1))).hasMessageContaining("a multiple of 1000");
    }

    private static TimeSeries series(long width, long... connectedNow) {
        return new TimeSeries(
                width,
                Arrays.stream(connectedNow).mapToObj(now -> bucket(now, 0, 0)).toList());
    }

    private static TimeSeries.Bucket bucket(long connectedNow, int handshakes, long micros) {
        Histogram histogram = Histograms.coarse();
        for (int i = 0; i < handshakes; i++) {
            histogram.recordValue(micros);
        }
        return new TimeSeries.Bucket(
                1,
                0,
                0,
                0,
                0,
                connectedNow,
                0,
                0,
                Map.of(),
                Histograms.Frozen.copyOf(histogram),
                TimeSeries.HostSample.UNKNOWN);
    }

    private static long started(TimeSeries series) {
        return series.buckets().stream().mapToLong(TimeSeries.Bucket::started).sum();
    }
}
