package dev.softphone.loadtest.api.status;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.Reads;
import dev.softphone.loadtest.api.read.SchemaCheck;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Phase;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts;
import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.StepCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.CauseType;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judgement;
import dev.softphone.loadtest.verdict.ThresholdResult;
import dev.softphone.loadtest.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class StatusFactoryTest {

    private static final Instant START = Instant.parse("2026-11-21T06:00:00.750Z");

    @Test
    void saysWhyAManifestWasRefusedAndTestsNothing() {
        SoftphoneLoadTestStatus status =
                new StatusFactory(START, null, 3L).refused(List.of(new Violation("spec.hold", "a duration", "\"x\"")));

        assertThat(status.phase()).isEqualTo(Phase.Refused);
        assertThat(status.verdict()).isNull();
        assertThat(status.observedGeneration()).isEqualTo(3);
        assertThat(status.conditions())
                .extracting(Condition::type, Condition::status, Condition::reason)
                .containsExactly(
                        tuple("Accepted", "False", "Invalid"),
                        tuple("Running", "False", "Refused"),
                        tuple("Finished", "True", "Refused"),
                        tuple("Passed", "Unknown", "Refused"));
        assertThat(condition(status, "Accepted").message()).isEqualTo("spec.hold: required a duration, observed \"x\"");
        assertThat(condition(status, "Accepted").lastTransitionTime()).isEqualTo("2026-11-21T06:00:00Z");
        assertConforms(status);
    }

    @Test
    void keepsTheTimesOfTransitionsAndOfTheStart() {
        SoftphoneLoadTestStatus accepted = new StatusFactory(START, null, null).accepted();
        SoftphoneLoadTestStatus running = new StatusFactory(START.plusSeconds(20), accepted, null)
                .startedAt(START.plusSeconds(10))
                .running(evidence(measured(10_000)));
        SoftphoneLoadTestStatus later =
                new StatusFactory(START.plusSeconds(30), running, null).running(evidence(measured(20_000)));
        SoftphoneLoadTestStatus finished = new StatusFactory(START.plusSeconds(60), later, null)
                .finished(evidence(measured(50_000)), judgement(Verdict.Failed));

        assertThat(List.of(accepted, running, later, finished))
                .extracting(SoftphoneLoadTestStatus::phase)
                .containsExactly(Phase.Pending, Phase.Running, Phase.Running, Phase.Finished);
        assertThat(condition(finished, "Accepted").lastTransitionTime()).isEqualTo("2026-11-21T06:00:00Z");
        assertThat(condition(later, "Running").lastTransitionTime()).isEqualTo("2026-11-21T06:00:20Z");
        assertThat(condition(finished, "Running").lastTransitionTime()).isEqualTo("2026-11-21T06:01:00Z");
        assertThat(accepted.startedAt()).isNull();
        assertThat(finished.startedAt()).isEqualTo("2026-11-21T06:00:10Z");
        assertThat(later.finishedAt()).isNull();
        assertThat(finished.finishedAt()).isEqualTo("2026-11-21T06:01:00Z");
    }

    @Test
    void hasNoVerdictBeforeTheEnd() {
        SoftphoneLoadTestStatus running = new StatusFactory(START, null, null).running(evidence(measured(10_000)));

        assertThat(running.verdict()).isNull();
        assertThat(running.causes()).isNull();
        assertThat(condition(running, "Passed").status()).isEqualTo("Unknown");
    }

    @Test
    void tellsTheVerdictAsACondition() {
        assertThat(passed(Verdict.Passed)).isEqualTo("True");
        assertThat(passed(Verdict.Failed)).isEqualTo("False");
        assertThat(passed(Verdict.Inconclusive)).isEqualTo("Unknown");
    }

    private static String passed(Verdict verdict) {
        return condition(
                        new StatusFactory(START, null, null).finished(evidence(measured(1)), judgement(verdict)),
                        "Passed")
                .status();
    }

    @Test
    void showsAPercentileOnlyWithItsSample() {
        assertThat(handshake(1).p50Millis()).isNull();
        assertThat(handshake(1).maxMillis()).isEqualTo(2);
        assertThat(handshake(99).p90Millis()).isEqualTo(2);
        assertThat(handshake(99).p99Millis()).isNull();
        assertThat(handshake(100).p99Millis()).isEqualTo(2);
    }

    private static SoftphoneLoadTestStatus.Latency handshake(int samples) {
        Histogram histogram = Histograms.empty();
        histogram.recordValueWithCount(1_500, samples);
        return Objects.requireNonNull(new StatusFactory(START, null, null)
                .running(evidence(measured(1, Map.of(), Map.of(Metric.HANDSHAKE, Histograms.Frozen.copyOf(histogram)))))
                .handshake());
    }

    @Test
    void roundsHalfAMillisecondUp() {
        assertThat(Cut.millis(499)).isZero();
        assertThat(Cut.millis(500)).isEqualTo(1);
        assertThat(Cut.millis(1_499)).isEqualTo(1);
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        SoftphoneLoadTestStatus status = new StatusFactory(START, null, null).running(evidence(measured(10)));

        assertThat(status.generator()).isNull();
        assertThat(status.ports()).isNull();
        assertThat(status.calls()).isNull();
        assertThat(status.preflight()).isNull();
        assertThat(StatusYaml.write(status)).doesNotContain("generator", "handshake", "null");
    }

    @Test
    void foldsManyOutcomesIntoOtherWithoutLosingOne() {
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>();
        for (int i = 0; i < 70; i++) {
            outcomes.put(
                    new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/" + (500 + i)),
                    new OutcomeCount(70 - i, 1, 0, 0, i, i, Optional.of("because"), Map.of()));
        }

        List<SoftphoneLoadTestStatus.Outcome> rows = Objects.requireNonNull(new StatusFactory(START, null, null)
                .running(evidence(measured(1, outcomes, Map.of())))
                .rejections());

        assertThat(rows).hasSize(51);
        assertThat(rows.get(0).code()).isEqualTo("http/500");
        assertThat(rows.get(50).code()).isEqualTo("other");
        assertThat(rows.stream()
                        .mapToLong(SoftphoneLoadTestStatus.Outcome::count)
                        .sum())
                .isEqualTo(70 * 71 / 2);
        assertThat(rows.stream().filter(row -> row.detail() != null)).hasSize(5);
    }

    @Test
    void takesNeighbouringStepsTogetherBeyondFifty() {
        List<StepCounts> steps = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            steps.add(new StepCounts(10, i * 1_000L, 10, 9, 1, 0, 0, 5_000));
        }
        Measurements measured = with(measured(1), steps);

        List<StatusCounts.Step> rows = Objects.requireNonNull(
                new StatusFactory(START, null, null).running(evidence(measured)).steps());

        assertThat(rows).hasSizeLessThanOrEqualTo(50);
        assertThat(rows.stream().mapToLong(StatusCounts.Step::softphones).sum()).isEqualTo(1010);
        assertThat(rows.get(1).startAfterMillis()).isEqualTo(3_000);
    }

    @Test
    void fitsIntoSixtyFourKilobytesAtItsWorst() throws Exception {
        List<StatusCounts.Region> regions = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            regions.add(new StatusCounts.Region(
                    "region-%08d".formatted(i), 9_999L, 999_999L, 999_999L, 999_999L, 999_999L, 999_999L, 3_600_000L));
        }
        ClusterView view = new ClusterView(
                        false, "RunnersLost", "x".repeat(2_000), regions, Collections.nCopies(64, "x".repeat(2_000)))
                .reportedIn("a".repeat(253));
        SoftphoneLoadTestStatus status =
                new StatusFactory(START, null, 1L).in(view).finished(worst(), judgement(Verdict.Failed));

        assertThat(new ObjectMapper().writeValueAsBytes(status).length).isLessThanOrEqualTo(65_536);
        assertThat(StatusYaml.write(status).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(65_536);
        assertConforms(status);
    }

    @Test
    void isReadBackFromItsOwnText() throws Exception {
        SoftphoneLoadTestStatus status =
                new StatusFactory(START, null, 1L).finished(worst(), judgement(Verdict.Failed));

        assertThat(new ObjectMapper().readValue(StatusYaml.json(status), SoftphoneLoadTestStatus.class))
                .isEqualTo(status);
        assertThat(Reads.yaml(StatusYaml.write(status)).toString())
                .isEqualTo(new ObjectMapper().writeValueAsString(status));
    }

    @Test
    void saysTheArithmeticOfPortsInOneSentence() {
        assertThat(new StatusFactory(START, null, null).running(worst()).ports())
                .startsWith("500 softphones use 500 of 479,944 TCP ports towards 17 destinations from one address")
                .endsWith("; in TIME_WAIT at most 7");
    }

    /** The schema of the CRD, bounds included, is what the API server holds a status against. */
    private static void assertConforms(SoftphoneLoadTestStatus status) {
        ObjectNode resource = Reads.test("");
        resource.set("status", new ObjectMapper().valueToTree(status));
        assertThat(SchemaCheck.ofLoadTest().complete(resource)).isEmpty();
    }

    private static Condition condition(SoftphoneLoadTestStatus status, String type) {
        return Objects.requireNonNull(status.conditions()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static Tuple tuple(Object... values) {
        return Assertions.tuple(values);
    }

    private static LoadTest loadTest() {
        return accepted(SpecReader.read(Reads.test("")));
    }

    private static Evidence evidence(Measurements measured) {
        return new Evidence(loadTest(), measured, Coverage.WHOLE, Optional.empty(), Optional.empty(), List.of(), false);
    }

    private static Measurements measured(long elapsedMillis) {
        return measured(elapsedMillis, Map.of(), Map.of());
    }

    private static Measurements measured(
            long elapsedMillis, Map<OutcomeKey, OutcomeCount> outcomes, Map<Metric, Histograms.Frozen> histograms) {
        return new Measurements(
                elapsedMillis,
                new SoftphoneCounts(500, 0, 500, 0, 300, 200, 0, 0, 0, 0, 300, 0),
                new AttemptCounts(500, 0, 0, 300, 200, 0, 0, 0),
                CallCounts.ZERO,
                outcomes,
                histograms,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                TimeSeries.EMPTY,
                HostEvidence.UNKNOWN);
    }

    private static Measurements with(Measurements measured, List<StepCounts> steps) {
        return new Measurements(
                measured.elapsedMillis(),
                measured.softphones(),
                measured.attempts(),
                measured.calls(),
                measured.outcomes(),
                measured.histograms(),
                measured.organizations(),
                measured.remoteAddresses(),
                measured.localAddresses(),
                steps,
                0,
                Map.of(),
                TimeSeries.EMPTY,
                measured.host());
    }

    private static Judgement judgement(Verdict verdict) {
        List<ThresholdResult> thresholds = new ArrayList<>();
        List<Cause> causes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            thresholds.add(new ThresholdResult(
                    new Threshold.AtLeast(Threshold.ShareMetric.connected, 99, Threshold.OnBroken.Continue),
                    verdict,
                    "r".repeat(500),
                    "o".repeat(500)));
            causes.add(new Cause(
                    CauseType.GeneratorOutOfDescriptors,
                    Optional.of("s".repeat(100)),
                    OptionalLong.of(Long.MAX_VALUE),
                    Cause.Confidence.Medium,
                    Long.MAX_VALUE,
                    List.of("e".repeat(300), "f".repeat(300)),
                    "m".repeat(1_000),
                    Optional.of(new Cause.NextTest("w".repeat(500), Map.of("softphones", 250)))));
        }
        return new Judgement(verdict, thresholds, causes);
    }

    private static Evidence worst() {
        long huge = 9_999_999_999L;
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>();
        for (OutcomeKey.Kind kind : OutcomeKey.Kind.values()) {
            for (int i = 0; i < 80; i++) {
                outcomes.put(
                        new OutcomeKey(kind, Stage.ESTABLISHED, "app/" + i + "x".repeat(80)),
                        new OutcomeCount(huge, huge, 0, 0, huge, huge, Optional.of("\u00e9".repeat(400)), Map.of()));
            }
        }
        Histogram histogram = Histograms.empty();
        histogram.recordValueWithCount(Histograms.highest(), huge);
        Map<Metric, Histograms.Frozen> histograms = new HashMap<>();
        for (Metric metric : Metric.values()) {
            histograms.put(metric, Histograms.Frozen.copyOf(histogram));
        }
        Measurements base = measured(huge, outcomes, histograms);
        Measurements measured = new Measurements(
                huge,
                base.softphones(),
                base.attempts(),
                base.calls(),
                outcomes,
                histograms,
                groups(21, "organization"),
                groups(17, "address"),
                groups(17, "address"),
                List.of(),
                huge,
                Map.of(),
                TimeSeries.EMPTY,
                host());
        List<Trial> trials = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            trials.add(new Trial(i, 1_000_000, huge, false, base));
        }
        return new Evidence(
                loadTest(),
                measured,
                new Coverage(1_000, 999, 1),
                Optional.of(new Preflight(
                        false,
                        Optional.of(new OutcomeKey(OutcomeKey.Kind.FAILURE, Stage.UPGRADE, "c".repeat(200))),
                        Optional.of("d".repeat(1_000)),
                        Optional.of(huge),
                        Optional.of(huge),
                        Collections.nCopies(100, "2001:db8::1".repeat(10)))),
                Optional.of(new SlotProbeResult(500, 5, 50, 5)),
                trials,
                true);
    }

    private static Map<String, GroupCounts> groups(int count, String name) {
        Map<String, GroupCounts> groups = new HashMap<>();
        for (int i = 0; i < count; i++) {
            groups.put(
                    name.repeat(10) + i,
                    new GroupCounts(9_999_999_999L, 9_999_999_999L, 9_999_999_999L, 9_999_999_999L, 9_999_999_999L));
        }
        return groups;
    }

    private static HostEvidence host() {
        OptionalLong known = OptionalLong.of(7);
        return new HostEvidence(
                known,
                known,
                OptionalLong.of(32_768),
                OptionalLong.of(60_999),
                OptionalLong.empty(),
                OptionalLong.of(1),
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                known,
                Optional.of("epoll"),
                Optional.of("boringssl"));
    }
}
