package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of the numbers when runners go, come twice or cannot be reached. */
@ExtendWith(OnACluster.class)
class RunnerFaultsIT {
    private static final String TWO_RUNNERS =
            "{regions: [{name: eu-west-1}, {name: us-east-1}], maxSoftphonesPerRunner: 100}";

    @Test
    void aRunnerThatIsKilledIsLostAndNobodyIsCountedTwiceOrForgotten() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("killed", 200, "5s", "20s");
        run.awaitConnected(200);

        run.killRunner(1);

        JsonNode status = run.end();
        String all = status.toPrettyString();
        assertThat(status.at("/runners/lost").asLong()).as(all).isOne();
        // They had connected, and a lost runner does not take that back.
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(200);
        assertThat(status.at("/softphones/lost").asLong()).as(all).isZero();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Passed");
        assertThat(Cluster.list("pods", "killed")).as("no second run").hasSizeLessThanOrEqualTo(2);
        assertThat(Cluster.truth().at("/registers/distinctEver").asLong()).isEqualTo(200);
    }

    @Test
    @Tag("full")
    void aRunnerThatIsReplacedRampsUpAnewAndNobodyIsMissingAtTheEnd() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("replaced", 200, "5s", "20s", TWO_RUNNERS + "\n  onRunnerLoss: Replace");
        run.awaitConnected(200);

        run.killRunner(1);

        JsonNode status = run.end();
        String all = status.toPrettyString();
        assertThat(ClusterRun.condition(run.resource(), "RunnersReady")
                        .path("message")
                        .asText())
                .as(all)
                .endsWith("1 replaced");
        assertThat(status.at("/runners/lost").asLong()).as(all).isZero();
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(200);
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Passed");
        assertThat(Cluster.truth().at("/registers/distinctEver").asLong()).isEqualTo(200);
    }

    @Test
    @Tag("full")
    void whereALossStopsTheTestTheOthersLeave() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("stopped", 200, "5s", "10m", TWO_RUNNERS + "\n  onRunnerLoss: Stop");
        run.awaitConnected(200);

        run.killRunner(1);

        JsonNode status = run.end();
        String all = status.toPrettyString();
        assertThat(ClusterRun.condition(run.resource(), "Finished")
                        .path("reason")
                        .asText())
                .as(all)
                .isEqualTo("Interrupted");
        assertThat(status.at("/runners/lost").asLong()).as(all).isOne();
        assertThat(status.at("/runners/reported").asLong()).as(all).isOne();
        ClusterRun.awaitQuiet();
    }

    @Test
    @Tag("full")
    void aNodeCutOffMidRampLeavesTheVerdictOpenBecauseItsSoftphonesCouldHavePassed() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("cut-off", 200, "25s", "5s");
        run.awaitConnected(30);
        String far = run.runner(1).at("/status/node").asText();
        assertThat(far).as("the node without gateway and operator").isNotEqualTo(node("gateway"));

        Machinery machinery = Machinery.ofTheCluster();
        machinery.cutOff(far);
        JsonNode status;
        try {
            status = run.end();
        } finally {
            machinery.mend(far);
        }

        String all = status.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Inconclusive");
        assertThat(status.at("/runners/lost").asLong()).as(all).isOne();
        assertThat(status.at("/softphones/lost").asLong()).as(all).isPositive();
        assertThat(status.at("/regions/0/connected").asLong()).as(all).isEqualTo(100);
        assertThat(status.at("/regions/1/connected").asLong()
                        + status.at("/regions/1/lost").asLong())
                .as(all)
                .isEqualTo(100);
        Cluster.kubectl("wait", "--for=condition=Ready", "node", far, "--timeout=240s");
    }

    @Test
    void aPodThatSomebodyCreatesForARunnerThatRunsSendsNothing() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("twin", 200, "3s", "40s");
        run.awaitConnected(200);
        long before = Cluster.truth().at("/upgrades/requested/count").asLong();
        String pod = run.runner(0).at("/status/pod").asText();

        Cluster.calls("delete", "pod", "twin-of-the-first", "--ignore-not-found", "--wait=true");
        Cluster.apply(twinOf(Cluster.object("pod", pod)).toString());

        ClusterRun.eventually("the twin's end", () -> Cluster.object("pod", "twin-of-the-first")
                .at("/status/phase")
                .asText()
                .equals("Failed"));
        assertThat(Cluster.object("pod", "twin-of-the-first")
                        .at("/status/containerStatuses/0/state/terminated/exitCode")
                        .asInt())
                .as("superseded")
                .isEqualTo(5);
        assertThat(Cluster.truth().at("/upgrades/requested/count").asLong())
                .as("not even a preflight softphone")
                .isEqualTo(before);
        JsonNode status = run.end();
        assertThat(status.path("verdict").asText()).as(status.toPrettyString()).isEqualTo("Passed");
        assertThat(status.at("/runners/lost").asLong())
                .as(status.toPrettyString())
                .isZero();
    }

    /** As the Job made it, but of no Job. */
    private static JsonNode twinOf(JsonNode pod) {
        ObjectNode twin = pod.deepCopy();
        twin.remove("status");
        ObjectNode metadata = (ObjectNode) twin.path("metadata");
        metadata.retain(List.of("namespace", "labels", "annotations"));
        metadata.put("name", "twin-of-the-first");
        ((ObjectNode) metadata.path("labels"))
                .remove(List.of(
                        "controller-uid",
                        "batch.kubernetes.io/controller-uid",
                        "job-name",
                        "batch.kubernetes.io/job-name"));
        ((ObjectNode) twin.path("spec")).remove(List.of("nodeName", "hostname"));
        return twin;
    }

    @Test
    void aTestThatIsDeletedMidRunLeavesNothingBehind() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("deleted", 200, "5s", "5m");
        run.awaitConnected(200);

        Cluster.calls("delete", "softphoneloadtest", "deleted", "--wait=true");

        for (String kind :
                List.of("softphonerunners", "jobs", "pods", "configmaps", "roles", "rolebindings", "serviceaccounts")) {
            ClusterRun.eventually(
                    "no " + kind, () -> Cluster.list(kind, "deleted").isEmpty());
        }
        assertThat(Cluster.truth().at("/connections/now").asLong()).isZero();
    }

    private static String node(String app) throws Exception {
        return Cluster.json(
                        "-n", Cluster.NAMESPACE, "get", "pods", "-l", "app.kubernetes.io/name=" + app + "-simulator")
                .at("/items/0/spec/nodeName")
                .asText();
    }
}
