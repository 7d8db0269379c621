package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.softphone.loadtest.e2e.LoadRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One SoftphoneLoadTest in the cluster, as it goes on. */
final class ClusterRun {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int ATTEMPTS = 3;

    private final String name;

    private ClusterRun(String name) {
        this.name = name;
    }

    /** One that is applied by other means; what an earlier one of the name left is gone. */
    static ClusterRun named(String name) throws Exception {
        Cluster.calls("delete", "softphoneloadtest", name, "--ignore-not-found", "--wait=true");
        eventually("no pods of an earlier " + name, () -> Cluster.list("pods", name)
                .isEmpty());
        return new ClusterRun(name);
    }

    /** Logs {@code softphones} in over two regions, one runner each. */
    static ClusterRun start(String name, int softphones, String over, String hold) throws Exception {
        return start(
                name,
                softphones,
                over,
                hold,
                "{regions: [{name: eu-west-1}, {name: us-east-1}], maxSoftphonesPerRunner: " + softphones / 2 + "}");
    }

    /** With more patience than a real one has, for a machine that has a lot to do. */
    static ClusterRun start(String name, int softphones, String over, String hold, String placement) throws Exception {
        ClusterRun run = named(name);
        Cluster.apply("""
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata: {name: %s}
                spec:
                  softphones: %d
                  gateway: {protocol: SipOverWebSocket, url: "ws://gateway:8080/", sip: {domain: example.test}}
                  identities: {generated: {username: "softphone-{index}"}}
                  arrival: {rampUp: {over: %s}}
                  hold: %s
                  drain: 10s
                  timeouts: {upgrade: 60s, register: 60s}
                  keepAlive: {every: 60s, timeout: 60s}
                  placement: %s
                """.formatted(name, softphones, over, hold, placement));
        return run;
    }

    String name() {
        return name;
    }

    JsonNode resource() throws Exception {
        return Cluster.object("softphoneloadtest", name);
    }

    /** The resource, once something holds of it. */
    JsonNode await(String what, Predicate<JsonNode> holds) {
        JsonNode[] last = {MissingNode.getInstance()};
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        last[0] = resource();
                        return holds.test(last[0]);
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    what + "; last seen:\n" + last[0].path("status").toPrettyString(), e);
        }
        return last[0];
    }

    void awaitConnected(long least) {
        await(
                least + " connected",
                test -> test.at("/status/softphones/connected").asLong() >= least);
    }

    /** Its status at the end, of which holds what holds of every end. */
    JsonNode end() throws Exception {
        JsonNode test = await("the end of " + name, ClusterRun::finished);
        JsonNode status = test.path("status");
        addsUp(status);
        endedInTime(test);
        return status;
    }

    /** Makes a fresh gateway, and starts a run against it. */
    interface Start {
        ClusterRun start() throws Exception;
    }

    /**
     * The end of a run with which this machine kept up. The generator itself says when it did not; such a run proves
     * nothing, and another one is started, {@value #ATTEMPTS} in all.
     */
    static JsonNode measured(Start start) throws Exception {
        for (int attempt = 1; ; attempt++) {
            ClusterRun run = start.start();
            JsonNode status = run.end();
            if (attempt == ATTEMPTS || !LoadRun.blamesTheGenerator(status)) {
                return status;
            }
            System.out.println("once more, as this machine did not keep up with " + run.name + ": "
                    + status.path("causes").toString());
        }
    }

    static boolean finished(JsonNode test) {
        return condition(test, "Finished").path("status").asText().equals("True");
    }

    static JsonNode condition(JsonNode test, String type) {
        for (JsonNode condition : test.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }

    /** Both equations of the counts, and that nothing is under way any more. */
    static void addsUp(JsonNode status) {
        String all = status.toPrettyString();
        JsonNode softphones = status.path("softphones");
        JsonNode attempts = status.path("attempts");
        assertThat(sum(softphones, "notStarted", "started"))
                .as("softphones: notStarted + started = planned\n" + all)
                .isEqualTo(softphones.path("planned").asLong(-1));
        assertThat(sum(softphones, "inProgress", "connected", "rejected", "failed", "cancelled", "lost"))
                .as("softphones: everyone that started is accounted for\n" + all)
                .isEqualTo(softphones.path("started").asLong(-1));
        assertThat(sum(attempts, "inProgress", "succeeded", "rejected", "failed", "cancelled", "lost"))
                .as("attempts: first + retries = what came of them\n" + all)
                .isEqualTo(sum(attempts, "first", "retries"));
        assertThat(sum(softphones, "inProgress", "connectedNow") + sum(attempts, "inProgress"))
                .as("nothing is under way at the end\n" + all)
                .isZero();
        long regions = 0;
        for (JsonNode region : status.path("regions")) {
            regions += sum(region, "connected", "rejected", "failed", "lost");
        }
        assertThat(regions + sum(softphones, "cancelled", "notStarted"))
                .as("the regions add up to the whole\n" + all)
                .isEqualTo(softphones.path("planned").asLong(-1));
    }

    /** Before the Jobs' own deadline, which ends load whatever the operator does. */
    private void endedInTime(JsonNode test) throws Exception {
        List<Long> deadlines = new ArrayList<>();
        for (JsonNode job : Cluster.list("jobs", name)) {
            deadlines.add(job.at("/spec/activeDeadlineSeconds").asLong());
        }
        assertThat(deadlines).as("Jobs of " + name).isNotEmpty();
        Instant created = Instant.parse(test.at("/metadata/creationTimestamp").asText());
        Instant finished = Instant.parse(test.at("/status/finishedAt").asText());
        assertThat(Duration.between(created, finished).toSeconds())
                .as("seconds from creation to end")
                .isLessThanOrEqualTo(deadlines.get(0));
    }

    private static long sum(JsonNode counts, String... fields) {
        long sum = 0;
        for (String field : fields) {
            assertThat(counts.path(field).isIntegralNumber())
                    .as("a number: " + field + " of " + counts)
                    .isTrue();
            sum += counts.path(field).asLong();
        }
        return sum;
    }

    /** The status of the runner whose number in the plan it is; what the runner itself reported last. */
    JsonNode runner(int number) throws Exception {
        for (JsonNode runner : runners()) {
            if (runner.at("/spec/number").asInt() == number) {
                return runner;
            }
        }
        throw new AssertionError("no runner " + number + " of " + name);
    }

    /** With no time to say anything. */
    void killRunner(int number) throws Exception {
        Cluster.calls("delete", "pod", runner(number).at("/status/pod").asText(), "--grace-period=0", "--force");
    }

    JsonNode runners() throws Exception {
        return Cluster.list("softphonerunners", name);
    }

    /** Once no softphone of it is at the gateway any more. */
    static void awaitQuiet() {
        eventually(
                "no connection at the gateway",
                () -> Cluster.truth().at("/connections/now").asLong() == 0);
    }

    static void eventually(String what, Callable<Boolean> holds) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(holds);
    }
}
