package dev.softphone.loadtest.operator.resources;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.report.TestReport;
import dev.softphone.loadtest.api.report.TestReportCodec;
import dev.softphone.loadtest.api.status.NextTestWriter;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.verdict.Cause;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a finished test measured, for the reports that are made from it: {@value #REPORT} (see {@link TestReport}),
 * the test as it ran, and, where a cause asks for one, the next test, ready to apply. The runner's Secrets are named in it
 * and never held.
 */
public final class ReportMap {
    public static final String REPORT = "report.json.gz";
    public static final String NEXT_TEST = "next-test.yaml";
    public static final String TEST = "test.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportMap() {}

    public static ConfigMap of(SoftphoneLoadTest test, ReportInput input) {
        ObjectNode manifest = JSON.valueToTree(PlanMap.manifest(test));
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(TEST, manifest.toString());
        input.judgement().causes().stream()
                .findFirst()
                .flatMap(Cause::nextTest)
                .ifPresent(next -> texts.put(NEXT_TEST, NextTestWriter.write(manifest, next)));
        return new ConfigMapBuilder()
                .withMetadata(Names.ofReport(test))
                .withData(texts)
                .withBinaryData(Map.of(
                        REPORT, Base64.getEncoder().encodeToString(TestReportCodec.encode(TestReport.of(input)))))
                .build();
    }
}
