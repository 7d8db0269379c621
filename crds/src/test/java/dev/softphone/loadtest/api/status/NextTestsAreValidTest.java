package dev.softphone.loadtest.api.status;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.Manifest;
import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.Reads;
import dev.softphone.loadtest.api.read.SpecReader;
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
import dev.softphone.loadtest.measure.OutcomeKey.Kind;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.CauseType;
import dev.softphone.loadtest.verdict.Diagnosis;
import dev.softphone.loadtest.verdict.Evidence;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A next test is of no use if it is refused: each cause that asks for one, on each kind of test that it may be asked of. */
class NextTestsAreValidTest {

    /** What went wrong, for half of the softphones. */
    private enum Scene {
        CAP(CauseType.ConcurrencyCap, Kind.REJECTION, Stage.UPGRADE, "http/503"),
        BANNED(CauseType.FrontEndRefused, Kind.REJECTION, Stage.UPGRADE, "http/403"),
        TOO_MANY(CauseType.HandshakeRateLimit, Kind.REJECTION, Stage.UPGRADE, "http/429"),
        TOKENS(CauseType.TokenStorm, Kind.REJECTION, Stage.TOKEN, "http/429"),
        REST(CauseType.RateLimited, Kind.REJECTION, Stage.LOGIN, "http/429"),
        STORM(CauseType.RetryStorm, Kind.REJECTION, Stage.UPGRADE, "http/504"),
        LATE(CauseType.BackendTimeout, Kind.REJECTION, Stage.REGISTER, "sip/504"),
        UPGRADE_SILENT(CauseType.StageTimeout, Kind.FAILURE, Stage.UPGRADE, "timeout/upgrade"),
        REGISTER_SILENT(CauseType.StageTimeout, Kind.FAILURE, Stage.REGISTER, "timeout/register"),
        BROKEN(CauseType.Overloaded, Kind.REJECTION, Stage.UPGRADE, "http/500"),
        DESCRIPTION(CauseType.MediaCapacity, Kind.REJECTION, Stage.ESTABLISHED, "sip/488"),
        IDLE(CauseType.IdleTimeout, Kind.DROP, Stage.ESTABLISHED, "tcp/eof"),
        CUT_OFF(CauseType.Unexplained, Kind.FAILURE, Stage.UPGRADE, "");

        final CauseType expected;
        final Kind kind;
        final Stage stage;
        final String code;

        Scene(CauseType expected, Kind kind, Stage stage, String code) {
            this.expected = expected;
            this.kind = kind;
            this.stage = stage;
            this.code = code;
        }

        OutcomeKey key() {
            return new OutcomeKey(kind, stage, code);
        }
    }

    private static final String CALL = "call: {direction: Inbound, originator: Peer, holdFor: 1s}";

    private static final List<String> TESTS = List.of(
            "",
            "softphones: 120\nthresholds: [{metric: handshake, percentile: P99, max: 1500ms, onBroken: Abort}]",
            "softphones: 3\nthresholds: [{metric: handshake, percentile: P50, max: 1s}]",
            "softphones: 400\ncycles: {count: 3}\nthresholds: [{metric: handshake, percentile: P999, max: 3s},"
                    + " {metric: droppedAfterConnect, maxPercent: 1}]",
            "softphones: 100\narrival: {search: {from: 80, step: 20}}",
            "softphones: 100\nslotProbe: {close: 50}",
            "softphones: 3\n" + CALL + "\nslotProbe: {close: 1}",
            "softphones: 4\n" + CALL + "\nthresholds: [{metric: sessionRequestDelay, percentile: P50, max: 1s}]",
            "softphones: 200\n" + CALL + "\nthresholds: [{metric: sessionRequestDelay, percentile: P99, max: 1s},"
                    + " {metric: callsEstablished, minPercent: 90}]",
            "retry: {profile: Custom, maxRetries: 9, rules: [{code: http/429, action: Retry, after: 1s}]}",
            "timeouts: {upgrade: 30m, register: 1h, auth: 200ms}",
            "softphones: 1000000\narrival: {rate: {count: 100, per: 1m}}",
            "arrival: {steps: {softphones: 1, every: 10s}}",
            "arrival: {atOnce: {}}\nkeepAlive: {kind: None}",
            "placement: {sourceAddresses: [{address: 127.0.0.3}]}");

