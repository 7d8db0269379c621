package dev.softphone.loadtest.api.status;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.Manifest;
import dev.softphone.loadtest.api.read.Reads;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.verdict.Cause.NextTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NextTestWriterTest {

    @Test
    void writesATestThatCanBeRunAsItStands() {
        String text = NextTestWriter.write(
                Reads.test("hold: 5m\nthresholds: [{metric: connected, minPercent: 99}]"),
                new NextTest(
                        "If the plateau stays at 300 when the ramp is twice as slow, it is a cap and not a rate.",
                        patch("rampUp", Map.of("over", "120s"))));

        assertThat(text).isEqualTo("""
                # The run that would tell more:
                # If the plateau stays at 300 when the ramp is twice as slow, it is a cap and not a rate.
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata:
                  name: monday-next
                spec:
                  softphones: 500
                  gateway:
                    protocol: SipOverWebSocket
                    url: ws://pbx.example.test:8080/sip
                  arrival:
                    rampUp:
                      over: "120s"
                  hold: "5m"
                  thresholds:
                  - metric: connected
                    minPercent: 99
                """);
        LoadTest next = accepted(SpecReader.read(accepted(Manifest.read(new Manifest.Source("next-test.yaml", text)))
                .test()));
        assertThat(next.name()).isEqualTo("monday-next");
        assertThat(next.arrival()).isEqualTo(new Arrival.RampUp(Duration.ofMinutes(2)));
    }

    @Test
    void doesNotTellTheNextTestToStop() {
        String text = NextTestWriter.write(
                Reads.test("hold: 5m\nrunPolicy: Stop"), new NextTest("why", patch("rampUp", Map.of("over", "120s"))));

        assertThat(text).contains("hold").doesNotContain("runPolicy");
    }

    @Test
    void removesWhatThePatchSetsToNull() {
        Map<String, Object> arrival = new HashMap<>();
        arrival.put("rampUp", null);
        arrival.put("search", Map.of("from", 50, "step", 50));

        String text = NextTestWriter.write(Reads.test(""), new NextTest("why", Map.of("arrival", arrival)));

        assertThat(text).contains("search:").doesNotContain("rampUp");
    }

    @Test
    void leavesOutWhatOnlyTheApiServerWrites() {
        ObjectNode original = Reads.test("");
        ((ObjectNode) original.path("metadata"))
                .put("uid", "1")
                .put("resourceVersion", "2")
                .put("namespace", "pbx");
        original.putObject("status").put("verdict", "Failed");

        assertThat(NextTestWriter.write(original, new NextTest("why", Map.of())))
                .contains("namespace: pbx")
                .doesNotContain("uid", "resourceVersion", "status");
    }

    @Test
    void countsOnInTheNameAndKeepsItShort() {
        assertThat(NextTestWriter.nextName("monday")).isEqualTo("monday-next");
        assertThat(NextTestWriter.nextName("monday-next")).isEqualTo("monday-next-2");
        assertThat(NextTestWriter.nextName("monday-next-2")).isEqualTo("monday-next-3");
        assertThat(NextTestWriter.nextName("a-name-of-exactly-thirty-five-chars"))
                .isEqualTo("a-name-of-exactly-thirty-five-next")
                .hasSizeLessThanOrEqualTo(35);
    }

    @Test
    void breaksALongReasonIntoCommentLines() {
        String text = NextTestWriter.write(Reads.test(""), new NextTest("word ".repeat(60) + "\nspec: {}", Map.of()));

        assertThat(text.lines().takeWhile(line -> !line.startsWith("apiVersion")))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line).startsWith("#").hasSizeLessThanOrEqualTo(111));
    }

    /** The example of RFC 7386, section 3. */
    @Test
    void mergesAsTheRfcDoes() throws Exception {
        ObjectMapper json = new ObjectMapper();
        JsonNode target = json.readTree("""
                {"title": "Goodbye!", "author": {"givenName": "John", "familyName": "Doe"},
                 "tags": ["example", "sample"], "content": "This will be unchanged"}""");
        JsonNode patch = json.readTree("""
                {"title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": {"familyName": null},
                 "tags": ["example"]}""");

        assertThat(NextTestWriter.merge(target, patch)).isEqualTo(json.readTree("""
                                {"title": "Hello!", "author": {"givenName": "John"}, "tags": ["example"],
                                 "content": "This will be unchanged", "phoneNumber": "+01-123-456-7890"}"""));
    }

    private static Map<String, Object> patch(String kind, Map<String, Object> value) {
        return Map.of("arrival", Map.of(kind, value));
    }
}
