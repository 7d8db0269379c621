package dev.softphone.loadtest.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** As much of a registry (OCI distribution 1.1) as a push needs, in memory, with a certificate that nobody vouches for. */
final class LoopbackRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /** @param folder for its key */
    LoopbackRegistry(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder.resolve("registry.p12"))));
        server.createContext("/v2/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    private static SSLContext selfSigned(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        char[] password = "loopback".toCharArray();
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(password),
                        "-dname",
                        "CN=127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool made no key");
        }
        KeyStore keys = KeyStore.getInstance(file.toFile(), password);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** {@code 127.0.0.1:PORT}. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Of an image or of an index, by {@code NAME/manifests/TAG} or {@code …/sha256:…}. */
    JsonNode manifest(String name, String reference) throws IOException {
        return JSON.readTree(Objects.requireNonNull(
                manifests.get(name + "/manifests/" + reference), () -> reference + " of " + manifests.keySet()));
    }

    JsonNode blob(String digest) throws IOException {
        return JSON.readTree(Objects.requireNonNull(blobs.get(digest), digest));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/v2/".length());
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.isEmpty()) {
                answer(exchange, 200, null);
            } else if (path.contains("/blobs/uploads/")) {
                upload(exchange, path, body);
            } else if (path.contains("/blobs/")) {
                byte[] blob = blobs.get(path.substring(path.lastIndexOf('/') + 1));
                answer(exchange, blob == null ? 404 : 200, blob);
            } else if (exchange.getRequestMethod().equals("PUT")) {
                String digest = digest(body);
                String type = exchange.getRequestHeaders().getFirst("Content-Type");
                for (String reference : new String[] {path, path.substring(0, path.lastIndexOf('/') + 1) + digest}) {
                    manifests.put(reference, body);
                    types.put(reference, type == null ? "" : type);
                }
                exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
                answer(exchange, 201, null);
            } else {
                byte[] manifest = manifests.get(path);
                exchange.getResponseHeaders().set("Content-Type", types.getOrDefault(path, "application/json"));
                if (manifest != null) {
                    exchange.getResponseHeaders().set("Docker-Content-Digest", digest(manifest));
                }
                answer(exchange, manifest == null ? 404 : 200, manifest);
            }
        }
    }

    private void upload(HttpExchange exchange, String path, byte[] body) throws IOException {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                String place = path + next.incrementAndGet();
                uploads.put(place, new ByteArrayOutputStream());
                exchange.getResponseHeaders().set("Location", "/v2/" + place);
                answer(exchange, 202, null);
            }
            case "PATCH" -> {
                upload(path).writeBytes(body);
                exchange.getResponseHeaders().set("Location", "/v2/" + path);
                answer(exchange, 202, null);
            }
            default -> {
                ByteArrayOutputStream whole = upload(path);
                whole.writeBytes(body);
                String digest = digest(whole.toByteArray());
                boolean told = query.replace("%3A", ":").contains("digest=" + digest);
                if (told) {
                    blobs.put(digest, whole.toByteArray());
                }
                answer(exchange, told ? 201 : 400, null);
            }
        }
    }

    private ByteArrayOutputStream upload(String path) {
        return Objects.requireNonNull(uploads.get(path), path);
    }

    private static void answer(HttpExchange exchange, int code, byte @Nullable [] body) throws IOException {
        boolean shown = body != null && exchange.getRequestMethod().equals("GET");
        if (body != null && !shown) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(code, shown && body != null ? body.length : -1);
        if (shown && body != null) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
