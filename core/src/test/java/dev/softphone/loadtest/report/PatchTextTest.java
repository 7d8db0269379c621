package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchTextTest {

    @Test
    void aPatchReadsAsTheManifestWould() {
        Map<String, Object> rampUp = new HashMap<>();
        rampUp.put("over", "180s");
        Map<String, Object> arrival = new HashMap<>();
        arrival.put("rampUp", rampUp);
        arrival.put("atOnce", null);
        Map<String, Object> patch = Map.of(
                "arrival",
                arrival,
                "softphones",
                400,
                "thresholds",
                List.of(Map.of("metric", "connected", "minPercent", 99)),
                "hold",
                "5m",
                "gateway",
                Map.of("url", "wss://a.example: #1", "headers", Map.of()));

        assertThat(PatchText.yaml(patch)).isEqualTo("""
                        spec:
                          arrival:
                            atOnce: null
                            rampUp:
                              over: 180s
                          gateway:
                            headers: {}
                            url: "wss://a.example: #1"
                          hold: 5m
                          softphones: 400
                          thresholds:
                          - metric: connected
                            minPercent: 99""");
    }

    @Test
    void aTextThatYamlWouldReadAsSomethingElseIsQuoted() {
        assertThat(PatchText.yaml(Map.of("a", "12", "b", "null", "c", "", "d", "no", "e", "x\ny\"")))
                .isEqualTo("""
                        spec:
                          a: "12"
                          b: "null"
                          c: ""
                          d: "no"
                          e: "x\\ny\\\"\"""");
    }
}
