package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Makes a self-signed certificate with the JDK's keytool, and writes it and its key as PEM. */
    private KeyStore certificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        write("cert.pem", "CERTIFICATE", keys.getCertificate("gateway").getEncoded());
        write("key.pem", "PRIVATE KEY", keys.getKey("gateway", PASSWORD).getEncoded());
        return keys;
    }

    private void write(String file, String label, byte[] der) throws Exception {
        String body = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private static HttpClient client(KeyStore trusted, boolean showsCertificate) throws Exception {
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("ca", trusted.getCertificate("gateway"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(trusted, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(showsCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void speaksTlsAndEndsAStreamUnderIt() throws Exception {
        KeyStore keys = certificate();
        try (TestGateway gateway = TestGateway.with("""
                listen: {tls: {certFile: cert.pem, keyFile: key.pem}}
                sockets: {lifetime: [{after: 200ms, then: {fin: {}}}]}
                """, folder)) {
            assertThat(gateway.address()).hasScheme("wss");
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            client(keys, false)
                    .newWebSocketBuilder()
                    .buildAsync(gateway.address(), new WebSocket.Listener() {
                        @Override
                        public void onError(WebSocket socket, Throwable error) {
                            ended.complete(error);
                        }

                        @Override
                        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                            ended.complete(new IllegalStateException("closed with " + code));
                            return CompletableFuture.completedStage(null);
                        }
                    })
                    .get(30, TimeUnit.SECONDS);
            assertThat(ended.get(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(gateway.count("/upgrades/accepted")).isEqualTo(1);
            assertThat(gateway.count("/sockets/killed/lifetime")).isEqualTo(1);
            assertThat(gateway.count("/sockets/closesSent/1000")).isZero();
        }
    }

    @Test
    void demandsAClientCertificateWhereTheScriptDoes() throws Exception {
        KeyStore keys = certificate();
        try (TestGateway gateway = TestGateway.with(
                "listen: {tls: {certFile: cert.pem, keyFile: key.pem, clientCaFile: cert.pem}}", folder)) {
            WebSocket.Listener listener = new WebSocket.Listener() {};
            client(keys, true)
                    .newWebSocketBuilder()
                    .buildAsync(gateway.address(), listener)
                    .get(30, TimeUnit.SECONDS)
                    .abort();
            HttpClient nameless = client(keys, false);
            assertThatThrownBy(() -> nameless.newWebSocketBuilder()
                            .buildAsync(gateway.address(), listener)
                            .get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
            await().untilAsserted(() -> assertThat(gateway.count("/tcp/tlsFailed"))
                    .as("the client may try more than once")
                    .isPositive()
                    .isEqualTo(gateway.count("/tcp/accepted") - 1));
            assertThat(gateway.count("/upgrades/accepted")).isEqualTo(1);
        }
    }
}