    @Test
    void eachSceneIsExplainedByTheCauseItStandsFor() {
        ObjectNode calling = manifest("softphones: 500\n" + CALL);
        for (Scene scene : Scene.values()) {
            assertThat(causes(calling, scene))
                    .as("%s", scene)
                    .anyMatch(cause ->
                            cause.type() == scene.expected && cause.nextTest().isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void canBeRunAsItIsWritten(Scene scene) {
        for (String spec : TESTS) {
            ObjectNode test = manifest(spec);
            boolean calls = test.at("/spec").has("call");
            if (scene == Scene.DESCRIPTION && !calls) {
                continue;
            }
            for (Cause cause : causes(test, scene)) {
                cause.nextTest().ifPresent(next -> {
                    String written = NextTestWriter.write(test, next);
                    assertThat(read(written)).as("%s", written).isInstanceOf(Reading.Accepted.class);
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshake", "registrationDelay"})
    void aPercentileKeepsAsHighAsItsSampleAllows(String metric) {
        ObjectNode test = manifest(
                "softphones: 120\nthresholds: [{metric: %s, percentile: P99, max: 1500ms}, {metric: connected, minPercent: 99}]"
                        .formatted(metric));

        String written = causes(test, Scene.LATE).stream()
                .flatMap(cause -> cause.nextTest().stream())
                .map(next -> NextTestWriter.write(test, next))
                .findFirst()
                .orElseThrow();

        assertThat(written).contains("softphones: 60", "percentile: P95", "max: \"1500ms\"", "minPercent: 99");
    }

    private static ObjectNode manifest(String spec) {
        ObjectNode test = Reads.test("");
        ObjectNode fields = Reads.yaml("spec:\n" + ("seed: 1\n" + spec).indent(2));
        ((ObjectNode) test.path("spec")).setAll((ObjectNode) fields.path("spec"));
        return test;
    }

    private static Reading<LoadTest> read(String written) {
        return SpecReader.read(accepted(Manifest.read(new Manifest.Source("next-test.yaml", written)))
                .test());
    }

    private static List<Cause> causes(ObjectNode manifest, Scene scene) {
        LoadTest test = accepted(SpecReader.read(manifest));
        Preflight fine = new Preflight(
                true, Optional.empty(), Optional.empty(), Optional.of(5_000L), Optional.empty(), List.of());
        return Diagnosis.explain(new Evidence(
                test,
                measured(scene, test.softphones()),
                Coverage.WHOLE,
                Optional.of(fine),
                Optional.empty(),
                List.of(),
                false));
    }

    private static Measurements measured(Scene scene, int softphones) {
        long half = softphones / 2;
        long rest = softphones - half;
        boolean drop = scene.kind == Kind.DROP;
        boolean ofCalls = scene == Scene.DESCRIPTION;
        boolean cutOff = scene == Scene.CUT_OFF;
        boolean ends = !drop && !ofCalls && !cutOff;
        long rejected = ends && scene.kind == Kind.REJECTION ? half : 0;
        long failed = ends && scene.kind == Kind.FAILURE ? half : 0;
        long retries = scene == Scene.STORM ? 3L * softphones : 0;
        long connected = ends || cutOff ? rest : softphones;
        Map<OutcomeKey, OutcomeCount> outcomes = cutOff
                ? Map.of()
                : Map.of(
                        scene.key(),
                        new OutcomeCount(
                                half + retries, ends ? half : 0, 0, 0, 6_000, 60_000, Optional.empty(), Map.of()));
        return new Measurements(
                90_000,
                new SoftphoneCounts(
                        softphones,
                        0,
                        softphones,
                        0,
                        connected,
                        rejected,
                        failed,
                        cutOff ? half : 0,
                        0,
                        0,
                        0,
                        drop ? half : 0),
                new AttemptCounts(softphones, retries, 0, connected, rejected + retries, failed, cutOff ? half : 0, 0),
                ofCalls ? new CallCounts(softphones, 0, rest, half, 0, 0, 0, 0, 0) : CallCounts.ZERO,
                outcomes,
                drop ? Map.of(Metric.DROP_AGE_MILLIS, ages(half), Metric.DROP_IDLE_MILLIS, ages(half)) : Map.of(),
                Map.of(),
                Map.of(),
                Map.of("127.0.0.1", new GroupCounts(softphones, connected, rejected, failed, 0)),
                List.of(),
                0,
                Map.of(),
                series(scene, half, rest, connected),
                HostEvidence.UNKNOWN);
    }

    private static Histograms.Frozen ages(long count) {
        Histogram ages = Histograms.empty();
        ages.recordValueWithCount(9_000, count);
        return Histograms.Frozen.copyOf(ages);
    }

    /** Admissions first, refusals then; where a plateau would look like a cap, further admissions with them. */
    private static TimeSeries series(Scene scene, long half, long rest, long connected) {
        List<TimeSeries.Bucket> buckets = new ArrayList<>();
        Set<Scene> refusing = EnumSet.complementOf(EnumSet.of(Scene.IDLE, Scene.DESCRIPTION, Scene.CUT_OFF));
        Set<Scene> noCap = EnumSet.of(Scene.STORM, Scene.TOO_MANY, Scene.UPGRADE_SILENT);
        for (int i = 0; i < 10; i++) {
            boolean early = i < 5 || !refusing.contains(scene);
            boolean mixed = noCap.contains(scene);
            long admitted = early || mixed ? Math.max(1, rest / 10) : 0;
            long refused = early ? 0 : scene == Scene.STORM ? 3 * rest : Math.max(1, half / 5);
            buckets.add(new TimeSeries.Bucket(
                    admitted + refused,
                    admitted,
                    refused,
                    0,
                    0,
                    mixed ? connected * (i + 1) / 10 : Math.min(connected, connected * (i + 1) / 5),
                    admitted,
                    refused,
                    Map.of(),
                    Histograms.Frozen.EMPTY,
                    TimeSeries.HostSample.UNKNOWN));
        }
        return new TimeSeries(1000, buckets);
    }
}
