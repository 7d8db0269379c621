package dev.softphone.loadtest.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS as a real nginx sees it: an authority of the user's own, the name that is sent, the client's certificate. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class TlsIT {
    private static final long PREFLIGHT = 1;
    private static final int SOFTPHONES = 40;
    private static final String NAME = "pbx.example.test";
    private static final String CA = "caSecretRef: {name: authority, key: ca.crt}";
    private static final String CLIENT = "clientCertSecretRef: {name: client}";

    @TempDir
    Path directory = Path.of("set by JUnit");

    @Test
    void theAuthorityTheNameAndTheClientsCertificateAreUsed() throws Exception {
        LoadRun.Result run = run(CA, CLIENT, "serverName: " + NAME);

        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(SOFTPHONES);
        assertThat(Files.readAllLines(directory.resolve("access.log")))
                .as("the name as sent, the client's certificate, no session resumed, the answer\n%s", run)
                .hasSize((int) (SOFTPHONES + PREFLIGHT))
                .containsOnly(NAME + " SUCCESS . 101");
    }

    @Test
    void sessionsAreResumedWhereTheTestSaysSo() throws Exception {
        LoadRun.Result run = run(CA, CLIENT, "serverName: " + NAME, "resumption: Enabled");

        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
        assertThat(Files.readAllLines(directory.resolve("access.log")))
                .as("%s", run)
                .contains(NAME + " SUCCESS r 101");
    }

    @Test
    void anAuthorityThatNobodyNamedIsNotTrusted() throws Exception {
        failsAtThePreflight(run(CLIENT, "serverName: " + NAME), "tls/untrusted");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        failsAtThePreflight(run(CA, CLIENT, "serverName: other.example.test"), "tls/name");
    }

    private static void failsAtThePreflight(LoadRun.Result run, String code) {
        assertThat(run.verdict()).as("%s", run).isEqualTo("Inconclusive");
        assertThat(run.cause()).as("%s", run).isEqualTo("TlsFailed");
        assertThat(run.status().at("/preflight/code").asText()).as("%s", run).isEqualTo(code);
        assertThat(run.count("/softphones/notStarted")).as("%s", run).isEqualTo(SOFTPHONES);
    }

    private LoadRun.Result run(String... tls) throws Exception {
        Certificates certificates =
                Certificates.in(directory).sign("gateway", NAME).sign("client", "softphones");
        try (Gateway gateway = Gateway.start("behind-a-front-end", List.of())) {
            try (FrontEnd nginx = FrontEnd.nginx(directory, "tls.conf", gateway, Map.of())) {
                Path manifest = directory.resolve("test.yaml");
                Files.writeString(manifest, """
                        apiVersion: softphone.dev/v1alpha1
                        kind: SoftphoneLoadTest
                        metadata: {name: tls}
                        spec:
                          softphones: %d
                          gateway:
                            protocol: SipOverWebSocket
                            url: %s/ws
                            sip: {domain: example.test}
                            tls: {%s}
                          identities:
                            generated: {username: "softphone-{index}"}
                          arrival:
                            rampUp: {over: 4s}
                          hold: 1s
                          drain: 4s
                        ---
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: authority}
                        stringData:
                          ca.crt: |
                        %s---
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: client}
                        stringData:
                          tls.crt: |
                        %s  tls.key: |
                        %s""".formatted(
                                SOFTPHONES,
                                nginx.url().replaceFirst("^ws:", "wss:"),
                                String.join(", ", tls),
                                certificates.indented("ca.crt"),
                                certificates.indented("client.crt"),
                                certificates.indented("client.key")));
                LoadRun.Result run = LoadRun.of(manifest).run();

                Accounts.areComplete(run, SOFTPHONES);
                assertThat(run.toString()).doesNotContain("PRIVATE KEY");
                return run;
            }
        }
    }
}
