package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.LoadRun;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A test from {@code kubectl apply} to its verdict, on real nodes in two regions. */
class ClusterIT {

    @BeforeAll
    static void installed() throws Exception {
        Cluster.required();
        Cluster.install();
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        Cluster.calls("delete", "softphoneloadtests", "--all", "--wait=true");
        Cluster.calls("delete", "deployment,service", "gateway", "--ignore-not-found", "--wait=true");
    }

    @Test
    void theFirstExampleSaysWhyInAClusterToo() throws Exception {
        Cluster.calls(
                "apply",
                "-k",
                LoadRun.root()
                        .resolve("examples/01-three-hundred-of-five-hundred")
                        .toString());

        JsonNode test = finished("three-hundred-of-five-hundred");

        JsonNode status = test.path("status");
        String all = status.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Failed");
        assertThat(status.at("/causes/0/type").asText()).as(all).isEqualTo("ConcurrencyCap");
        assertThat(status.at("/causes/0/limit").asLong()).as(all).isEqualTo(300);
        assertThat(status.at("/causes/0/confidence").asText()).as(all).isEqualTo("High");
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(300);
        JsonNode truth = Cluster.truth();
        assertThat(truth.at("/upgrades/refusedByStatus/503/count").asLong())
                .as(truth.toPrettyString())
                .isEqualTo(status.at("/softphones/rejected").asLong());
        assertThat(truth.at("/registers/distinctEver").asLong())
                .as(truth.toPrettyString())
                .isEqualTo(300);
    }

    @Test
    void twoRegionsStartTogetherFromAddressesOfTheirOwnAndAddUp() throws Exception {
        Cluster.gateway("sip: {}\n");
        Cluster.apply(login("two-regions", 400, "10s", "5s"));

        JsonNode test = finished("two-regions");

        JsonNode status = test.path("status");
        String all = status.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Passed");
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(400);
        assertThat(status.at("/regions/0/name").asText()).as(all).isEqualTo("eu-west-1");
        assertThat(status.at("/regions/0/connected").asLong()
                        + status.at("/regions/1/connected").asLong())
                .as(all)
                .isEqualTo(400);
        Set<String> nodes = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (JsonNode runner : Cluster.list("softphonerunners", "two-regions")) {
            nodes.add(runner.at("/status/node").asText());
            addresses.add(runner.at("/status/address").asText());
        }
        assertThat(nodes).as("runners in both regions").hasSize(2);
        Set<String> seen = new HashSet<>();
        StreamSupport.stream(status.path("addresses").spliterator(), false)
                .filter(address -> address.path("side").asText().equals("Local"))
                .forEach(address -> seen.add(address.path("address").asText()));
        assertThat(seen).as(all).isEqualTo(addresses);
        assertThat(Cluster.truth().at("/registers/distinctEver").asLong()).isEqualTo(400);
    }

    @Test
    void aRunnerThatIsKilledIsLostAndNobodyIsCountedTwiceOrForgotten() throws Exception {
        Cluster.gateway("sip: {}\n");
        Cluster.apply(login("killed", 300, "5s", "40s"));
        Cluster.awaitTest(
                "killed",
                "all connected",
                test -> test.at("/status/softphones/connected").asLong() == 300);
        String pod = Cluster.list("pods", "killed").path(0).at("/metadata/name").asText();
        long mine = softphonesOf(pod);

        Cluster.calls("delete", "pod", pod, "--grace-period=0", "--force");

        JsonNode status = finished("killed").path("status");
        String all = status.toPrettyString();
        JsonNode counts = status.path("softphones");
        assertThat(status.at("/runners/lost").asLong()).as(all).isOne();
        // They had connected, and a lost runner does not take that back.
        assertThat(counts.path("connected").asLong() + counts.path("lost").asLong())
                .as(all)
                .isEqualTo(300);
        assertThat(counts.path("connectedNow").asLong()).as(all).isZero();
        assertThat(mine).isPositive();
        assertThat(Cluster.list("pods", "killed")).as("no second run").hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void anOperatorThatIsKilledMidRampChangesNoNumber() throws Exception {
        Cluster.gateway("sip: {}\n");
        Cluster.apply(login("restart", 400, "25s", "10s"));
        Cluster.awaitTest(
                "restart",
                "some connected",
                test -> test.at("/status/softphones/connected").asLong() > 20);

        Cluster.kubectl("--namespace", "softphone-system", "delete", "pod", "--all", "--grace-period=0", "--force");

        JsonNode status = finished("restart").path("status");
        String all = status.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Passed");
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(400);
        assertThat(status.at("/softphones/lost").asLong()).as(all).isZero();
        assertThat(Cluster.truth().at("/registers/distinctEver").asLong()).isEqualTo(400);
    }

    @Test
    void aTestThatIsDeletedMidRunLeavesNothingBehind() throws Exception {
        Cluster.gateway("sip: {}\n");
        Cluster.apply(login("deleted", 200, "5s", "5m"));
        Cluster.awaitTest(
                "deleted",
                "all connected",
                test -> test.at("/status/softphones/connected").asLong() == 200);

        Cluster.calls("delete", "softphoneloadtest", "deleted", "--wait=true");

        await("everything gone")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    for (String kind : new String[] {
                        "softphonerunners", "jobs", "pods", "configmaps", "roles", "rolebindings", "serviceaccounts"
                    }) {
                        assertThat(Cluster.list(kind, "deleted")).as(kind).isEmpty();
                    }
                });
        assertThat(Cluster.truth().at("/connections/now").asLong()).isZero();
    }

    private static long softphonesOf(String pod) throws Exception {
        for (JsonNode runner : Cluster.list("softphonerunners", "killed")) {
            if (runner.at("/status/pod").asText().equals(pod)) {
                return runner.at("/spec/softphones").asLong();
            }
        }
        throw new AssertionError("no runner says that it is " + pod);
    }

    private static JsonNode finished(String name) {
        return Cluster.awaitTest(name, "finished", test -> StreamSupport.stream(
                        test.at("/status/conditions").spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals("Finished")
                        && condition.path("status").asText().equals("True")));
    }

    private static String login(String name, int softphones, String over, String hold) {
        return """
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata: {name: %s}
                spec:
                  softphones: %d
                  gateway: {protocol: SipOverWebSocket, url: "ws://gateway:8080/", sip: {domain: example.test}}
                  identities: {generated: {username: "softphone-{index}"}}
                  arrival: {rampUp: {over: %s}}
                  hold: %s
                  drain: 5s
                  placement:
                    regions: [{name: eu-west-1}, {name: us-east-1}]
                    maxSoftphonesPerRunner: 100
                """.formatted(name, softphones, over, hold);
    }
}
