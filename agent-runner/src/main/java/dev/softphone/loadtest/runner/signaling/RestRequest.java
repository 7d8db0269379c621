package dev.softphone.loadtest.runner.signaling;

import dev.softphone.loadtest.model.Stage;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * One REST call. Headers and body may hold secrets: {@link #toString()} shows neither.
 *
 * @param name for transcripts
 * @param stage what its outcome and duration count for
 * @param uri absolute, {@code http} or {@code https}
 */
public record RestRequest(
        String name, Stage stage, String method, URI uri, Map<String, String> headers, Optional<String> body) {
    private static final String BEARER = "Bearer ";

    public RestRequest {
        headers = Map.copyOf(headers);
    }

    /** The access token that it is made on and whose quota it is counted in. */
    public Optional<String> token() {
        return Optional.of(headers.getOrDefault("Authorization", ""))
                .filter(authorization -> authorization.startsWith(BEARER))
                .map(authorization -> authorization.substring(BEARER.length()));
    }

    @Override
    public String toString() {
        return "RestRequest[" + name + " " + method + " " + uri.getRawPath() + "]";
    }
}
