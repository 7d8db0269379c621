package dev.softphone.loadtest.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class ReleaseIT {
    private static final List<String> IMAGES = List.of("operator", "agent-runner", "gateway-simulator");
    private static final Path WORKFLOW = LoadRun.root().resolve(".github/workflows/release.yml");

    @TempDir
    Path folder = Path.of("set by JUnit");

    private record Said(int exitCode, String out, String messages) {}

    /** Of an empty base: what a base holds is not ours. */
    @Test
    void theScriptPushesEachImageForTwoProcessorsWithLabelsAndSaysTheirDigests() throws Exception {
        if (!Files.isRegularFile(LoadRun.root().resolve("operator/target/quarkus-app/quarkus-run.jar"))) {
            throw Installed.absent("operator/target/quarkus-app: required the built operator, observed none");
        }
        try (LoopbackRegistry registry = new LoopbackRegistry(folder)) {
            Said said = run(
                    List.of("dev/images/release", registry.host() + "/team", "scratch", "1.2.3"),
                    "IMAGE_OPTIONS=-Djib.allowInsecureRegistries=true",
                    "SOURCE=https://example.com/source",
                    "REVISION=0123abcd");

            assertThat(said.exitCode()).as(said.messages()).isZero();
            assertThat(said.out().lines()).hasSize(3);
            for (String image : IMAGES) {
                String name = "team/softphone-loadtest/" + image;
                Matcher digest = Pattern.compile(registry.host() + "/" + name + "@(sha256:[0-9a-f]{64})")
                        .matcher(said.out());
                assertThat(digest.find()).as(said.out()).isTrue();
                JsonNode index = registry.manifest(name, digest.group(1));
                assertThat(index).isEqualTo(registry.manifest(name, "1.2.3"));
                List<String> processors = new ArrayList<>();
                for (JsonNode one : index.path("manifests")) {
                    processors.add(one.at("/platform/architecture").asText());
                    JsonNode manifest =
                            registry.manifest(name, one.path("digest").asText());
                    config(image, registry.blob(manifest.at("/config/digest").asText()));
                }
                assertThat(processors).as(image).containsExactlyInAnyOrder("amd64", "arm64");
            }
        }
    }

    private static void config(String image, JsonNode config) {
        JsonNode labels = config.at("/config/Labels");
        String label = "org.opencontainers.image.";
        assertThat(labels.path(label + "title").asText()).isEqualTo("softphone-loadtest " + image);
        assertThat(labels.path(label + "description").asText()).isNotBlank();
        assertThat(labels.path(label + "licenses").asText()).isEqualTo("Apache-2.0");
        assertThat(labels.path(label + "source").asText()).isEqualTo("https://example.com/source");
        assertThat(labels.path(label + "revision").asText()).isEqualTo("0123abcd");
        assertThat(labels.path(label + "base.name").asText()).isEqualTo("scratch");
        assertThat(config.at("/config/User").asText()).isEqualTo("65532:65532");
        assertThat(config.at("/config/Entrypoint/0").asText()).isEqualTo("/opt/java/openjdk/bin/java");
    }

    @Test
    void aBaseWithoutItsDigestIsRefused() throws Exception {
        Said said = run(List.of("dev/images/release", "registry.example.com/team", "jre:17", "1.2.3"));

        assertThat(said.exitCode()).isEqualTo(3);
        assertThat(said.messages()).contains("required BASE by digest", "observed jre:17");
    }

    /** What a runner of workflows would refuse only when it is too late. */
    @Test
    void theWorkflowSignsAndAttestsEveryImageAsItselfAndItsShellParses() throws Exception {
        String text = Files.readString(WORKFLOW);
        JsonNode workflow = new YAMLMapper().readTree(text);
        JsonNode release = workflow.at("/jobs/release");

        assertThat(workflow.at("/permissions").toString()).isEqualTo("{\"contents\":\"read\"}");
        assertThat(release.path("needs").asText()).isEqualTo("verify");
        assertThat(release.at("/permissions/id-token").asText()).isEqualTo("write");
        assertThat(release.at("/permissions/attestations").asText()).isEqualTo("write");
        List<String> attested = new ArrayList<>();
        StringBuilder shell = new StringBuilder();
        for (JsonNode job : workflow.path("jobs")) {
            for (JsonNode step : job.path("steps")) {
                assertThat(step.has("uses") ^ step.has("run"))
                        .as(step.toString())
                        .isTrue();
                if (step.has("uses")) {
                    assertThat(step.path("uses").asText()).matches("[\\w-]+/[\\w-]+@v\\d+");
                    attested.add(step.at("/with/subject-name").asText() + "@"
                            + step.at("/with/subject-digest").asText());
                }
                shell.append(step.path("run").asText()).append('\n');
            }
        }
        assertThat(attested)
                .containsAll(IMAGES.stream()
                        .map(image -> "${{ env.REGISTRY }}/softphone-loadtest/" + image + "@${{ steps.images.outputs."
                                + image + " }}")
                        .toList());
        assertThat(shell)
                .contains("cosign sign --yes \"$image\"", "cosign attest --yes --type cyclonedx")
                .doesNotContain("${{"); // what is put into a shell by text is run by it
        Path script = Files.writeString(folder.resolve("steps.sh"), shell.toString());
        Said parsed = run(List.of("bash", "-n", script.toString()));
        assertThat(parsed.exitCode()).as(parsed.messages()).isZero();
        Matcher own = Pattern.compile("(?<![\\w/])dev/[\\w/-]+").matcher(shell);
        int scripts = 0;
        while (own.find()) {
            assertThat(LoadRun.root().resolve(own.group())).isExecutable();
            scripts++;
        }
        assertThat(scripts).isGreaterThanOrEqualTo(4);
    }

    private Said run(List<String> command, String... environment) throws Exception {
        Path out = Files.createTempFile(folder, "out-", "");
        Path messages = Files.createTempFile(folder, "messages-", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(LoadRun.root().toFile())
                .redirectOutput(out.toFile())
                .redirectError(messages.toFile());
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        Process process = builder.start();
        if (!process.waitFor(8, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("did not end: " + command);
        }
        return new Said(process.exitValue(), Files.readString(out), Files.readString(messages));
    }
}
