package dev.softphone.loadtest.e2e.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.LoadRun;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.Shares;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One test as the operator leaves it in a namespace of its own: SoftphoneRunners, the control object, and an account that
 * may do what a runner's pod may; beside it the files that its pods would mount.
 */
final class ServedTest {
    static final String NAME = "served";
    static final String REGION = "eu";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INTERVAL_MILLIS = 500;

    private final KubernetesClient admin;
    private final String namespace;
    private final Path files;
    private final URI apiServer;

    private ServedTest(KubernetesClient admin, String namespace, Path files, URI apiServer) {
        this.admin = admin;
        this.namespace = namespace;
        this.files = files;
        this.apiServer = apiServer;
    }

    /**
     * @param namespace of its own; nobody ever deletes it
     * @param apiServer where the pods find it
     * @param gateway what stands for {@code ws://gateway.example}
     */
    static ServedTest create(
            ApiServer server, URI apiServer, String namespace, String gateway, int runners, Consumer<ObjectNode> spec)
            throws IOException {
        Path files = Files.createTempDirectory("served-");
        ObjectNode manifest = (ObjectNode) new YAMLMapper()
                .readTree(Files.readString(LoadRun.scenario("serve").resolve("test.yaml"))
                        .replace("ws://gateway.example", gateway));
        spec.accept((ObjectNode) manifest.path("spec"));
        int softphones = manifest.at("/spec/softphones").asInt();
        Files.writeString(files.resolve("test.json"), JSON.writeValueAsString(manifest));
        Files.writeString(files.resolve("allowed-targets"), "");
        Path secret = Files.createDirectories(files.resolve("secrets/softphones"));
        Files.writeString(
                secret.resolve("softphones.csv"),
                "username\n"
                        + IntStream.range(0, softphones)
                                .mapToObj(i -> "softphone-" + i + "\n")
                                .collect(Collectors.joining()));
        Files.writeString(secret.resolve("token"), "token-robot");
        ServedTest test = new ServedTest(server.admin(), namespace, files, apiServer);
        test.createObjects(runners, softphones);
        return test;
    }

    private void createObjects(int runners, int softphones) throws IOException {
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        for (int index = 0; index < runners; index++) {
            SoftphoneRunner runner = new SoftphoneRunner();
            runner.setMetadata(named(runner(index)));
            runner.setSpec(new SoftphoneRunnerSpec(
                    NAME,
                    index,
                    REGION,
                    index,
                    new SoftphoneRunnerSpec.Share(List.of(1), 0, runners),
                    Part.WHOLE.split(Shares.equal(runners), index).countBelow(softphones)));
            admin.resource(runner).create();
        }
        control("Arm", null);
        account(runners);
    }

    /** As the operator grants it: by name, and not a verb more. */
    private void account(int runners) throws IOException {
        List<String> names = IntStream.range(0, runners).mapToObj(this::runner).toList();
        admin.resource(new ServiceAccountBuilder().withMetadata(named("runner")).build())
                .create();
        admin.resource(new RoleBuilder()
                        .withMetadata(named("runner"))
                        .withRules(
                                rule("", "configmaps", List.of(NAME + "-control"), "get", "watch"),
                                rule("softphone.dev", "softphonerunners", names, "get"),
                                rule("softphone.dev", "softphonerunners/status", names, "update"))
                        .build())
                .create();
        admin.resource(new RoleBindingBuilder()
                        .withMetadata(named("runner"))
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "runner")
                        .addNewSubject("", "ServiceAccount", "runner", namespace)
                        .build())
                .create();
        String token = admin.serviceAccounts()
                .inNamespace(namespace)
                .withName("runner")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        Files.writeString(files.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {token: "%s"}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(apiServer, token));
    }

    private static PolicyRule rule(String group, String resource, List<String> names, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withResourceNames(names)
                .withVerbs(verbs)
                .build();
    }

    private ObjectMeta named(String name) {
        return new ObjectMetaBuilder().withName(name).withNamespace(namespace).build();
    }

    private String runner(int index) {
        return NAME + "-" + REGION + "-" + index;
    }

    /** Tells all runners to start together in a moment. */
    void run() {
        control("Run", Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS));
    }

    /** Tells all runners to start a trial of a search together in a moment. */
    void trial(int number, int softphones, long rampMillis) {
        control(Map.of(
                "command",
                "Run",
                "trial",
                String.valueOf(number),
                "softphones",
                String.valueOf(softphones),
                "rampMillis",
                String.valueOf(rampMillis),
                "startAt",
                Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS).toString()));
    }

    void control(String command, @Nullable Instant startAt) {
        Map<String, String> data = new HashMap<>(Map.of("command", command, "trial", "1"));
        if (startAt != null) {
            data.put("startAt", startAt.toString());
        }
        control(data);
    }

    private void control(Map<String, String> told) {
        Map<String, String> data = new HashMap<>(told);
        data.put("reportIntervalMillis", String.valueOf(INTERVAL_MILLIS));
        admin.resource(new ConfigMapBuilder()
                        .withMetadata(named(NAME + "-control"))
                        .withData(data)
                        .build())
                .createOr(existing -> existing.update());
    }

    void deleteControl() {
        admin.configMaps().inNamespace(namespace).withName(NAME + "-control").delete();
    }

    /** What the API server holds; null before the first report. */
    @Nullable
    SoftphoneRunnerStatus status(int index) {
        return admin.resources(SoftphoneRunner.class)
                .inNamespace(namespace)
                .withName(runner(index))
                .get()
                .getStatus();
    }

    /** A pod of the index; its environment as the Job and the downward API make it. */
    ServedPod pod(int index, String uid, int failures, String... options) throws IOException {
        return ServedPod.start(
                files,
                Map.of(
                        "KUBECONFIG",
                        files.resolve("kubeconfig").toString(),
                        "NAMESPACE",
                        namespace,
                        "POD_NAME",
                        runner(index) + "-" + uid,
                        "POD_UID",
                        uid,
                        "POD_IP",
                        "127.0.0.1",
                        "NODE_NAME",
                        "node-1",
                        "JOB_COMPLETION_INDEX",
                        String.valueOf(index),
                        "INDEX_FAILURE_COUNT",
                        failures == 0 ? "" : String.valueOf(failures),
                        "REGION",
                        REGION,
                        "TEST",
                        NAME),
                options);
    }
}
