package dev.softphone.loadtest.e2e.chart;

import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A ServiceAccount in namespace {@code calls}, and a shell whose {@code kubectl} is it and may do no more than it may. */
final class Account {
    private static final String NAMESPACE = "calls";
    private static final int SECONDS = 120;

    private final Path home;

    private Account(Path home) {
        this.home = home;
    }

    /** One that may do this with tests. */
    static Account mayWithTests(String verbs, String name, ApiServer server, Kubectl admin) throws Exception {
        admin.run(
                "-n",
                NAMESPACE,
                "create",
                "role",
                name,
                "--verb=" + verbs,
                "--resource=softphoneloadtests.softphone.dev");
        admin.run(
                "-n",
                NAMESPACE,
                "create",
                "rolebinding",
                name,
                "--role=" + name,
                "--serviceaccount=" + NAMESPACE + ":" + name);
        return named(name, server);
    }

    /** One whose rights are there already. */
    static Account named(String name, ApiServer server) throws IOException {
        Path home = Files.createTempDirectory("account-");
        Files.writeString(
                home.resolve("kubectl"), """
                #!/bin/sh
                exec %s --as=system:serviceaccount:%s:%s "$@"
                """.formatted(server.kubectl().toAbsolutePath(), NAMESPACE, name));
        Files.setPosixFilePermissions(home.resolve("kubectl"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("kubeconfig"), server.kubeconfig());
        Account account = new Account(home);
        Kubectl.succeeds(account.run(Map.of(), "kubectl config set-context --current --namespace=" + NAMESPACE)
                .join());
        return account;
    }

    /** Where its scripts run. */
    Path home() {
        return home;
    }

    Path kubeconfig() {
        return home.resolve("kubeconfig");
    }

    /** As CI systems run a step. */
    CompletableFuture<Helm.Output> run(Map<String, String> environment, String script) throws IOException {
        Path file = Files.writeString(Files.createTempFile(home, "script-", ".sh"), script);
        Path out = Files.createTempFile(home, "out-", ".txt");
        Path messages = Files.createTempFile(home, "messages-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        script.startsWith("#!/bin/sh") ? "sh" : "bash", "-e", file.toString())
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(messages.toFile());
        Map<String, String> all =
                new TreeMap<>(Map.of("KUBECONFIG", kubeconfig().toString()));
        all.putAll(environment);
        builder.environment().putAll(all);
        builder.environment().merge("PATH", home.toString(), (path, own) -> own + ":" + path);
        Process process = builder.start();
        return process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).handle((ended, late) -> {
            if (late != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            try {
                return new Helm.Output(
                        late == null ? process.exitValue() : -1, Files.readString(out), Files.readString(messages));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
