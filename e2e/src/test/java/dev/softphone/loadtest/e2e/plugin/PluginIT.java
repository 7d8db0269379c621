package dev.softphone.loadtest.e2e.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.api.status.StatusYaml;
import dev.softphone.loadtest.api.v1alpha1.RunPolicy;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.LoadRun;
import dev.softphone.loadtest.e2e.Processes;
import dev.softphone.loadtest.report.HtmlReport;
import dev.softphone.loadtest.report.JUnitXml;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plugin reads tests that an API server holds, and says what it did not find and where it looked. */
@Timeout(300)
class PluginIT {
    private static ApiServer server;
    private static Path kubeconfig;

    @TempDir
    Path folder = Path.of("set by JUnit");

    @BeforeAll
    static void start() throws IOException {
        server = ApiServer.start();
        kubeconfig = Files.writeString(Files.createTempFile("kubeconfig-", ".yaml"), server.kubeconfig());
        server.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(FinishedTest.NAMESPACE)
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

    private record Said(int exitCode, String out, String messages) {}

    @Test
    void theReportIsTheOneThatARunHereWrites() throws Exception {
        FinishedTest test = test("reported", "60s", 200).created();
        test.isJudged();
        Path out = folder.resolve("out");

        Said said = says("report", "reported", "-n", "calls", "-o", out.toString());

        assertThat(said.exitCode()).as(said.messages()).isZero();
        assertThat(said.out())
                .contains(
                        "Failed",
                        "reported",
                        "http/503",
                        out.resolve("report.html").toString());
        assertThat(Files.readString(out.resolve("report.html"))).isEqualTo(HtmlReport.html(test.input()));
        assertThat(Files.readString(out.resolve("junit.xml"))).isEqualTo(JUnitXml.xml(test.input()));
        assertThat(Files.readString(out.resolve("status.yaml")))
                .isEqualTo(StatusYaml.write(test.onTheServer().getStatus()));
        assertThat(Files.readString(out.resolve("test.json"))).contains("\"over\" : \"60s\"");

        Said json = says("report", "reported", "-n", "calls", "-o", out.toString(), "--output", "json");
        assertThat(json.out().strip())
                .isEqualTo(StatusYaml.json(test.onTheServer().getStatus()));
    }

    @Test
    void watchingShowsTheTestUntilItsEndAndEndsAsARunHereWould() throws Exception {
        FinishedTest test = test("watched", "60s", 200).created();
        Path out = folder.resolve("watched");
        Process watch = process(out, List.of("watch", "watched", "-n", "calls"));
        try {
            test.runs();
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(Files.readString(out))
                    .contains("running", "started 500/500", "rejected 200", "upgrade http/503 200"));
            assertThat(watch.isAlive()).isTrue();

            test.isJudged();
            assertThat(watch.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(watch.exitValue()).as(Files.readString(out)).isEqualTo(1);
            assertThat(Files.readString(out)).contains("finished", "Failed  watched", "500 planned");
        } finally {
            Processes.end(watch, 10);
        }
    }

    @Test
    void stoppingSetsTheRunPolicyAndNothingElse() throws Exception {
        FinishedTest test = test("stopped", "60s", 200).created();
        var before = test.onTheServer().getSpec();

        Said said = says("stop", "stopped", "-n", "calls");

        assertThat(said.exitCode()).as(said.messages()).isZero();
        assertThat(said.out()).startsWith("calls/stopped: asked to stop");
        var after = test.onTheServer().getSpec();
        assertThat(after.runPolicy()).isEqualTo(RunPolicy.Stop);
        assertThat(after.arrival()).isEqualTo(before.arrival());
        assertThat(after.gateway()).isEqualTo(before.gateway());

        test.isJudged();
        Said late = says("stop", "stopped", "-n", "calls");
        assertThat(late.exitCode()).isEqualTo(3);
        assertThat(late.messages())
                .contains("calls/stopped: required a test that is not over, observed phase Finished");
    }

    @Test
    void theVerdictIsExplainedInWordsAndKubectlFindsThePlugin() throws Exception {
        FinishedTest test = test("explained", "60s", 200).created();
        test.isJudged();
        String cause = Objects.requireNonNull(test.onTheServer().getStatus().causes())
                .get(0)
                .type();

        Said said = says("explain", "explained", "-n", "calls");

        assertThat(said.exitCode()).as(said.messages()).isZero();
        assertThat(said.out())
                .startsWith("Failed  calls/explained")
                .contains(cause, "What to do", "300 of 500 softphones connected", "ConfigMap explained-report");
        assertThat(byKubectl("explain", "explained", "-n", "calls").out()).isEqualTo(said.out());
    }

    /** Through a symbolic link in the PATH, as docs/install.md says. */
    private Said byKubectl(String... words) throws Exception {
        Path checkout = Files.createDirectory(folder.resolve("checkout"));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        executable(
                checkout.resolve("kubectl-softphone"),
                Files.readString(LoadRun.root().resolve("kubectl-softphone")));
        executable(checkout.resolve("softphone-load"), "#!/bin/sh\nexec '" + String.join("' '", java()) + "' \"$@\"\n");
        Files.createSymbolicLink(bin.resolve("kubectl-softphone"), Path.of("../checkout/kubectl-softphone"));
        List<String> command = new ArrayList<>(List.of(server.kubectl().toString(), "softphone"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        return ended(builder);
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aTestOfTheClusterIsComparedWithAReportThatWasWritten() throws Exception {
        FinishedTest one = test("slow", "180s", 20).created();
        one.isJudged();
        FinishedTest other = test("fast", "60s", 200).created();
        other.isJudged();
        Path out = folder.resolve("slow");
        assertThat(says("report", "slow", "-n", "calls", "-o", out.toString()).exitCode())
                .isZero();

        Said said = says("compare", out.toString(), "calls/fast");

        assertThat(said.exitCode()).as(said.messages()).isZero();
        assertThat(said.out()).containsPattern("arrival.rampUp.over +180s +60s +changed");
        assertThat(said.out()).containsPattern("connected +480 +300 +-180 \\(-37.5 %\\)");
        assertThat(said.out()).containsPattern("rejected upgrade http/503 +20 +200 +\\+180 \\(\\+900.0 %\\)");
        assertThat(said.out()).containsPattern("p99 +[0-9.]+ m?s +[0-9.]+ m?s");
    }

    @Test
    void whatIsNotThereIsNamedWithItsNamespace() throws Exception {
        test("unjudged", "60s", 200).created();
        test("bare", "60s", 200).created().isJudgedButLeavesNoReport();

        for (String command : List.of("report", "watch", "stop", "explain")) {
            Said absent = says(command, "nobody", "-n", "calls");
            assertThat(absent.exitCode()).as(command).isEqualTo(3);
            assertThat(absent.messages())
                    .as(command)
                    .startsWith("calls/nobody: required a SoftphoneLoadTest nobody in namespace calls, observed none");
        }
        assertThat(says("explain", "nobody").messages()).contains("nobody in namespace default, observed none");
        assertThat(says("report", "unjudged", "-n", "calls").messages())
                .startsWith("calls/unjudged: required a test that was judged");
        assertThat(says("report", "bare", "-n", "calls").messages())
                .startsWith("calls/bare: required its report, ConfigMap bare-report in namespace calls, observed none");
        assertThat(says("compare", "nobody", "calls/bare").messages())
                .startsWith("default/nobody: required a SoftphoneLoadTest nobody in namespace default")
                .contains("nor is there a file nobody");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsSaidWithoutAStackTrace() throws Exception {
        Path elsewhere = Files.writeString(
                folder.resolve("kubeconfig"),
                server.kubeconfig().replace(server.address().toString().replaceAll("/$", ""), "https://127.0.0.1:9"));
        ProcessBuilder builder = new ProcessBuilder(java());
        builder.command().addAll(List.of("cluster", "explain", "login", "-n", "calls"));
        builder.environment().put("KUBECONFIG", elsewhere.toString());

        Said said = run(builder);

        assertThat(said.exitCode()).isEqualTo(3);
        assertThat(said.messages())
                .startsWith("calls/login: required an answer of the API server, observed API server: ")
                .doesNotContain("\tat ");
    }

    private static FinishedTest test(String name, String over, int rejected) {
        return new FinishedTest(server.admin(), name, over, rejected);
    }

    private static List<String> java() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-jar",
                LoadRun.root()
                        .resolve("agent-runner/target/agent-runner-0.1.0-SNAPSHOT.jar")
                        .toString()));
    }

    private Said says(String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(java());
        builder.command().add("cluster");
        builder.command().addAll(List.of(words));
        return ended(builder);
    }

    private Process process(Path out, List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(java());
        builder.command().add("cluster");
        builder.command().addAll(words);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    }

    private Said ended(ProcessBuilder builder) throws Exception {
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return run(builder);
    }

    private Said run(ProcessBuilder builder) throws Exception {
        Path out = Files.createTempFile(folder, "out-", "");
        Path messages = Files.createTempFile(folder, "messages-", "");
        Process process = builder.directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(messages.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("did not end: " + builder.command());
        }
        return new Said(process.exitValue(), Files.readString(out), Files.readString(messages));
    }
}
