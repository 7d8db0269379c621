package dev.softphone.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunningTotalTest {

    @Test
    void aRunningTotalEqualsAFullMergeWhateverComesInWhateverOrder() {
        for (long seed = 0; seed < 12; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomMeasurements measurements = new RandomMeasurements(seed);
            RunningTotal total = new RunningTotal();
            Map<String, Measurements> last = new HashMap<>();
            for (int i = 0; i < 60; i++) {
                String part = "runner-" + random.nextInt(12);
                if (random.nextInt(5) == 0) {
                    total.remove(part);
                    last.remove(part);
                } else {
                    Measurements reported = asReported(measurements.next());
                    total.put(part, reported);
                    last.put(part, reported);
                }
                if (random.nextInt(3) == 0) {
                    assertThat(total.total())
                            .as("seed %d, report %d", seed, i)
                            .isEqualTo(Measurements.merge(List.copyOf(last.values())));
                }
            }
        }
    }

    @Test
    void whatAPartSaidBeforeLeavesNoTrace() {
        RandomMeasurements measurements = new RandomMeasurements(7);
        Measurements now = asReported(measurements.next());
        RunningTotal total = new RunningTotal();
        for (int i = 0; i < 20; i++) {
            total.put("runner-0", asReported(measurements.next()));
        }
        total.put("runner-0", now);

        assertThat(total.total()).isEqualTo(Measurements.EMPTY.plus(now));

        total.remove("runner-0");
        assertThat(total.total()).isEqualTo(Measurements.EMPTY);
    }

    @Test
    void aPartThatIsLostCountsAsIfItHadBeenMergedAsLost() {
        for (long seed = 0; seed < 20; seed++) {
            RandomMeasurements measurements = new RandomMeasurements(seed);
            Measurements one = measurements.next();
            Measurements other = measurements.next();

            assertThat(one.plus(other).losing(other)).as("seed %d", seed).isEqualTo(one.plus(other.lostFromNowOn()));
        }
    }

    /** Histograms as they come off the wire; a metric that never happened is absent. */
    private static Measurements asReported(Measurements measured) {
        return measured.withHistograms(measured.histograms().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> HistogramCodec.decode(HistogramCodec.encode(entry.getValue())))));
    }
}
