package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The cluster, by kubectl: what a user would type. The images must be in it; dev/verify sees to that. */
final class Cluster {
    static final String NAMESPACE = "calls";
    static final String SYSTEM = "softphone-system";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KUBECTL_MINUTES = 5;
    private static final Duration CAUGHT_UP = Duration.ofMinutes(3);
    private static final String RELEASE = "slt";
    static final Path VALUES = LoadRun.root().resolve("e2e/src/test/resources/chart/renders/namespaced/values.yaml");

    private static boolean installed;

    private Cluster() {}

    /** The definitions, both namespaces, both enforcing {@code restricted}, and the operator; once for all tests. */
    static synchronized void install() throws Exception {
        if (installed) {
            return;
        }
        applyDefinitions();
        for (String namespace : List.of(NAMESPACE, SYSTEM)) {
            if (run("get", "namespace", namespace).exitCode() != 0) {
                kubectl("create", "namespace", namespace);
            }
            kubectl("label", "--overwrite", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
        }
        startOperator();
        installed = true;
    }

    static void applyDefinitions(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("apply", "--server-side"));
        command.addAll(List.of(options));
        command.addAll(List.of("-f", LoadRun.root().resolve("crds/src/main/crd").toString()));
        kubectl(command.toArray(new String[0]));
    }

    /** By Helm, in a namespace of its own, for the namespace of the tests. */
    static void startOperator() throws Exception {
        startOperator(Helm.CHART);
    }

    /** As {@link #startOperator()}, of another chart or with more options. */
    static void startOperator(Path chart, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("upgrade", "--install", RELEASE, chart.toString()));
        command.addAll(List.of("-f", VALUES.toString(), "--wait", "--timeout", "5m"));
        command.addAll(List.of(options));
        helm(command.toArray(new String[0]));
    }

    static void uninstallOperator() throws Exception {
        helm("uninstall", RELEASE, "--wait", "--timeout", "5m");
    }

    private static void helm(String... words) throws Exception {
        Helm.required();
        Helm.Output output = Helm.FOUR.onCluster(Machinery.ofTheCluster().kubeconfig(), SYSTEM, words);
        assertThat(output.exitCode()).as(output.out() + output.messages()).isZero();
    }

    /** A gateway simulator with this script, fresh, in the first region; its Service is called gateway. */
    static void gateway(String script) throws Exception {
        Path folder = Files.createTempDirectory("gateway-");
        Files.writeString(folder.resolve("simulator.yaml"), script);
        removeGateway();
        apply(kubectl(
                "create",
                "configmap",
                "gateway-script",
                "--namespace",
                NAMESPACE,
                "--from-file",
                folder.resolve("simulator.yaml").toString(),
                "--dry-run=client",
                "-o",
                "yaml"));
        String pod = "    spec:\n      automountServiceAccountToken: false\n";
        String manifest = Files.readString(LoadRun.root().resolve("examples/simulator/gateway.yaml"));
        assertThat(manifest).contains(pod);
        apply(manifest.replace(pod, pod + "      nodeSelector: {topology.kubernetes.io/region: eu-west-1}\n"));
        calls("rollout", "status", "deployment/gateway", "--timeout=240s");
        String url =
                "http://" + object("service", "gateway").at("/spec/clusterIP").asText() + ":8080/truth";
        for (String node : List.of("node-1", "node-2")) {
            Awaitility.await("the gateway's Service, from " + node)
                    .atMost(2, TimeUnit.MINUTES)
                    .until(() -> Machinery.ofTheCluster().reaches(node, url));
        }
    }

    /** With its pods, which would stay for minutes where the API server was away a moment ago. */
    static void removeGateway() throws Exception {
        calls("delete", "deployment,service", "gateway", "--ignore-not-found", "--wait=true");
        calls("delete", "replicasets,pods", "-l", "app.kubernetes.io/name=gateway-simulator", "--wait=true");
    }

    /** Controllers go on from what they knew before the API server was away, until they have caught up. */
    static void awaitControllers() throws Exception {
        apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: canary}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: canary}}
                  template:
                    metadata: {labels: {app: canary}}
                    spec: {containers: [{name: none, image: none}]}
                """);
        Awaitility.await("a Deployment is seen to")
                .atMost(CAUGHT_UP)
                .until(() -> object("deployment", "canary")
                                .at("/status/observedGeneration")
                                .asInt()
                        > 0);
        calls("delete", "deployment", "canary", "--wait=true");
        Awaitility.await("what belonged to a Deployment is deleted")
                .atMost(CAUGHT_UP)
                .until(() -> json("-n", NAMESPACE, "get", "replicasets", "-l", "app=canary")
                        .path("items")
                        .isEmpty());
    }

    /** What the simulator itself counted so far. */
    static JsonNode truth() throws Exception {
        return JSON.readTree(
                kubectl("get", "--raw", "/api/v1/namespaces/" + NAMESPACE + "/services/gateway:8080/proxy/truth"));
    }

    static void apply(String manifest) throws Exception {
        calls("apply", "-f", manifest(manifest).toString());
    }

    /** A file with this text. */
    static Path manifest(String text) throws IOException {
        return Files.writeString(Files.createTempFile("manifest-", ".yaml"), text);
    }

    static JsonNode object(String kind, String name) throws Exception {
        return json("--namespace", NAMESPACE, "get", kind, name);
    }

    /** Everything of one kind that belongs to a test. */
    static JsonNode list(String kind, String test) throws Exception {
        return json("--namespace", NAMESPACE, "get", kind, "-l", "softphone.dev/test=" + test)
                .path("items");
    }

    static JsonNode json(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("-o", "json"));
        return JSON.readTree(kubectl(all.toArray(new String[0])));
    }

    /** In the namespace of the tests. */
    static String calls(String... arguments) throws Exception {
        return in(NAMESPACE, arguments);
    }

    /** In the namespace of the operator. */
    static String system(String... arguments) throws Exception {
        return in(SYSTEM, arguments);
    }

    private static String in(String namespace, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--namespace", namespace));
        all.addAll(Arrays.asList(arguments));
        return kubectl(all.toArray(new String[0]));
    }

    static String kubectl(String... arguments) throws Exception {
        Output output = run(arguments);
        if (output.exitCode() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + output.text());
        }
        return output.text();
    }

    /** What a command printed, whether it succeeded or not. */
    record Output(int exitCode, String text) {}

    static Output run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Optional.ofNullable(System.getenv("KUBECTL")).orElse("kubectl"));
        command.add("--kubeconfig=" + Machinery.ofTheCluster().kubeconfig());
        command.addAll(Arrays.asList(arguments));
        return process(command);
    }

    static Output process(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("output-", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(KUBECTL_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end within " + KUBECTL_MINUTES + " minutes");
        }
        String text = Files.readString(out);
        Files.delete(out);
        return new Output(process.exitValue(), text);
    }
}
