package dev.softphone.loadtest.simulator.gateway;

import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Match;
import dev.softphone.loadtest.simulator.script.Sockets;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import dev.softphone.loadtest.simulator.truth.Truth;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The established sockets, what speaks over them, and the faults of their later life. For the gateway's thread only. */
final class OpenSockets {
    private final Set<Connection> open = new LinkedHashSet<>();
    private final Sockets script;
    private final List<TextProtocol> protocols;
    private final Loop loop;
    private final Truth truth;

    OpenSockets(Sockets script, List<TextProtocol> protocols, Loop loop, Truth truth) {
        this.script = script;
        this.protocols = protocols;
        this.loop = loop;
        this.truth = truth;
    }

    int size() {
        return open.size();
    }

    /** Whether some protocol is spoken at a path. */
    boolean serves(String path) {
        return protocols.isEmpty() || protocols.stream().anyMatch(protocol -> protocol.serves(path));
    }

    /** The organization that a path belongs to, or null. */
    @Nullable
    String organizationOf(String path) {
        return protocols.stream()
                .map(protocol -> protocol.organizationOf(path))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A 101 answer is about to leave. */
    void opens(Connection connection) {
        open.add(connection);
        connection.becomesWebSocket();
        connection.whenGone(() -> {
            open.remove(connection);
            protocols.forEach(protocol -> protocol.gone(connection));
        });
    }

    /** A 101 answer has left. */
    void opened(Connection connection) {
        for (Sockets.EndAtAge rule : script.lifetime()) {
            connection.after(rule.after(), () -> {
                if (connection.matches(rule.matches())) {
                    connection.end(rule.then(), Kill.LIFETIME);
                }
            });
        }
        script.idle().forEach(rule -> endWhenIdle(connection, rule, rule.after()));
        protocols.forEach(protocol -> protocol.opened(connection));
    }

    private void endWhenIdle(Connection connection, Sockets.EndAtAge rule, Duration lookAfter) {
        connection.after(lookAfter, () -> {
            Duration left = rule.after().minus(connection.idleFor());
            if (left.isZero() || left.isNegative()) {
                if (connection.matches(rule.matches())) {
                    connection.end(rule.then(), Kill.IDLE);
                }
            } else {
                endWhenIdle(connection, rule, left);
            }
        });
    }

    /** A message came; true if some protocol knows it. */
    boolean received(Connection connection, String text) {
        for (TextProtocol protocol : protocols) {
            if (protocol.received(connection, text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a keep-alive that just came gets its answer. */
    boolean answersPing(Connection connection) {
        int before = connection.pingsBefore();
        return script.lostPongs().stream()
                .noneMatch(rule -> connection.matches(rule.matches())
                        && (rule.afterPings().map(count -> before >= count).orElse(false)
                                || rule.afterAge()
                                        .map(age -> connection.age().compareTo(age) >= 0)
                                        .orElse(false)));
    }

    /** The first connection of a test was accepted a moment ago: what is planned by its time starts. */
    void startPlan() {
        Duration now = loop.clock().sinceFirstAccept();
        script.dropAll().forEach(drop -> loop.after(drop.at().minus(now), () -> dropAll(drop.matches(), drop.then())));
        script.pause().forEach(pause -> loop.after(pause.at().minus(now), () -> pause(pause.length())));
    }

    /** Ends all open sockets that match; returns how many. */
    int dropAll(List<Match> matches, Action.Ending how) {
        List<Connection> dropped =
                open.stream().filter(connection -> connection.matches(matches)).toList();
        truth.dropped(dropped.size());
        dropped.forEach(connection -> connection.end(how, Kill.DROP_ALL));
        return dropped.size();
    }

    /** Stands still, as a long garbage collection would: the kernel goes on accepting, nothing is answered. */
    void pause(Duration length) {
        truth.paused(loop.clock().nanos(), length);
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
