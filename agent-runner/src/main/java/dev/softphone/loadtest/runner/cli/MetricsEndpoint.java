package dev.softphone.loadtest.runner.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.runner.RunListener;
import dev.softphone.loadtest.runner.metrics.PrometheusMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prometheus metrics over HTTP, by a thread of its own: nothing of it runs on a measuring loop. */
final class MetricsEndpoint implements AutoCloseable {
    private final Optional<HttpServer> server;
    private volatile Measurements latest = Measurements.EMPTY;

    private MetricsEndpoint(Optional<HttpServer> server) {
        this.server = server;
    }

    /**
     * On loopback.
     *
     * @param port null: no endpoint; 0: any free one, told on {@code messages}
     * @throws IOException when the port is taken
     */
    static MetricsEndpoint open(@Nullable Integer port, String test, PrintWriter messages) throws IOException {
        return open(InetAddress.getLoopbackAddress(), port, test, messages);
    }

    /** On all addresses, as in a pod; without the port there are no metrics, and the run goes on. */
    static MetricsEndpoint openToAll(@Nullable Integer port, String test, PrintWriter messages) {
        try {
            return open(new InetSocketAddress(0).getAddress(), port, test, messages);
        } catch (IOException e) {
            messages.println("metrics: required port " + port + ", observed " + e.getMessage());
            messages.flush();
            return new MetricsEndpoint(Optional.empty());
        }
    }

    private static MetricsEndpoint open(InetAddress address, @Nullable Integer port, String test, PrintWriter messages)
            throws IOException {
        if (port == null) {
            return new MetricsEndpoint(Optional.empty());
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 16);
        MetricsEndpoint endpoint = new MetricsEndpoint(Optional.of(server));
        PrometheusMetrics metrics = new PrometheusMetrics(test, () -> endpoint.latest);
        server.createContext("/metrics", exchange -> answer(exchange, metrics));
        server.start();
        messages.println("metrics at http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
        messages.flush();
        return endpoint;
    }

    private static void answer(HttpExchange exchange, PrometheusMetrics metrics) throws IOException {
        try (exchange) {
            byte[] body = metrics.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** A listener that keeps the latest measurements for scraping and passes everything on. */
    RunListener and(RunListener other) {
        return new RunListener() {
            @Override
            public void phase(Phase phase, String note) {
                other.phase(phase, note);
            }

            @Override
            public void progress(Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled) {
                latest = measurements;
                other.progress(measurements, elapsedMillis, expectedMillis, scheduled);
            }
        };
    }

    @Override
    public void close() {
        server.ifPresent(running -> running.stop(0));
    }
}
