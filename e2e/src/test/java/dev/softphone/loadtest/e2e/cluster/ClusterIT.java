package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.LoadRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test from {@code kubectl apply} to its verdict, on real nodes in two regions. */
@ExtendWith(OnACluster.class)
class ClusterIT {
    private static final String TWO_TO_ONE =
            "{regions: [{name: eu-west-1, weight: 2}, {name: us-east-1, weight: 1}], maxSoftphonesPerRunner: 400}";

    @Test
    void theFirstExampleSaysWhyInAClusterToo() throws Exception {
        JsonNode status = ClusterRun.measured(() -> {
            Cluster.removeGateway();
            ClusterRun run = ClusterRun.named("three-hundred-of-five-hundred");
            Cluster.calls(
                    "apply",
                    "-k",
                    LoadRun.root()
                            .resolve("examples/01-three-hundred-of-five-hundred")
                            .toString());
            return run;
        });

        String all = status.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Failed");
        isACapOf(status, 300);
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
    @Tag("full")
    void twoThousandFromTwoRegionsStartTogetherFromAddressesOfTheirOwnAndPass() throws Exception {
        JsonNode status = ClusterRun.measured(() -> {
            Cluster.gateway("sip: {}\n");
            return ClusterRun.start(
                    "two-regions",
                    2000,
                    "60s",
                    "5s",
                    "{regions: [{name: eu-west-1}, {name: us-east-1}], maxSoftphonesPerRunner: 500}");
        });

        String all = status.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Passed");
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(2000);
        assertThat(regions(status)).as(all).containsExactly("eu-west-1 2 1000 1000", "us-east-1 2 1000 1000");
        JsonNode truth = Cluster.truth();
        assertThat(truth.at("/registers/distinctEver").asLong()).isEqualTo(2000);
        Set<String> nodes = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (JsonNode runner : Cluster.list("softphonerunners", "two-regions")) {
            nodes.add(runner.at("/status/node").asText());
            addresses.add(runner.at("/status/address").asText());
        }
        assertThat(nodes).as("a node in each region").hasSize(2);
        assertThat(addresses).hasSize(4);
        for (JsonNode address : local(status)) {
            assertThat(addresses).contains(address.path("address").asText());
            assertThat(address.path("connected").asLong()).as(all).isEqualTo(500);
        }
        for (String address : addresses) {
            assertThat(truth.at("/sockets/acceptedBySourceAddress")
                            .path(address)
                            .path("count")
                            .asLong())
                    .as("with or without the preflight softphone: " + address + "\n" + truth.toPrettyString())
                    .isBetween(500L, 501L);
        }
    }

    @Test
    void aCapPerSourceAddressIsTheSameForTwoRegionsOfUnequalWeight() throws Exception {
        JsonNode status = ClusterRun.measured(() -> {
            Cluster.gateway("""
                    upgrade:
                    - whenConnections: {atLeast: 150, per: SourceAddress}
                      then: {http: {status: 503}}
                    sip: {}
                    """);
            return ClusterRun.start("cap-per-source", 600, "60s", "5s", TWO_TO_ONE);
        });

        isACapOf(status, 150);
        assertThat(status.at("/causes/0/scope").asText())
                .as(status.toPrettyString())
                .isEqualTo("SourceAddress");
        assertThat(regions(status)).containsExactly("eu-west-1 1 400 150", "us-east-1 1 200 150");
        isWhatTheGatewayRefused(status);
    }

    @Test
    @Tag("full")
    void aCapOfTheTenantIsSharedAsTheRegionsWeightsAre() throws Exception {
        JsonNode status = ClusterRun.measured(() -> {
            Cluster.gateway("""
                    upgrade:
                    - whenConnections: {atLeast: 300}
                      then: {http: {status: 503}}
                    sip: {}
                    """);
            return ClusterRun.start("cap-of-the-tenant", 600, "30s", "5s", TWO_TO_ONE);
        });

        isACapOf(status, 300);
        assertThat(status.at("/causes/0/scope").asText())
                .as(status.toPrettyString())
                .isEqualTo("Tenant");
        assertThat(status.at("/softphones/connected").asLong()).isEqualTo(300);
        assertThat(status.at("/regions/0/connected").asLong())
                .as(status.toPrettyString())
                .isBetween(190L, 210L);
        isWhatTheGatewayRefused(status);
    }

    @Test
    void aQuotaThatKeepsPodsAwayIsNamedAndTheRunStartsOnceItIsGone() throws Exception {
        Cluster.gateway("sip: {}\n");
        Cluster.calls("create", "quota", "one-more-pod", "--hard=pods=2");
        ClusterRun run;
        try {
            run = ClusterRun.start("quota", 200, "5s", "3s");

            run.await(
                    "the quota in the status",
                    test -> ClusterRun.condition(test, "RunnersReady")
                            .path("message")
                            .asText()
                            .matches(
                                    "(?s).*Job quota-\\S+: .*exceeded quota: one-more-pod, requested: pods=1, .* limited: pods=2.*"));
        } finally {
            Cluster.calls("delete", "quota", "one-more-pod");
        }

        JsonNode status = run.end();
        assertThat(status.path("verdict").asText()).as(status.toPrettyString()).isEqualTo("Passed");
    }

    private static void isWhatTheGatewayRefused(JsonNode status) throws Exception {
        JsonNode truth = Cluster.truth();
        assertThat(status.at("/softphones/rejected").asLong())
                .as(status.toPrettyString() + truth.toPrettyString())
                .isEqualTo(truth.at("/upgrades/refusedByStatus/503/count").asLong());
    }

    private static void isACapOf(JsonNode status, long limit) {
        String all = status.toPrettyString();
        assertThat(status.at("/causes/0/type").asText()).as(all).isEqualTo("ConcurrencyCap");
        assertThat(status.at("/causes/0/limit").asLong()).as(all).isEqualTo(limit);
        assertThat(status.at("/causes/0/confidence").asText()).as(all).isEqualTo("High");
    }

    /** Name, runners, softphones, connected. */
    private static List<String> regions(JsonNode status) {
        List<String> regions = new ArrayList<>();
        for (JsonNode region : status.path("regions")) {
            regions.add(String.join(
                    " ",
                    region.path("name").asText(),
                    region.path("runners").asText(),
                    region.path("softphones").asText(),
                    region.path("connected").asText()));
        }
        return regions;
    }

    private static List<JsonNode> local(JsonNode status) {
        List<JsonNode> local = new ArrayList<>();
        for (JsonNode address : status.path("addresses")) {
            if (address.path("side").asText().equals("Local")) {
                local.add(address);
            }
        }
        assertThat(local).as(status.toPrettyString()).hasSize(4);
        return local;
    }
}
