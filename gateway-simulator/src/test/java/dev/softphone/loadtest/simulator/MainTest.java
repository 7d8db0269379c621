package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MainTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Process start(String yaml, String... options) throws IOException {
        Path script = Files.writeString(folder.resolve("script.yaml"), yaml);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                script.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void saysWhereItListensAndWritesTheTruthWhenItsParentIsGone() throws Exception {
        Path truth = folder.resolve("truth.json");
        Process process = start("", "--exit-with-parent-stdin", "--truth", truth.toString());
        assertThat(output(process).readLine()).matches("listening ws://127\\.0\\.0\\.1:\\d+");
        assertThat(truth).doesNotExist();
        process.getOutputStream().close();
        assertThat(output(process).readLine()).as("one line and no more").isNull();
        assertThat(exitCode(process)).isZero();
        assertThat(new ObjectMapper()
                        .readTree(truth.toFile())
                        .at("/upgrades/requested/count")
                        .asInt(-1))
                .isZero();
        assertThat(folder.resolve("truth.json.partial")).doesNotExist();
    }

    @Test
    void writesTheTruthOnSigterm() throws Exception {
        Path truth = folder.resolve("truth.json");
        Process process = start("", "--truth", truth.toString());
        output(process).readLine();
        process.destroy();
        assertThat(exitCode(process)).isEqualTo(143);
        assertThat(truth).isNotEmptyFile();
    }

    @Test
    void endsByItselfAfterItsLifetime() throws Exception {
        Process process = start("", "--max-lifetime", "100ms");
        assertThat(exitCode(process)).isZero();
        assertThat(Files.readString(folder.resolve("stderr"))).contains("--max-lifetime");
    }

    @Test
    void refusesABadScriptWithItsPathAndExitCode3() throws Exception {
        Process process = start("upgrade: [{then: {http: {status: 42}}}]");
        assertThat(exitCode(process)).isEqualTo(3);
        assertThat(Files.readString(folder.resolve("stderr")))
                .contains("upgrade[0].then.http.status: required a whole number from 200 to 599, observed 42");
        assertThat(output(process).readLine()).isNull();
    }
}
