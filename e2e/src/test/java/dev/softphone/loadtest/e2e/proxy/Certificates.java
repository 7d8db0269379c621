package dev.softphone.loadtest.e2e.proxy;

import dev.softphone.loadtest.e2e.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority of the test's own ({@code ca.crt}) and what it signs, by openssl, in one folder. */
final class Certificates {
    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    static Certificates in(Path folder) throws IOException, InterruptedException {
        Certificates certificates = new Certificates(folder);
        certificates.openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test authority",
                "-keyout",
                "ca.key",
                "-out",
                "ca.crt");
        return certificates;
    }

    /** {@code file.crt} and {@code file.key}, for a host name. */
    Certificates sign(String file, String host) throws IOException, InterruptedException {
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + host,
                "-addext",
                "subjectAltName=DNS:" + host,
                "-keyout",
                file + ".key",
                "-out",
                file + ".csr");
        openssl(
                "x509",
                "-req",
                "-days",
                "2",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-copy_extensions",
                "copy",
                "-in",
                file + ".csr",
                "-out",
                file + ".crt");
        return this;
    }

    /** A PEM file as a block scalar of YAML, its lines indented by four. */
    String indented(String file) throws IOException {
        return Files.readString(folder.resolve(file)).strip().indent(4);
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Installed.require("openssl").toString());
        command.addAll(List.of(arguments));
        Path output = folder.resolve("openssl.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(command + ": " + Files.readString(output));
        }
    }
}
