package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.LoadRun;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the chart before to the present one, on a real API server. */
@Timeout(300)
class UpgradeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEFINITION = ChartBefore.DEFINITION;
    private static final String NEW_FIELD = ChartBefore.NEW_FIELD;
    private static final String OPERATOR = "slt-softphone-loadtest";
    private static final String STATUS = """
            {"status": {"phase": "Running", "startedAt": "2026-11-21T09:14:02Z", "observedGeneration": 1,
             "conditions": [{"type": "Running", "status": "True", "reason": "Started",
                             "message": "3 of 500 softphones started", "lastTransitionTime": "2026-11-21T09:14:02Z"}]}}
            """;

    private ApiServer server;
    private Path kubeconfig;

    @TempDir
    Path folder = Path.of("set by JUnit");

    /** One for each: definitions that are deleted go slowly. */
    @BeforeEach
    void start() throws Exception {
        Helm.required();
        server = ApiServer.startWithoutOurResources();
        kubeconfig = Files.writeString(Files.createTempFile("kubeconfig-", ".yaml"), server.kubeconfig());
        for (String namespace : List.of("softphone-system", "calls")) {
            server.admin()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void aTestThatRunsItsStatusAndTheValuesOutliveAnUpgradeAndAnUninstall(Helm helm) throws Exception {
        Path before = ChartBefore.packaged(helm, folder);
        Path present = helm.packaged(Helm.CHART, folder);
        assertThat(before).isNotEqualTo(present);

        Kubectl.succeeds(helm.onCluster(
                kubeconfig,
                "softphone-system",
                "install",
                "slt",
                before.toString(),
                "--set",
                "watchNamespaces={calls},operator.replicas=2"));
        new Kubectl(server, kubeconfig)
                .run("wait", "--for=condition=Established", "crd/" + DEFINITION, "--timeout=150s");
        assertThat(object("crd", DEFINITION).at(NEW_FIELD).isMissingNode()).isTrue();
        create("login", "");
        new Kubectl(server, kubeconfig)
                .run("-n", "calls", "patch", "slt", "login", "--subresource=status", "--type=merge", "-p", STATUS);
        JsonNode asItWas = object("-n", "calls", "slt", "login");

        Kubectl.succeeds(helm.onCluster(kubeconfig, "softphone-system", "upgrade", "slt", present.toString()));

        assertThat(object("crd", DEFINITION).at(NEW_FIELD).isObject()).isTrue();
        isAsItWas(asItWas);
        create("later", "\n  retention: {deleteTestAfter: 24h}");
        assertThat(object("-n", "calls", "slt", "later")
                        .at("/spec/retention/deleteTestAfter")
                        .asText())
                .isEqualTo("24h");
        assertThat(object("-n", "softphone-system", "deployment", OPERATOR)
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(2);
        assertThat(new Kubectl(server, kubeconfig).run("-n", "calls", "get", "role", "-o", "name"))
                .contains(OPERATOR);
        assertThat(object("crd", DEFINITION).at("/metadata/labels").toString())
                .doesNotContain(ChartBefore.VERSION)
                .contains("softphone-loadtest-0.1.0");

        Kubectl.succeeds(helm.onCluster(kubeconfig, "softphone-system", "uninstall", "slt"));

        assertThat(new Kubectl(server, kubeconfig).run("get", "crd", "-o", "name"))
                .contains(DEFINITION, "softphonerunners.softphone.dev");
        isAsItWas(asItWas);

        // A release of the same name takes them up again, without being told to.
        Kubectl.succeeds(helm.onCluster(kubeconfig, "softphone-system", "install", "slt", present.toString()));
        isAsItWas(asItWas);
        Kubectl.succeeds(helm.onCluster(kubeconfig, "softphone-system", "uninstall", "slt"));
    }

    private void isAsItWas(JsonNode asItWas) throws Exception {
        JsonNode now = object("-n", "calls", "slt", "login");
        assertThat(now.at("/metadata/uid")).isEqualTo(asItWas.at("/metadata/uid"));
        assertThat(now.at("/metadata/generation")).isEqualTo(asItWas.at("/metadata/generation"));
        assertThat(now.path("status")).isEqualTo(asItWas.path("status"));
        ObjectNode spec = now.path("spec").deepCopy();
        spec.remove("retention"); // read with the default of the new field
        assertThat(spec).isEqualTo(asItWas.path("spec"));
    }

    private void create(String name, String more) throws Exception {
        Path file = Files.writeString(
                folder.resolve(name + ".yaml"),
                Files.readString(LoadRun.root().resolve("crds/src/test/resources/accepted/shortest.yaml"))
                                .replace("name: shortest", "name: " + name)
                                .stripTrailing()
                        + more + "\n");
        new Kubectl(server, kubeconfig).run("-n", "calls", "create", "--validate=strict", "-f", file.toString());
    }

    private JsonNode object(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("get", "-o", "json"));
        command.addAll(List.of(words));
        return JSON.readTree(new Kubectl(server, kubeconfig).run(command.toArray(String[]::new)));
    }
}
