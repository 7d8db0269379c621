package dev.softphone.loadtest.runner.signaling;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The socket to open.
 *
 * @param elsewhere scheme, host and port where they are not the gateway's own
 * @param pathAndQuery resolved, beginning with a slash; may hold secrets
 * @param headers besides the ones the WebSocket client writes itself; may hold secrets
 */
public record UpgradeRequest(Optional<URI> elsewhere, String pathAndQuery, Map<String, String> headers) {
    public UpgradeRequest {
        headers = Map.copyOf(headers);
    }

    /** At the gateway's own url. */
    public UpgradeRequest(String pathAndQuery, Map<String, String> headers) {
        this(Optional.empty(), pathAndQuery, headers);
    }

    @Override
    public String toString() {
        return "UpgradeRequest[…]";
    }
}
