package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.runner.evidence.LoopReadings;
import dev.softphone.loadtest.runner.net.Lane;
import java.util.List;

/**
 * What the event loops say about themselves. Safe from any thread.
 *
 * @param transport {@code epoll} or {@code nio}
 * @param tls whether the test uses TLS
 */
public record LoopHealth(List<Lane> lanes, String transport, boolean tls) implements LoopReadings {
    public LoopHealth {
        lanes = List.copyOf(lanes);
    }

    @Override
    public long lagMaxNanos() {
        return lanes.stream().mapToLong(Lane::takeLagMaxNanos).max().orElse(0);
    }

    @Override
    public long saturatedNanos() {
        return lanes.stream().mapToLong(Lane::saturatedNanos).max().orElse(0);
    }

    @Override
    public long pendingConnects() {
        return lanes.stream().mapToLong(Lane::pendingConnects).sum();
    }
}
