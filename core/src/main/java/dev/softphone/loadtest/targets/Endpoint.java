package dev.softphone.loadtest.targets;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a url leads.
 *
 * @param host a name or an address, an IPv6 one in brackets
 * @param port the one given, or that of the scheme
 */
public record Endpoint(String host, int port) {
    private static final int SECURE = 443;
    private static final int PLAIN = 80;

    /** Path and query may hold references, which no URI may; empty when there is no host. */
    public static Optional<Endpoint> of(String url) {
        int end = url.indexOf("://") + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        try {
            URI uri = new URI(url.substring(0, end));
            if (uri.getHost() == null) {
                return Optional.empty();
            }
            boolean secure = "wss".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return Optional.of(
                    new Endpoint(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : secure ? SECURE : PLAIN));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
