package dev.softphone.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HistogramCodecTest {

    @Test
    void comesBackToOnePercent() {
        for (long seed = 0; seed < 20; seed++) {
            Histograms.Frozen sent = latencies(seed, 10_000);

            Histograms.Frozen got = HistogramCodec.decode(HistogramCodec.encode(sent));

            assertThat(got.count()).as("seed %d", seed).isEqualTo(sent.count());
            for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
                assertThat((double) got.valueAt(percentile))
                        .as("p%s, seed %d", percentile, seed)
                        .isCloseTo((double) sent.valueAt(percentile), within(sent.valueAt(percentile) * 0.01 + 1));
            }
        }
    }

    @Test
    void mergingBeforeTheWireIsMergingAfterIt() {
        for (long seed = 0; seed < 10; seed++) {
            Histograms.Frozen a = latencies(seed, 500);
            Histograms.Frozen b = latencies(seed + 100, 700);

            Histograms.Frozen before = HistogramCodec.decode(HistogramCodec.encode(a.plus(b)));
            Histograms.Frozen after = HistogramCodec.decode(HistogramCodec.encode(a))
                    .plus(HistogramCodec.decode(HistogramCodec.encode(b)));

            assertThat(after.count()).as("seed %d", seed).isEqualTo(before.count());
            assertThat(after.valueAt(99)).as("seed %d", seed).isEqualTo(before.valueAt(99));
        }
    }

    @Test
    void ordinaryLatenciesTakeFarLessThanTheBound() {
        assertThat(HistogramCodec.encode(latencies(1, 10_000))).hasSizeLessThan(1_500);
    }

    @Test
    void theMostScatteredCountsStayWithinTheBound() {
        SplittableRandom random = new SplittableRandom(7);
        Histogram wild = Histograms.empty();
        for (long value = 1; value < Histograms.highest(); value += 1 + value / 300) {
            wild.recordValueWithCount(value, random.nextLong(1, 1L << 40));
        }

        Histograms.Frozen sent = Histograms.Frozen.copyOf(wild);
        String text = HistogramCodec.encode(sent);

        assertThat(text).hasSizeLessThanOrEqualTo(HistogramCodec.MAX_LENGTH);
        assertThat(HistogramCodec.decode(text).count()).isEqualTo(sent.count());
    }

    @Test
    void whatNeverHappenedIsTheEmptyString() {
        assertThat(HistogramCodec.encode(Histograms.Frozen.EMPTY)).isEmpty();
        assertThat(HistogramCodec.decode("").count()).isZero();
    }

    @Test
    void foreignTextIsRefusedBeforeAnythingIsAllocatedForIt() {
        Histogram huge = new Histogram(1, Long.MAX_VALUE / 2, 5);
        huge.recordValue(1);
        ByteBuffer buffer = ByteBuffer.allocate(huge.getNeededByteBufferCapacity());
        int length = huge.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = Arrays.copyOf(buffer.array(), length);

        assertThatThrownBy(() -> HistogramCodec.decode(Base64.getEncoder().encodeToString(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("digits required");
        assertThatThrownBy(() -> HistogramCodec.decode("AAAA")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HistogramCodec.decode("no base64!")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HistogramCodec.decode("A".repeat(10_000))).hasMessageContaining("observed 10000");
    }

    @Test
    void aTruncatedTextIsRefused() {
        String text = HistogramCodec.encode(latencies(3, 1_000));

        assertThatThrownBy(() -> HistogramCodec.decode(text.substring(0, text.length() / 8 * 4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCoarserOfTwoDecidesWhichNeverDependsOnTheSide() {
        Histograms.Frozen fine = latencies(1, 100);
        Histograms.Frozen coarse = HistogramCodec.decode(HistogramCodec.encode(latencies(2, 100)));

        assertThat(fine.plus(coarse)).isEqualTo(coarse.plus(fine));
        assertThat(fine.plus(coarse).count()).isEqualTo(200);
    }

    private static Histograms.Frozen latencies(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        Histogram histogram = Histograms.empty();
        for (int i = 0; i < count; i++) {
            histogram.recordValue((long) (50_000
                            * Math.exp(
                                    0.6 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2))
                    + 1);
        }
        return Histograms.Frozen.copyOf(histogram);
    }
}
