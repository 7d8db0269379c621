package dev.softphone.loadtest.e2e.plugin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.Manifest;
import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.report.TestReport;
import dev.softphone.loadtest.api.report.TestReportCodec;
import dev.softphone.loadtest.api.status.ClusterView;
import dev.softphone.loadtest.api.status.StatusFactory;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.e2e.pretend.Measured;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Headline;
import dev.softphone.loadtest.verdict.Judge;
import dev.softphone.loadtest.verdict.Judgement;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A test of namespace {@code calls} with what an operator writes of it: 500 softphones, of which some were refused. */
final class FinishedTest {
    static final String NAMESPACE = "calls";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-21T09:14:02Z");
    private static final Instant END = START.plusSeconds(390);
    private static final ClusterView VIEW =
            new ClusterView(true, "Armed", "1 of 1 runners are armed", List.of(), List.of("500 on 1 runner"));

    private final KubernetesClient client;
    private final String name;
    private final ObjectNode manifest;
    private final Evidence evidence;
    private final Judgement judgement;

    FinishedTest(KubernetesClient client, String name, String over, int rejected) {
        this.client = client;
        this.name = name;
        this.manifest = accepted(Manifest.read(new Manifest.Source(name, """
                        apiVersion: softphone.dev/v1alpha1
                        kind: SoftphoneLoadTest
                        metadata: {name: %s}
                        spec:
                          softphones: 500
                          gateway: {protocol: SipOverWebSocket, url: "ws://127.0.0.1:8088/", sip: {domain: example.com}}
                          arrival: {rampUp: {over: %s}}
                          thresholds: [{metric: connected, minPercent: 99}]
                        """.formatted(name, over))))
                .test();
        LoadTest test = accepted(SpecReader.read(manifest.deepCopy()));
        this.evidence = new Evidence(
                test,
                Measured.of(name.hashCode(), 500, rejected),
                Coverage.WHOLE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
        this.judgement = Judge.judge(evidence);
    }

    private static <T> T accepted(Reading<T> reading) {
        return ((Reading.Accepted<T>) reading).value();
    }

    FinishedTest created() {
        SoftphoneLoadTest test = JSON.convertValue(manifest, SoftphoneLoadTest.class);
        client.resource(test).inNamespace(NAMESPACE).create();
        return this;
    }

    /** As every report of it holds. */
    ReportInput input() {
        return TestReportCodec.decode(TestReportCodec.encode(report())).input(evidence.test());
    }

    private TestReport report() {
        return TestReport.of(new ReportInput(
                evidence,
                judgement,
                Headline.of(evidence, judgement),
                List.of(),
                START,
                END,
                "0.1.0-SNAPSHOT",
                millis -> 0));
    }

    void runs() {
        says(new StatusFactory(START.plusSeconds(10), null, 1L)
                .startedAt(START)
                .in(VIEW)
                .running(evidence));
    }

    void isJudged() {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name + "-report")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withData(Map.of("test.json", manifest.toString()))
                        .withBinaryData(Map.of(
                                "report.json.gz", Base64.getEncoder().encodeToString(TestReportCodec.encode(report()))))
                        .build())
                .create();
        isJudgedButLeavesNoReport();
    }

    void isJudgedButLeavesNoReport() {
        says(new StatusFactory(END, null, 1L)
                .startedAt(START)
                .in(VIEW.reportedIn(name + "-report"))
                .finished(evidence, judgement));
    }

    private void says(SoftphoneLoadTestStatus status) {
        client.resources(SoftphoneLoadTest.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .editStatus(test -> {
                    test.setStatus(status);
                    return test;
                });
    }

    SoftphoneLoadTest onTheServer() {
        return client.resources(SoftphoneLoadTest.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .require();
    }
}
