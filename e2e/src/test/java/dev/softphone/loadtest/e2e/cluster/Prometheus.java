package dev.softphone.loadtest.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.Processes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Debian's Prometheus, with a configuration and a database of its own, on loopback. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int END_SECONDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final String url;
    private final Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

    private Prometheus(Process process, String url, Path folder) {
        this.process = process;
        this.url = url;
        this.folder = folder;
    }

    static Prometheus start(String config) throws Exception {
        Path folder = Files.createTempDirectory("prometheus-");
        Files.writeString(folder.resolve("prometheus.yml"), config);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        Installed.require("prometheus").toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, "http://127.0.0.1:" + port, folder);
        ClusterRun.eventually("Prometheus is ready", prometheus::isReady);
        return prometheus;
    }

    private boolean isReady() throws Exception {
        if (!process.isAlive()) {
            throw new IllegalStateException(log());
        }
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** What it gathered of an expression at this moment; empty where there is nothing. */
    JsonNode query(String expression) throws Exception {
        HttpResponse<String> answer =
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(expression + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).at("/data/result");
    }

    /** What it found to scrape, with the error of the last scrape where there was one. */
    String targets() throws Exception {
        return JSON.readTree(get("/api/v1/targets?state=active").body())
                .at("/data/activeTargets")
                .toPrettyString();
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        Processes.end(process, END_SECONDS);
    }
}
