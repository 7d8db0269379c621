package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls by Call-ID and by socket. For the gateway's thread only. */
final class CallTable {
    private final Map<String, Call> calls = new HashMap<>();
    private final Map<Connection, Set<String>> byConnection = new HashMap<>();

    @Nullable
    Call find(String callId) {
        return calls.get(callId);
    }

    /** Adds a call, in place of another of the same Call-ID. */
    void put(String callId, Call call, List<Connection> connections) {
        calls.put(callId, call);
        connections.forEach(connection ->
                byConnection.computeIfAbsent(connection, c -> new HashSet<>()).add(callId));
    }

    void remove(String callId, List<Connection> connections) {
        calls.remove(callId);
        connections.forEach(connection -> byConnection.computeIfPresent(connection, (c, callIds) -> {
            callIds.remove(callId);
            return callIds.isEmpty() ? null : callIds;
        }));
    }

    void gone(Connection connection) {
        Set<String> callIds = byConnection.remove(connection);
        if (callIds != null) {
            for (String callId : callIds) {
                Call call = calls.get(callId);
                if (call != null) {
                    call.gone(connection);
                }
            }
        }
    }
}
