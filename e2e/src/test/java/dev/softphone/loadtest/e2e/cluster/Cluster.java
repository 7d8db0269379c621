package dev.softphone.loadtest.e2e.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/**
 * The cluster that {@code KUBECONFIG} names, by kubectl: what a user would type. The images must be in it; dev/verify
 * sees to that.
 */
final class Cluster {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAMESPACE = "calls";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private Cluster() {}

    /** Skips the test where there is no cluster, or fails it where that must not be. */
    static void required() {
        if (System.getenv("KUBECONFIG") == null || System.getenv("KUBECTL") == null) {
            String message = "no cluster: KUBECONFIG and KUBECTL are not set; dev/verify sets them";
            if (Boolean.getBoolean("require.all")) {
                throw new AssertionError(message);
            }
            System.out.println("SKIPPED: " + message);
            Assumptions.abort(message);
        }
    }

    /** The definitions, both namespaces, both enforcing {@code restricted}, and the operator. */
    static void install() throws Exception {
        Path root = LoadRun.root();
        kubectl(
                "apply",
                "--server-side",
                "-f",
                root.resolve("crds/src/main/crd").toString());
        for (String namespace : List.of(NAMESPACE, "softphone-system")) {
            if (run("get", "namespace", namespace).exitCode() != 0) {
                kubectl("create", "namespace", namespace);
            }
            kubectl("label", "--overwrite", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
        }
        kubectl(
                "apply",
                "-f",
                root.resolve("e2e/src/test/resources/cluster/operator.yaml").toString());
        kubectl("-n", "softphone-system", "rollout", "status", "deployment/operator", "--timeout=120s");
    }

    /** A gateway simulator with this script, fresh; its Service is called gateway. */
    static void gateway(String script) throws Exception {
        Path folder = Files.createTempDirectory("gateway-");
        Files.writeString(folder.resolve("simulator.yaml"), script);
        calls("delete", "deployment", "gateway", "--ignore-not-found", "--wait=true");
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
        calls(
                "apply",
                "-f",
                LoadRun.root().resolve("examples/simulator/gateway.yaml").toString());
        gatewayReady();
    }

    static void gatewayReady() throws Exception {
        calls("rollout", "status", "deployment/gateway", "--timeout=120s");
    }

    /** What the simulator itself counted so far. */
    static JsonNode truth() throws Exception {
        String address = calls("get", "service", "gateway", "-o", "jsonpath={.spec.clusterIP}");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + ":8080/truth"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    static void apply(String manifest) throws Exception {
        Path file = Files.createTempFile("manifest-", ".yaml");
        Files.writeString(file, manifest);
        calls("apply", "-f", file.toString());
    }

    /** The whole resource, once something holds of it. */
    static JsonNode awaitTest(String name, String what, Predicate<JsonNode> holds) {
        JsonNode[] last = {JSON.missingNode()};
        try {
            await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
                last[0] = test(name);
                return holds.test(last[0]);
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    what + "; last seen:\n" + last[0].path("status").toPrettyString(), e);
        }
        return last[0];
    }

    static JsonNode test(String name) throws Exception {
        return JSON.readTree(calls("get", "softphoneloadtest", name, "-o", "json"));
    }

    static JsonNode list(String kind, String test) throws Exception {
        return JSON.readTree(calls("get", kind, "-l", "softphone.dev/test=" + test, "-o", "json"))
                .path("items");
    }

    /** In the namespace of the tests. */
    static String calls(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--namespace", NAMESPACE));
        all.addAll(Arrays.asList(arguments));
        return kubectl(all.toArray(new String[0]));
    }

    static String kubectl(String... arguments) throws IOException, InterruptedException {
        Output output = run(arguments);
        if (output.exitCode() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + output.text());
        }
        return output.text();
    }

    private record Output(int exitCode, String text) {}

    private static Output run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(String.valueOf(System.getenv("KUBECTL"))));
        command.addAll(Arrays.asList(arguments));
        Path out = Files.createTempFile("kubectl-", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("kubectl did not end: " + String.join(" ", arguments));
        }
        return new Output(process.exitValue(), Files.readString(out));
    }
}
