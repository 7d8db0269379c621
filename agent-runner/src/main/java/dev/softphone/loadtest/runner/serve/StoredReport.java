package dev.softphone.loadtest.runner.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.report.TestReport;
import dev.softphone.loadtest.api.report.TestReportCodec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * What the operator leaves of a test that is over: {@value #TEST}, the test as it ran, and {@value #REPORT}, all that was
 * measured.
 */
public record StoredReport(ObjectNode manifest, TestReport report) {
    static final String TEST = "test.json";
    static final String REPORT = "report.json.gz";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param name how a message calls it
     * @throws IllegalArgumentException when it is not one of the operator's
     */
    static StoredReport of(String name, ConfigMap map) {
        String test = Objects.requireNonNullElse(map.getData(), Map.<String, String>of())
                .get(TEST);
        String report = Objects.requireNonNullElse(map.getBinaryData(), Map.<String, String>of())
                .get(REPORT);
        if (test == null || report == null) {
            throw new IllegalArgumentException("ConfigMap " + name + ": required " + TEST + " and " + REPORT
                    + ", observed " + (test == null ? "no " + TEST : "no " + REPORT));
        }
        try {
            return new StoredReport(
                    (ObjectNode) JSON.readTree(test),
                    TestReportCodec.decode(Base64.getDecoder().decode(report)));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "ConfigMap " + name + ": required a report of this version, observed " + e.getMessage(), e);
        }
    }
}
