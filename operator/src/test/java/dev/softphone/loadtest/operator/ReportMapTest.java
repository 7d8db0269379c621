package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.report.ReportCodec;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.report.TestReportCodec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.operator.resources.ReportMap;
import dev.softphone.loadtest.report.HtmlReport;
import dev.softphone.loadtest.report.JUnitXml;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judge;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportMapTest {
    private static final OutcomeKey REFUSED = new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503");

    private final Scene scene = new Scene("""
            softphones: 400
            placement: {maxSoftphonesPerRunner: 100, capacity: Elastic}
            """);

    @Test
    void whatIsRenderedFromTheConfigMapIsWhatTheOperatorsOwnObjectsRender() throws Exception {
        Instant startAt = scene.started().control().orElseThrow().startAt().orElseThrow();
        for (int i = 0; i < 4; i++) {
            scene.says(i, Phase.Finished, ReportCodec.decode(ReportCodec.encode(report(i))));
        }
        Instant now = scene.now;
        Merged merged = scene.step(1).merged().orElseThrow();
        ConfigMap map = (ConfigMap) scene.object("ConfigMap login-report");

        ObjectNode manifest =
                (ObjectNode) new ObjectMapper().readTree(map.getData().get(ReportMap.TEST));
        LoadTest test = ((Reading.Accepted<LoadTest>) SpecReader.read(manifest)).value();
        byte[] bytes = Base64.getDecoder().decode(map.getBinaryData().get(ReportMap.REPORT));
        ReportInput stored = TestReportCodec.decode(bytes).input(test);

        Evidence evidence = merged.evidence(test, false);
        ReportInput local = merged.report(evidence, Judge.judge(evidence), startAt, now);
        assertThat(HtmlReport.html(stored)).isEqualTo(HtmlReport.html(local)).contains("503", "Over time", "GET /");
        assertThat(JUnitXml.xml(stored)).isEqualTo(JUnitXml.xml(local));
        assertThat(stored.transcripts()).hasSize(4);
        assertThat(stored.evidence().measurements().series().buckets())
                .as("four runners, each starting four softphones a second")
                .hasSize(30)
                .allSatisfy(bucket -> assertThat(bucket.started()).isEqualTo(16));
    }

    @Test
    void theStatusNamesTheConfigMapAndTheTestOwnsIt() {
        scene.started();
        for (int i = 0; i < 4; i++) {
            scene.finishes(i, 0);
        }
        assertThat(scene.status().reportRef()).isNull();
        scene.step(1);

        assertThat(Objects.requireNonNull(scene.status().reportRef()).name()).isEqualTo("login-report");
        assertThat(scene.object("ConfigMap login-report").getMetadata().getOwnerReferences())
                .extracting(owner -> owner.getUid())
                .containsExactly(scene.test().getMetadata().getUid());
    }

    /** 100 softphones, 10 of them refused; every runner was refused once in a way of its own. */
    private static RunnerReport report(int runner) {
        Histogram handshakes = Histograms.empty();
        List<TimeSeries.Bucket> buckets = new ArrayList<>();
        for (int second = 0; second < 30; second++) {
            Histogram coarse = Histograms.coarse();
            for (int i = 0; i < 4; i++) {
                long micros = 20_000L + 1000L * runner * second + i * 700L;
                handshakes.recordValue(micros);
                coarse.recordValue(micros);
            }
            buckets.add(new TimeSeries.Bucket(
                    4,
                    3,
                    1,
                    0,
                    0,
                    3L * second,
                    3,
                    1,
                    Map.of("upgrade http/503", 1L),
                    Histograms.Frozen.copyOf(coarse),
                    TimeSeries.HostSample.UNKNOWN));
        }
        Measurements measured = FakeRunner.measured(100, 10)
                .withHistograms(Map.of(Metric.HANDSHAKE, Histograms.Frozen.copyOf(handshakes)))
                .withSeries(new TimeSeries(1000, buckets));
        List<Transcript> transcripts = List.of(
                new Transcript(REFUSED, runner, List.of("+0.001s > GET /")),
                new Transcript(
                        new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/50" + runner),
                        runner,
                        List.of("+0.002s > GET /")));
        return new RunnerReport(measured, Optional.empty(), Optional.empty(), transcripts);
    }
}
