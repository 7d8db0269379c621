package dev.softphone.loadtest.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a real API server makes of {@code kubectl apply -k} with each example that can be applied so. */
class KustomizationsIT {
    private static final long LIMIT_SECONDS = 60;

    private static ApiServer server;
    private static Path kubeconfig;

    @BeforeAll
    static void start() throws IOException {
        server = ApiServer.start();
        kubeconfig = Files.writeString(Files.createTempFile("kubeconfig-", ".yaml"), server.kubeconfig());
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
            Files.delete(kubeconfig);
        }
    }

    @TestFactory
    Stream<DynamicTest> eachIsAcceptedWithItsGatewayItsScriptAndItsIdentities() throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> examples = Files.list(LoadRun.root().resolve("examples"))) {
            examples.filter(folder -> Files.isRegularFile(folder.resolve("kustomization.yaml"))
                            && Files.isRegularFile(folder.resolve("test.yaml")))
                    .sorted()
                    .forEach(folders::add);
        }
        assertThat(folders).isNotEmpty();
        return folders.stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> isWhole(folder)));
    }

    private static void isWhole(Path folder) throws Exception {
        JsonNode items = accepted(folder).path("items");

        JsonNode spec = only(items, "SoftphoneLoadTest").path("spec");
        String gateway = only(items, "Service").at("/metadata/name").asText();
        assertThat(spec.at("/gateway/url").asText()).startsWith("ws://" + gateway + ":8080");
        String script = only(items, "Deployment")
                .at("/spec/template/spec/volumes/0/configMap/name")
                .asText();
        assertThat(only(items, "ConfigMap").at("/metadata/name").asText()).isEqualTo(script);
        assertThat(only(items, "ConfigMap").at("/data/simulator.yaml").asText())
                .isEqualTo(Files.readString(folder.resolve("simulator.yaml")));
        for (JsonNode reference : spec.at("/identities/secretRefs")) {
            JsonNode secret = only(items, "Secret");
            assertThat(secret.at("/metadata/name").asText())
                    .isEqualTo(reference.path("name").asText());
            assertThat(secret.path("data").has(reference.path("key").asText())).isTrue();
        }
    }

    private static JsonNode only(JsonNode items, String kind) {
        List<JsonNode> found = new ArrayList<>();
        items.forEach(item -> {
            if (item.path("kind").asText().equals(kind)) {
                found.add(item);
            }
        });
        assertThat(found).as(kind + " in " + items).hasSize(1);
        return found.get(0);
    }

    /** What would be applied, as the server completes it; nothing is kept. */
    private static JsonNode accepted(Path folder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("applied-", ".json");
        Path messages = Files.createTempFile("applied-", ".err");
        Process kubectl = new ProcessBuilder(
                        server.kubectl().toString(),
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "apply",
                        "-k",
                        folder.toString(),
                        "--dry-run=server",
                        "--output=json")
                .redirectOutput(out.toFile())
                .redirectError(messages.toFile())
                .start();
        try {
            assertThat(kubectl.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(kubectl.exitValue()).as(Files.readString(messages)).isZero();
            return new ObjectMapper().readTree(Files.readString(out));
        } finally {
            kubectl.destroyForcibly();
            Files.delete(out);
            Files.delete(messages);
        }
    }
}
