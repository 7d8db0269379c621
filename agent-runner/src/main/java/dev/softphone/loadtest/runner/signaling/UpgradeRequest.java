package dev.softphone.loadtest.runner.signaling;

import java.util.Map;

/**
 * The socket to open.
 *
 * @param pathAndQuery resolved, beginning with a slash; may hold secrets
 * @param headers besides the ones the WebSocket client writes itself; may hold secrets
 */
public record UpgradeRequest(String pathAndQuery, Map<String, String> headers) {
    public UpgradeRequest {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "UpgradeRequest[…]";
    }
}
