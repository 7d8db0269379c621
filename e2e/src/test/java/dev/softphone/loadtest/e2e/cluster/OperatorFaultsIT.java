package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a run when those that lead it go: nothing. */
@ExtendWith(OnACluster.class)
class OperatorFaultsIT {
    private static final String LEASE = "softphone-loadtest-operator";

    @Test
    void anOperatorThatIsKilledMidRampChangesNoNumber() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("restart", 200, "20s", "10s");
        run.awaitConnected(20);

        Cluster.system("delete", "pod", "--all", "--grace-period=0", "--force");

        allPassed(run, 200);
    }

    @Test
    void whenTheLeaderOfTwoIsKilledTheOtherOneEndsTheRun() throws Exception {
        Cluster.system("scale", "deployment/operator", "--replicas=2");
        Cluster.system("rollout", "status", "deployment/operator", "--timeout=240s");
        try {
            Cluster.gateway("sip: {}\n");
            ClusterRun run = ClusterRun.start("two-operators", 200, "20s", "10s");
            run.awaitConnected(20);
            String leader = leader();

            Cluster.system("delete", "pod", leader, "--grace-period=0", "--force");

            allPassed(run, 200);
            assertThat(leader()).isNotEqualTo(leader);
        } finally {
            Cluster.system("scale", "deployment/operator", "--replicas=1");
            ClusterRun.eventually("one operator", () -> operators().size() == 1);
        }
    }

    @Test
    @Tag("full")
    void whoLosesTheLeaseEndsAtOnceAndTheRunGoesOnWithTheNext() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("stolen-lease", 200, "20s", "10s");
        run.awaitConnected(20);
        int restarts = restarts();

        // Somebody who took it 40 s ago and is not heard of again.
        Cluster.system("patch", "lease", LEASE, "--type=merge", "-p", """
                {"spec": {"holderIdentity": "thief", "renewTime": "%s"}}
                """.formatted(
                        Instant.now().minusSeconds(40).truncatedTo(ChronoUnit.MICROS)));

        ClusterRun.eventually("its end", () -> restarts() > restarts);
        allPassed(run, 200);
        assertThat(leader()).isNotEqualTo("thief");
    }

    @Test
    void twentySecondsWithoutAnApiServerMidRunLoseNothing() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("no-api-server", 200, "20s", "15s");
        run.awaitConnected(20);

        Machinery machinery = Machinery.ofTheCluster();
        machinery.endApiServer();
        try {
            TimeUnit.SECONDS.sleep(20);
        } finally {
            machinery.startApiServer();
            Cluster.awaitControllers();
        }

        allPassed(run, 200);
    }

    @Test
    @Tag("full")
    void withoutAnOperatorTheLoadEndsByItselfAndTheNextOneSaysHowItWent() throws Exception {
        Cluster.gateway("sip: {}\n");
        ClusterRun run = ClusterRun.start("uninstalled", 200, "10s", "10s");
        run.awaitConnected(20);

        Cluster.uninstallOperator();
        try {
            Cluster.calls(
                    "wait",
                    "--for=condition=Complete",
                    "job",
                    "-l",
                    "softphone.dev/test=uninstalled",
                    "--timeout=240s");
            ClusterRun.awaitQuiet();
            assertThat(ClusterRun.finished(run.resource())).isFalse();
        } finally {
            Cluster.startOperator();
        }

        allPassed(run, 200);
    }

    private static void allPassed(ClusterRun run, long softphones) throws Exception {
        JsonNode status = run.end();
        String all = status.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Passed");
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(softphones);
        assertThat(status.at("/runners/lost").asLong()).as(all).isZero();
        assertThat(Cluster.truth().at("/registers/distinctEver").asLong()).isEqualTo(softphones);
    }

    private static String leader() throws Exception {
        return Cluster.system("get", "lease", LEASE, "-o", "jsonpath={.spec.holderIdentity}");
    }

    private static JsonNode operators() throws Exception {
        return Cluster.json("-n", Cluster.SYSTEM, "get", "pods").path("items");
    }

    private static int restarts() throws Exception {
        return operators().at("/0/status/containerStatuses/0/restartCount").asInt();
    }
}
