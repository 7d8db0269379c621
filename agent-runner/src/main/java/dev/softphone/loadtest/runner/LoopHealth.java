package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.runner.net.Lane;
import java.util.List;

/**
 * What the event loops say about themselves. Safe from any thread.
 *
 * @param transport {@code epoll} or {@code nio}
 * @param tls whether the test uses TLS
 */
public record LoopHealth(List<Lane> lanes, String transport, boolean tls) {
    public LoopHealth {
        lanes = List.copyOf(lanes);
    }

    /** The longest any loop was late since it was asked last. */
    public long lagMaxNanos() {
        return lanes.stream().mapToLong(Lane::takeLagMaxNanos).max().orElse(0);
    }

    /** How long loops were saturated so far, the worst of them. */
    public long saturatedNanos() {
        return lanes.stream().mapToLong(Lane::saturatedNanos).max().orElse(0);
    }

    /** Connects asked for and not yet answered. */
    public long pendingConnects() {
        return lanes.stream().mapToLong(Lane::pendingConnects).sum();
    }
}
