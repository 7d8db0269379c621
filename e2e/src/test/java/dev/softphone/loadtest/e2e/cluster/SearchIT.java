package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A search over the runners of two regions, on real nodes. */
@Tag("full")
@ExtendWith(OnACluster.class)
class SearchIT {

    @Test
    void aSearchFindsWhatTheGatewayHoldsAndCountsEveryTrialAsTheGatewayDoes() throws Exception {
        JsonNode status = ClusterRun.measured(() -> {
            Cluster.gateway("""
                    upgrade:
                    - whenConnections: {atLeast: 150}
                      then: {http: {status: 503}}
                    sip: {}
                    """);
            ClusterRun run = ClusterRun.named("search");
            Cluster.apply("""
                    apiVersion: softphone.dev/v1alpha1
                    kind: SoftphoneLoadTest
                    metadata: {name: search}
                    spec:
                      softphones: 200
                      gateway: {protocol: SipOverWebSocket, url: "ws://gateway:8080/", sip: {domain: example.test}}
                      identities: {generated: {username: "softphone-{index}"}}
                      arrival: {search: {from: 100, step: 100, over: 4s, hold: 2s, pause: 1s, precision: 100, repeat: 0}}
                      drain: 3s
                      retry: {profile: None}
                      timeouts: {upgrade: 60s, register: 60s}
                      keepAlive: {every: 60s, timeout: 60s}
                      placement: {regions: [{name: eu-west-1, weight: 2}, {name: us-east-1}], maxSoftphonesPerRunner: 100}
                    """);
            return run;
        });

        String all = status.toPrettyString();
        assertThat(rows(status))
                .as(all)
                .containsExactly("1: 100 Held 100 0", "2: 200 NotHeld 150 50", "3: 200 NotHeld 150 50");
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Failed");
        assertThat(status.at("/causes/0/type").asText()).as(all).isEqualTo("ConcurrencyCap");
        assertThat(status.at("/causes/0/limit").asLong()).as(all).isEqualTo(150);
        JsonNode truth = Cluster.truth();
        assertThat(truth.at("/upgrades/refusedByStatus/503/count").asLong())
                .as("of both trials that were too large\n" + truth.toPrettyString())
                .isEqualTo(100);
        ClusterRun.awaitQuiet();
        ClusterRun.eventually(
                "every pod has ended well", () -> phases().stream().allMatch("Succeeded"::equals));
    }

    private static List<String> phases() throws Exception {
        List<String> phases = new ArrayList<>();
        for (JsonNode pod : Cluster.list("pods", "search")) {
            phases.add(pod.at("/status/phase").asText());
        }
        return phases;
    }

    /** Number, softphones, result, connected, rejected. */
    private static List<String> rows(JsonNode status) {
        List<String> rows = new ArrayList<>();
        for (JsonNode step : status.path("steps")) {
            rows.add(step.path("trial").asText() + ": "
                    + String.join(
                            " ",
                            step.path("softphones").asText(),
                            step.path("result").asText(),
                            step.path("connected").asText(),
                            step.path("rejected").asText()));
        }
        return rows;
    }
}
