package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.pretend.Measured;
import dev.softphone.loadtest.e2e.pretend.PretendRunners;
import dev.softphone.loadtest.e2e.pretend.WrittenStatuses;
import dev.softphone.loadtest.runner.serve.Incarnation;
import dev.softphone.loadtest.runner.serve.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand runners, whose pods are on nodes that only pretend, report as the service account that they are given. */
@ExtendWith(OnACluster.class)
class ThousandRunnersIT {
    /** 334 in each region. */
    private static final int RUNNERS = 1002;

    private static final int EACH = 100;
    private static final int THREADS = 16;
    private static final List<String> REGIONS = List.of("pretend-a", "pretend-b", "pretend-c");
    private static final int NODES_OF_A_REGION = 10;
    private static final int STATUS_BYTES = 64 * 1024;
    private static final Duration LENGTH = Duration.ofSeconds(70);

    @BeforeEach
    void pretendNodes() throws Exception {
        if (!Machinery.ofTheCluster().pretends()) {
            throw Installed.absent("pretend nodes: required a cluster that was brought up with --kwok, observed none");
        }
        StringBuilder nodes = new StringBuilder();
        for (String region : REGIONS) {
            for (int i = 0; i < NODES_OF_A_REGION; i++) {
                nodes.append("""
                        apiVersion: v1
                        kind: Node
                        metadata:
                          name: %1$s-%2$d
                          annotations: {kwok.x-k8s.io/node: fake}
                          labels:
                            softphone.dev/pretend: "true"
                            kubernetes.io/hostname: %1$s-%2$d
                            kubernetes.io/os: linux
                            topology.kubernetes.io/region: %1$s
                        status:
                          allocatable: &size {cpu: "64", memory: 256Gi, pods: "110"}
                          capacity: *size
                        ---
                        """.formatted(region, i));
            }
        }
        Cluster.apply(nodes.toString());
        Cluster.kubectl("wait", "--for=condition=Ready", "node", "-l", "softphone.dev/pretend", "--timeout=120s");
    }

