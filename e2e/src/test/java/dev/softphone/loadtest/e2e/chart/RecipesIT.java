package dev.softphone.loadtest.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.Checks;
import dev.softphone.loadtest.e2e.Helm;
import dev.softphone.loadtest.e2e.LoadRun;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.LoaderOptions;

/** What stands on the pages of docs/recipes, taken from them: run where it can be, else held against the schema it is for. */
@Timeout(300)
class RecipesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int LARGEST_DEFINITION = 8 << 20;

    private static ApiServer server;
    private static Kubectl kubectl;

    /** How a test ends, and what its status says then. */
    private enum End {
        PASSED("\"phase\": \"Finished\", \"verdict\": \"Passed\""),
        FAILED("\"phase\": \"Finished\", \"verdict\": \"Failed\", \"causes\": [{\"type\": \"ConcurrencyCap\","
                + " \"confidence\": \"High\", \"softphones\": 200, \"remedy\": \"Ask for more.\"}]"),
        INCONCLUSIVE("\"phase\": \"Finished\", \"verdict\": \"Inconclusive\""),
        REFUSED("\"phase\": \"Refused\"");

        private final String status;

        End(String status) {
            this.status = status;
        }

        String status() {
            return "{\"status\": {" + status + ", \"finishedAt\": \"2026-11-21T12:00:00Z\"," + condition("True") + "}}";
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start();
        kubectl = new Kubectl(
                server, Files.writeString(Files.createTempFile("kubeconfig-", ".yaml"), server.kubeconfig()));
        server.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("calls")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theCronJobIsAcceptedAndMayCreateItsTest() throws Exception {
        String yaml = Recipe.of("cronjob.md").block("yaml", 0);
        Path file = file("recipe-", yaml);
        kubectl.run("apply", "--server-side", "--validate=strict", "-f", file.toString());
        JsonNode job = Render.documents(yaml).stream()
                .filter(object -> object.path("kind").asText().equals("CronJob"))
                .findFirst()
                .orElseThrow();
        JsonNode pod = job.at("/spec/jobTemplate/spec/template/spec");
        Account account = Account.named(pod.path("serviceAccountName").asText(), server);
        Path test = Files.writeString(
                account.home().resolve("test.yaml"),
                Render.documents(yaml).get(0).at("/data/test.yaml").asText());
        StringBuilder command = new StringBuilder();
        pod.at("/containers/0/command")
                .forEach(word -> command.append(word.asText()).append(' '));
        assertThat(command).contains(" /test/test.yaml ");

        Helm.Output output = account.run(Map.of(), command.toString().replace("/test/test.yaml", test.toString()))
                .join();

        assertThat(output.out()).as(output.messages()).contains("softphoneloadtest.softphone.dev/nightly-");
        assertThat(account.run(Map.of(), "kubectl get softphoneloadtests")
                        .join()
                        .messages())
                .contains("forbidden");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void theShellOfAPipelineSucceedsForATestThatPassedAndNoOther(End end) throws Exception {
        Recipe page = Recipe.of("ci.md");
        Account account = Account.mayWithTests("create,get,list,watch", "shell-" + name(end), server, kubectl);
        Files.writeString(account.home().resolve("login.yaml"), test("login-"));

        CompletableFuture<Helm.Output> run = account.run(Map.of(), page.block("bash", 0));
        ends("login-", end);
        Helm.Output output = run.join();

        assertThat(output.exitCode()).as(output.toString()).isEqualTo(end == End.PASSED ? 0 : 1);
        assertThat(output.messages()).doesNotContain("rror");
        if (end == End.FAILED) {
            assertThat(output.out()).contains("ConcurrencyCap: Ask for more.\n");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"PASSED", "FAILED"})
    void theStepsOfGitHubActionsDoSoToo(End end) throws Exception {
        JsonNode steps = YAML.readTree(Recipe.of("ci.md").block("yaml", 0)).at("/jobs/load/steps");
        Account account = Account.mayWithTests("create,get,list,watch,patch", "actions-" + name(end), server, kubectl);
        Files.writeString(account.home().resolve("login.yaml"), test("login-"));
        Path environment = Files.createFile(account.home().resolve("environment"));
        Path summary = Files.createFile(account.home().resolve("summary"));
        Map<String, String> given = new TreeMap<>(Map.of(
                "GITHUB_ENV",
                environment.toString(),
                "GITHUB_STEP_SUMMARY",
                summary.toString(),
                "RUNNER_TEMP",
                Files.createDirectory(account.home().resolve("temp")).toString(),
                "KUBECONFIG_CONTENT",
                Files.readString(account.kubeconfig())));

        step(account, given, environment, steps.get(1)).join();
        assertThat(given.get("KUBECONFIG")).endsWith("temp/kubeconfig");
        CompletableFuture<Helm.Output> run = step(account, given, environment, steps.get(2));
        ends("login-", end);
        assertThat(run.join().exitCode()).as(run.join().toString()).isEqualTo(end == End.PASSED ? 0 : 1);
        read(environment, given);
        for (JsonNode always : List.of(steps.get(3), steps.get(4))) {
            Helm.Output output = step(account, given, environment, always).join();
            assertThat(output.exitCode()).as(output.toString()).isZero();
        }

        assertThat(steps).hasSize(5);
        assertThat(Files.readString(account.home().resolve("status.yaml"))).contains("kind: SoftphoneLoadTest");
        assertThat(Files.readString(summary)).isEqualTo(end == End.FAILED ? "ConcurrencyCap: Ask for more.\n" : "");
        assertThat(kubectl.run(
                        "-n", "calls", "get", String.valueOf(given.get("TEST")), "-o", "jsonpath={.spec.runPolicy}"))
                .isEqualTo("Stop");
    }

    /** By the Lua that Argo CD has. */
    @ParameterizedTest
    @CsvSource({
        "PASSED,       Healthy,  it is over",
        "FAILED,       Degraded, ConcurrencyCap: Ask for more.",
        "INCONCLUSIVE, Degraded, it is over",
        "REFUSED,      Degraded, it is over"
    })
    void argoCdIsToldTheVerdict(End end, String health, String message) throws Exception {
        kubectl.run(
                "-n", "calls", "create", "-f", file("test-", test("argocd-")).toString());
        assertThat(health(ends("argocd-", end))).isEqualTo(Map.of("status", health, "message", message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | not looked at yet",
                "{\"status\": {\"phase\": \"Pending\"}}                        | Pending",
                "{\"status\": {\"phase\": \"Running\", \"conditions\": [RUNNING]}} | Running"
            })
    void argoCdWaitsForATestThatIsNotOver(String object, String message) throws Exception {
        String condition = condition("False");
        String running = condition.substring(condition.indexOf('[') + 1, condition.lastIndexOf(']'));
        assertThat(health(JSON.readTree(object.replace("RUNNING", running))))
                .isEqualTo(Map.of("status", "Progressing", "message", message));
    }

    @Test
    void theHookOfArgoCdIsMetadataThatATestMayHave() throws Exception {
        ObjectNode test = (ObjectNode) YAML.readTree(test("any-"));
        test.set(
                "metadata",
                YAML.readTree(Recipe.of("argocd.md").block("yaml", 1)).path("metadata"));

        creates(test.toString());
    }

    @Test
    void theWorkflowIsOfArgosSchemaAndItsTestOfOurs() throws Exception {
        LoaderOptions large = new LoaderOptions();
        large.setCodePointLimit(LARGEST_DEFINITION);
        ObjectNode definition = (ObjectNode)
                new YAMLMapper(YAMLFactory.builder().loaderOptions(large).build())
                        .readTree(Checks.required("workflows.yaml").toFile());
        for (JsonNode version : definition.at("/spec/versions")) {
            // What Argo writes, and larger than the API server takes.
            ((ObjectNode) version.at("/schema/openAPIV3Schema/properties")).remove("status");
        }
        serves(definition);
        String workflow = Recipe.of("argo-workflows.md").block("yaml", 0);

        creates(workflow);
        creates(YAML.readTree(workflow)
                .at("/spec/templates/0/resource/manifest")
                .asText());
        assertThat(refusal(workflow.replace("successCondition", "succesCondition")))
                .contains("unknown field \"spec.templates[0].resource.succesCondition\"");
    }

    @Test
    void theTaskIsOfTektonsSchema() throws Exception {
        ObjectNode definition =
                (ObjectNode) YAML.readTree(Checks.required("tasks.yaml").toFile());
        ((ObjectNode) definition.path("spec")).remove("conversion"); // by a server of Tekton's that is not here
        serves(definition);
        String task = Recipe.of("tekton.md").block("yaml", 0);

        creates(task);
        assertThat(refusal(task.replace("results:", "resultz:"))).contains("unknown field \"spec.resultz\"");
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"PASSED", "REFUSED"})
    void theScriptOfTheTaskSucceedsForATestThatPassedAndNoOther(End end) throws Exception {
        JsonNode step = YAML.readTree(Recipe.of("tekton.md").block("yaml", 0)).at("/spec/steps/0");
        Account account = Account.mayWithTests("create,get,list,watch", "tekton-" + name(end), server, kubectl);
        Path result = account.home().resolve("result");

        CompletableFuture<Helm.Output> run = account.run(
                Map.of("MANIFEST", test("tekton-"), "TIMEOUT", "60s"),
                step.path("script").asText().replace("$(results.verdict.path)", result.toString()));
        JsonNode test = ends("tekton-", end);

        assertThat(run.join().exitCode()).as(run.join().toString()).isEqualTo(end == End.PASSED ? 0 : 1);
        assertThat(Files.readString(result))
                .isEqualTo(test.at("/status/verdict").asText());
    }

    /** A page that is new is not run here, and must not seem to be. */
    @Test
    void everyBlockOfEveryPageIsLookedAt() throws Exception {
        Map<String, Integer> blocks = new TreeMap<>();
        try (var files = Files.list(LoadRun.root().resolve("docs/recipes"))) {
            for (Path file : files.toList()) {
                String page = file.getFileName().toString();
                blocks.put(page, Recipe.of(page).blocks());
            }
        }
        assertThat(blocks)
                .isEqualTo(Map.of(
                        "README.md",
                        0,
                        "argo-workflows.md",
                        1,
                        "argocd.md",
                        2,
                        "ci.md",
                        2,
                        "cronjob.md",
                        1,
                        "tekton.md",
                        1));
    }

    private static CompletableFuture<Helm.Output> step(
            Account account, Map<String, String> given, Path environment, JsonNode step) throws Exception {
        CompletableFuture<Helm.Output> run = account.run(given, step.path("run").asText());
        if (step.has("env")) {
            assertThat(run.join().exitCode()).as(run.join().toString()).isZero();
            read(environment, given);
        }
        return run;
    }

    private static void read(Path environment, Map<String, String> given) throws Exception {
        for (String line : Files.readAllLines(environment)) {
            given.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
    }

    /** Writes the end into the one test of this prefix that has none, once it was created, and reads it. */
    private static JsonNode ends(String prefix, End end) throws Exception {
        String name = Awaitility.await("a test " + prefix)
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> unfinished(prefix), Optional::isPresent)
                .orElseThrow();
        kubectl.run("-n", "calls", "patch", "slt", name, "--subresource=status", "--type=merge", "-p", end.status());
        JsonNode test = JSON.readTree(kubectl.run("-n", "calls", "get", "slt", name, "-o", "json"));
        assertThat(test.path("status")).isEqualTo(JSON.readTree(end.status()).path("status"));
        return test;
    }

    private static Optional<String> unfinished(String prefix) throws Exception {
        for (JsonNode test : JSON.readTree(kubectl.run("-n", "calls", "get", "slt", "-o", "json"))
                .path("items")) {
            String name = test.at("/metadata/name").asText();
            if (name.startsWith(prefix) && !test.path("status").has("finishedAt")) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static Map<?, ?> health(JsonNode object) throws Exception {
        JsonNode data = YAML.readTree(Recipe.of("argocd.md").block("yaml", 0)).path("data");
        assertThat(data).hasSize(1);
        Helm.Output output = Helm.run(List.of(
                Checks.required("health").toString(),
                file("health-", data.elements().next().asText()).toString(),
                file("object-", object.toString()).toString()));
        assertThat(output.exitCode()).as(output.messages()).isZero();
        return JSON.readValue(output.out(), Map.class);
    }

    /** Once it is served: just after its creation a definition has no conditions to wait for. */
    private static void serves(ObjectNode definition) throws Exception {
        kubectl.run(
                "apply",
                "--server-side",
                "-f",
                file("definition-", definition.toString()).toString());
        String kind = definition.at("/metadata/name").asText();
        Awaitility.await(kind)
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> administrator("get", kind, "-n", "calls").exitCode() == 0);
    }

    private static void creates(String manifest) throws Exception {
        Helm.Output output = dryRun(manifest);
        assertThat(output.exitCode()).as(output.messages()).isZero();
    }

    private static String refusal(String manifest) throws Exception {
        Helm.Output output = dryRun(manifest);
        assertThat(output.exitCode()).as(output.out()).isNotZero();
        return output.messages();
    }

    private static Helm.Output dryRun(String manifest) throws Exception {
        return administrator(
                "create",
                "-n",
                "calls",
                "--dry-run=server",
                "--validate=strict",
                "-f",
                file("manifest-", manifest).toString());
    }

    /** Whatever comes of it. */
    private static Helm.Output administrator(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                server.kubectl().toString(),
                "--kubeconfig",
                kubectl.kubeconfig().toString()));
        command.addAll(List.of(words));
        return Helm.run(command);
    }

    private static String condition(String status) {
        return "\"conditions\": [{\"type\": \"Finished\", \"status\": \"" + status
                + "\", \"reason\": \"Any\", \"message\": \"it is over\","
                + " \"lastTransitionTime\": \"2026-11-21T12:00:00Z\"}]";
    }

    private static String test(String prefix) throws Exception {
        String shortest = Files.readString(LoadRun.root().resolve("crds/src/test/resources/accepted/shortest.yaml"));
        return shortest.replace("name: shortest", "generateName: " + prefix);
    }

    private static String name(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    private static Path file(String prefix, String text) throws Exception {
        return Files.writeString(Files.createTempFile(prefix, ".yaml"), text);
    }
}
