package dev.softphone.loadtest.api.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Stage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminationMessageTest {

    /** From nothing to more than a runner can see: every value its own, every code as long as they come. */
    @ParameterizedTest
    @CsvSource({"0, 0, 10", "500, 3, 10", "5000, 12, 10", "50000, 40, 10", "200000, 400, 60", "200000, 400, 600"})
    void itAlwaysFitsAndKeepsEveryCounter(int handshakes, int codes, int codeLength) {
        Measurements measured = measured(new SplittableRandom(7), handshakes, codes, codeLength);
        TerminationMessage message = TerminationMessage.of(status("x".repeat(1024)), measured);

        assertThat(message.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
        Measurements kept = kept(message);
        assertThat(kept.softphones()).isEqualTo(measured.softphones());
        assertThat(kept.attempts()).isEqualTo(measured.attempts());
        assertThat(kept.calls()).isEqualTo(measured.calls());
        assertThat(kept.balanced()).isTrue();
    }

    @Test
    void anOrdinaryOneKeepsTheTenMostFrequentCodesAndTheHandshakes() {
        Measurements measured = measured(new SplittableRandom(7), 5000, 12, 10);
        Measurements kept = kept(TerminationMessage.of(status("why"), measured));

        assertThat(kept.outcomes()).hasSize(10);
        long least = kept.outcomes().values().stream()
                .mapToLong(OutcomeCount::times)
                .min()
                .orElseThrow();
        assertThat(measured.outcomes().values())
                .filteredOn(count -> count.times() > least)
                .hasSizeLessThan(10);
        Histograms.Frozen sent = measured.histograms().getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY);
        Histograms.Frozen got = kept.histograms().getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY);
        assertThat(got.count()).isEqualTo(sent.count());
        assertThat((double) got.valueAt(99) / sent.valueAt(99)).isBetween(0.93, 1.07);
        assertThat(kept.histograms()).containsOnlyKeys(Metric.HANDSHAKE);
    }

    @Test
    void itComesBackAsItWas() {
        TerminationMessage message = TerminationMessage.of(status("told to drain"), Measurements.nothingStarted(7));

        assertThat(TerminationMessage.parse(message.text())).isEqualTo(message);
        assertThat(message.message()).isEqualTo("told to drain");
        assertThat(message.epoch()).isEqualTo(2);
        assertThat(message.startSkewMillis()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "OOMKilled", "[1]", "{\"phase\":\"Tired\"}"})
    void whatIsNoneOfOursIsRefused(String text) {
        assertThatThrownBy(() -> TerminationMessage.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("termination message: ");
    }

    private static Measurements kept(TerminationMessage message) {
        @Nullable String report = message.report();
        assertThat(report).isNotNull();
        return ReportCodec.decode(String.valueOf(report)).measurements();
    }

    private static SoftphoneRunnerStatus status(String why) {
        return new SoftphoneRunnerStatus(
                Phase.Finished,
                2,
                "uid-1",
                9L,
                1,
                "2026-11-21T10:00:00Z",
                null,
                null,
                null,
                why,
                null,
                null,
                null,
                null,
                null,
                12L,
                null);
    }

    private static Measurements measured(SplittableRandom random, int handshakes, int codes, int codeLength) {
        Map<Metric, Histograms.Frozen> histograms = new HashMap<>();
        for (Metric metric : List.of(Metric.HANDSHAKE, Metric.REGISTER)) {
            Histogram histogram = Histograms.empty();
            for (int i = 0; i < handshakes; i++) {
                histogram.recordValue(1 + random.nextLong(Histograms.highest()));
            }
            histograms.put(metric, Histograms.Frozen.copyOf(histogram));
        }
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>();
        for (int i = 0; i < codes; i++) {
            StringBuilder code = new StringBuilder("http/");
            while (code.length() < codeLength) {
                code.append((char) ('a' + random.nextInt(26)));
            }
            outcomes.put(
                    new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, code.toString() + i),
                    new OutcomeCount(
                            random.nextLong(100_000),
                            random.nextLong(100_000),
                            random.nextLong(100_000),
                            0,
                            random.nextLong(100_000),
                            random.nextLong(100_000),
                            Optional.of("y".repeat(256)),
                            Map.of("server", "z".repeat(200))));
        }
        return new Measurements(
                60_000,
                new SoftphoneCounts(100, 0, 100, 0, 85, 15, 0, 0, 0, 2, 85, 1),
                new AttemptCounts(100, 5, 0, 85, 20, 0, 0, 0),
                CallCounts.ZERO,
                outcomes,
                histograms,
                Map.of("cyan", new GroupCounts(100, 85, 15, 0, 1)),
                Map.of(),
                Map.of(),
                List.of(),
                3,
                Map.of(),
                TimeSeries.EMPTY,
                HostEvidence.UNKNOWN);
    }
}