    /** Their pods are gone first: nobody would end them on a node that is not there. */
    @AfterEach
    void noPretendNodes() throws Exception {
        Cluster.calls("delete", "softphoneloadtests", "--all", "--wait=true");
        Awaitility.await("no pods on pretend nodes")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Cluster.list("pods", "thousand").isEmpty());
        Cluster.kubectl("delete", "node", "-l", "softphone.dev/pretend");
    }

    @Test
    @Tag("full")
    void aThousandRunnersAreSpreadEvenlyAndTheirStatusIsRightAndSmall() throws Exception {
        Cluster.gateway("sip: {}\n");
        long before = System.nanoTime();
        ClusterRun run = ClusterRun.start(
                "thousand",
                RUNNERS * EACH,
                "10s",
                "60s",
                "{regions: [{name: pretend-a}, {name: pretend-b}, {name: pretend-c}], maxSoftphonesPerRunner: " + EACH
                        + "}");
        run.await("a thousand runners", test -> created() == RUNNERS);

        WrittenStatuses written = new WrittenStatuses();
        try (KubernetesClient client = asItsRunners();
                PretendRunners runners = new PretendRunners(
                        client,
                        THREADS,
                        LENGTH,
                        (number, softphones) -> Measured.of(number, softphones, softphones / 5),
                        written)) {
            Awaitility.await("all pods run")
                    .atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        for (JsonNode pod : Cluster.list("pods", "thousand")) {
                            if (pod.at("/status/phase").asText().equals("Running")) {
                                runners.adopt(pod("thousand", pod));
                            }
                        }
                        return runners.adopted() == RUNNERS;
                    });
            System.out.printf("all pods run %.0f s after the test was applied%n", (System.nanoTime() - before) / 1e9);
            isSpreadEvenly(Cluster.list("pods", "thousand"));

            JsonNode status = run.end();

            isRight(status);
            WrittenStatuses.Pace running = written.of(Phase.Running);
            WrittenStatuses.Pace last = written.of(Phase.Finished);
            System.out.println("armed:    " + written.of(Phase.Armed));
            System.out.println("running:  " + running);
            System.out.println("finished: " + last);
            for (WrittenStatuses.Pace pace : List.of(running, last)) {
                assertThat(pace.aSecond()).as(pace.toString()).isLessThanOrEqualTo(20);
                assertThat(pace.bytesASecond()).as(pace.toString()).isLessThanOrEqualTo(256_000);
            }
        }
        printCost();
    }

    private static Pod pod(String test, JsonNode json) {
        return new Pod(
                new Incarnation(json.at("/metadata/uid").asText(), 0),
                Cluster.NAMESPACE,
                json.at("/metadata/name").asText(),
                Optional.of(json.at("/spec/nodeName").asText()),
                Optional.of(json.at("/status/podIP").asText()),
                test,
                json.at("/spec/nodeSelector/topology.kubernetes.io~1region").asText(),
                json.at("/metadata/annotations/batch.kubernetes.io~1job-completion-index")
                        .asInt());
    }

    private static long created() {
        try {
            return Cluster.list("pods", "thousand").size();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void isSpreadEvenly(JsonNode pods) {
        Map<String, Map<String, Integer>> byNode = new HashMap<>();
        for (JsonNode pod : pods) {
            String node = pod.at("/spec/nodeName").asText();
            byNode.computeIfAbsent(node.substring(0, node.lastIndexOf('-')), region -> new HashMap<>())
                    .merge(node, 1, Integer::sum);
        }
        assertThat(byNode).containsOnlyKeys(REGIONS);
        for (Map<String, Integer> nodes : byNode.values()) {
            assertThat(nodes).hasSize(NODES_OF_A_REGION);
            assertThat(difference(nodes.values())).as(nodes.toString()).isLessThanOrEqualTo(1);
        }
        assertThat(difference(byNode.values().stream()
                        .map(nodes -> nodes.values().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .toList()))
                .as("runners of the regions")
                .isLessThanOrEqualTo(1);
    }

    private static int difference(Collection<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).max().orElseThrow()
                - counts.stream().mapToInt(Integer::intValue).min().orElseThrow();
    }

    private static void isRight(JsonNode status) {
        String all = status.toPrettyString();
        assertThat(status.at("/softphones/planned").asLong()).as(all).isEqualTo((long) RUNNERS * EACH);
        assertThat(status.at("/softphones/connected").asLong()).as(all).isEqualTo(RUNNERS * EACH * 4L / 5);
        assertThat(status.at("/softphones/rejected").asLong()).as(all).isEqualTo((long) RUNNERS * EACH / 5);
        assertThat(status.at("/runners/planned").asLong()).as(all).isEqualTo(RUNNERS);
        assertThat(status.at("/runners/lost").asLong()).as(all).isZero();
        assertThat(status.path("regions")).as(all).hasSize(REGIONS.size());
        assertThat(status.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(STATUS_BYTES);
        System.out.printf("status: %.1f kB%n", status.toString().length() / 1000.0);
    }

    /** A client with the rights of the runners' service account, and nothing else. */
    private static KubernetesClient asItsRunners() throws Exception {
        String token = Cluster.calls("create", "token", "thousand-runner").trim();
        Config admin =
                Config.fromKubeconfig(Files.readString(Machinery.ofTheCluster().kubeconfig()));
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl(admin.getMasterUrl())
                        .withCaCertFile(admin.getCaCertFile())
                        .withCaCertData(admin.getCaCertData())
                        .withOauthToken(token)
                        .withMaxConcurrentRequests(64)
                        .withMaxConcurrentRequestsPerHost(64)
                        .withRequestRetryBackoffLimit(0)
                        .withWatchReconnectLimit(0)
                        .build())
                .build();
    }

    private static void printCost() throws Exception {
        JsonNode operator = Cluster.json("-n", Cluster.SYSTEM, "get", "pods").at("/items/0");
        String pod = operator.at("/metadata/name").asText();
        String metrics = Cluster.kubectl(
                "get", "--raw", "/api/v1/namespaces/" + Cluster.SYSTEM + "/pods/" + pod + ":8080/proxy/q/metrics");
        Matcher line = Pattern.compile(
                        "^(softphone_operator_reconcile_seconds[a-z_]*(?:\\{[^}]*})? |process_resident|jvm_memory_used_bytes).*$",
                        Pattern.MULTILINE)
                .matcher(metrics);
        while (line.find()) {
            System.out.println(line.group());
        }
        String node = operator.at("/spec/nodeName").asText();
        JsonNode usage = new ObjectMapper()
                .readTree(Cluster.kubectl("get", "--raw", "/api/v1/nodes/" + node + "/proxy/stats/summary"));
        for (JsonNode one : usage.path("pods")) {
            if (one.at("/podRef/name").asText().equals(pod)) {
                System.out.printf(
                        "memory of the operator: %.0f MB%n",
                        one.at("/memory/rssBytes").asLong() / 1e6);
            }
        }
    }
}
