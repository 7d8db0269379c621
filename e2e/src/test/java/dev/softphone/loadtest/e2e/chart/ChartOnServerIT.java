package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.LoadRun;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/** What a real API server makes of what the chart renders, and of Helm itself. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartOnServerIT {
    private static final String OPERATOR = "slt-softphone-loadtest";

    private static ApiServer server;
    private static Path kubeconfig;

    @BeforeAll
    static void start() throws Exception {
        Helm.required();
        server = ApiServer.start();
        kubeconfig = Files.writeString(Files.createTempFile("kubeconfig-", ".yaml"), server.kubeconfig());
        for (String namespace : List.of("softphone-system", "calls", "chat")) {
            server.admin()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Before the kinds of the Prometheus operator are there. */
    @Test
    @Order(1)
    void monitorsAreLeftOutWithALineInTheNotesWhereTheirKindsAreMissing() throws Exception {
        for (Helm helm : Helm.values()) {
            Helm.Output output = install(helm, "everything", "--dry-run=server", "--take-ownership");

            assertThat(output.exitCode()).as(output.messages()).isZero();
            assertThat(output.out())
                    .doesNotContain("kind: ServiceMonitor", "kind: PodMonitor")
                    .contains(
                            "LEFT OUT: metrics.serviceMonitor.enabled and metrics.podMonitor.enabled and metrics.rules.enabled: required")
                    .contains("slt-load-simulator.softphone-system.svc");
        }
        assertThat(install(Helm.THREE, "default", "--dry-run=server").out())
                .contains("TargetNotAllowed")
                .doesNotContain("LEFT OUT");
    }

    @Test
    @Order(2)
    void theyAreMadeWhereTheirKindsAreThere() throws Exception {
        new Kubectl(server, kubeconfig)
                .run(
                        "apply",
                        "-f",
                        Render.RESOURCES
                                .resolve("prometheus-operator/crds.yaml")
                                .toString());
        new Kubectl(server, kubeconfig).run("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> install(
                        Helm.THREE, "everything", "--dry-run=server", "--take-ownership")
                .out()
                .contains("kind: PodMonitor"));

        assertThat(install(Helm.THREE, "everything", "--dry-run=server", "--take-ownership")
                        .out())
                .contains("kind: ServiceMonitor")
                .doesNotContain("LEFT OUT");
    }

    @TestFactory
    @Order(3)
    Stream<DynamicTest> everyObjectIsAcceptedToTheLastField() throws IOException {
        return Render.sets().stream()
                .map(set -> DynamicTest.dynamicTest(set, () -> {
                    Path file = Files.createTempFile("rendered-", ".yaml");
                    Files.writeString(file, Render.of(Helm.THREE, set).text());

                    new Kubectl(server, kubeconfig)
                            .run(
                                    "apply",
                                    "--server-side",
                                    "--dry-run=server",
                                    "--validate=strict",
                                    "-f",
                                    file.toString());
                }));
    }

    @TestFactory
    @Order(4)
    Stream<DynamicTest> everyPodIsAdmittedToARestrictedNamespaceAndIsNotWithOneFieldLess() throws Exception {
        List<ObjectNode> pods = pods(Render.of(Helm.THREE, "cluster-wide"));
        assertThat(pods).hasSize(3);
        return pods.stream()
                .map(pod -> DynamicTest.dynamicTest(pod.at("/metadata/name").asText(), () -> {
                    assertThatCode(() -> create(pod)).doesNotThrowAnyException();

                    ObjectNode careless = pod.deepCopy();
                    ((ObjectNode) careless.at("/spec/containers/0/securityContext")).remove("capabilities");
                    KubernetesClientException refused =
                            catchThrowableOfType(KubernetesClientException.class, () -> create(careless));
                    assertThat(refused).isNotNull();
                    assertThat(refused.getMessage()).contains("violates PodSecurity \"restricted");
                }));
    }

    @Test
    @Order(5)
    void itIsInstalledUpgradedAndUninstalledByBothAndTheDefinitionsStay() throws Exception {
        for (Helm helm : Helm.values()) {
            // The definitions are there, made by somebody else: to take them over has to be asked for.
            List<String> takeOver = new ArrayList<>(List.of("--take-ownership", "--set", "crds.enabled=true"));
            if (helm == Helm.FOUR) {
                takeOver.add("--force-conflicts"); // it applies on the server, which knows who wrote which field
            }
            Kubectl.succeeds(install(helm, "default", takeOver.toArray(String[]::new)));
            Kubectl.succeeds(helm.onCluster(
                    kubeconfig,
                    "softphone-system",
                    "upgrade",
                    "slt",
                    Helm.CHART.toString(),
                    "--set",
                    "watchNamespaces={calls,chat},simulator.enabled=true,operator.replicas=2"));
            assertThat(new Kubectl(server, kubeconfig).run("get", "roles", "-A", "-o", "name"))
                    .contains(OPERATOR);
            assertThat(new Kubectl(server, kubeconfig).run("-n", "chat", "get", "role", OPERATOR, "-o", "name"))
                    .contains(OPERATOR);
            assertThat(new Kubectl(server, kubeconfig).run("-n", "softphone-system", "get", "pdb", "-o", "name"))
                    .contains(OPERATOR);

            Kubectl.succeeds(helm.onCluster(kubeconfig, "softphone-system", "uninstall", "slt"));

            assertThat(new Kubectl(server, kubeconfig).run("-n", "chat", "get", "roles", "-o", "name"))
                    .doesNotContain(OPERATOR);
            assertThat(new Kubectl(server, kubeconfig).run("get", "crd", "-o", "name"))
                    .contains("softphoneloadtests.softphone.dev", "softphonerunners.softphone.dev");
        }
    }

    /** With the rights that the chart gives the pod of {@code helm test}, and no more. */
    @Test
    @Order(6)
    void thePodOfHelmTestSaysTheVerdictOfTheTestThatWasMadeForIt() throws Exception {
        Render render = Render.of(Helm.THREE, "everything");
        for (ObjectNode object : List.of(
                render.one("ServiceAccount", "-test"),
                render.one("Role", "-test"),
                render.one("RoleBinding", "-test"),
                render.one("SoftphoneLoadTest", "-test"))) {
            Path file = Files.createTempFile("object-", ".json");
            Files.writeString(file, object.toString());
            new Kubectl(server, kubeconfig).run("create", "-f", file.toString());
        }
        List<String> arguments = new ArrayList<>();
        render.one("Pod", "-test").at("/spec/containers/0/args").forEach(word -> arguments.add(word.asText()));

        says("{\"phase\": \"Finished\", \"verdict\": \"Passed\", \"finishedAt\": \"2026-11-21T12:00:00Z\"}");
        assertThat(verdict(arguments)).startsWith("0 calls/slt-load-test: Passed");
        says("{\"verdict\": \"Failed\", \"causes\": [{\"type\": \"ConcurrencyCap\", \"confidence\": \"High\","
                + " \"softphones\": 200, \"remedy\": \"Ask for more.\"}]}");
        assertThat(verdict(arguments))
                .startsWith("1 calls/slt-load-test: Failed")
                .contains("ConcurrencyCap: Ask for");
        says("{\"verdict\": null}");
        assertThat(verdict(arguments)).startsWith("3 ").contains("refused");
        arguments.set(1, "other");
        arguments.set(arguments.size() - 1, "0");
        assertThat(verdict(arguments)).startsWith("2 ").contains("forbidden");
    }

    private static void says(String status) throws Exception {
        new Kubectl(server, kubeconfig)
                .run(
                        "-n",
                        "calls",
                        "patch",
                        "softphoneloadtest",
                        "slt-load-test",
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\":" + status + "}");
    }

    /** The exit code and what was said. */
    private static String verdict(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dkubernetes.impersonate.username=system:serviceaccount:softphone-system:slt-load-test",
                "-jar",
                LoadRun.root()
                        .resolve("agent-runner/target/agent-runner-0.1.0-SNAPSHOT.jar")
                        .toString()));
        command.addAll(arguments);
        command.add(0, "KUBECONFIG=" + kubeconfig);
        command.add(0, "env");
        Helm.Output output = Helm.run(command);
        return output.exitCode() + " " + output.out() + output.messages();
    }

    private static List<ObjectNode> pods(Render render) {
        List<ObjectNode> pods = new ArrayList<>();
        render.all("Pod").map(ObjectNode::deepCopy).forEach(pods::add);
        render.all("Deployment").forEach(deployment -> {
            ObjectNode pod = (ObjectNode) deployment.at("/spec/template").deepCopy();
            pod.put("apiVersion", "v1").put("kind", "Pod");
            pod.withObject("/metadata")
                    .put("name", deployment.at("/metadata/name").asText());
            pods.add(pod);
        });
        return pods;
    }

    private static void create(JsonNode pod) {
        ((ObjectNode) pod.path("metadata")).put("namespace", "softphone-system");
        server.admin().raw("/api/v1/namespaces/softphone-system/pods?dryRun=All", "POST", pod);
    }

    private static Helm.Output install(Helm helm, String set, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("install", "slt", Helm.CHART.toString()));
        words.addAll(
                List.of("-f", Render.SETS.resolve(set).resolve("values.yaml").toString()));
        words.addAll(List.of(options));
        return helm.onCluster(kubeconfig, "softphone-system", words.toArray(String[]::new));
    }
}
