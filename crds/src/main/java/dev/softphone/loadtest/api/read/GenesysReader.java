package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.GenesysSpec;
import dev.softphone.loadtest.model.Gateway.GenesysCloud;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.gateway.genesys}. */
final class GenesysReader {
    private static final String PATH = "spec.gateway.genesys";
    private static final String STREAMING = "streaming.";

    private GenesysReader() {}

    static GenesysCloud read(@Nullable GenesysSpec given, URI endpoint, Violations violations) {
        GenesysSpec spec = given == null ? new GenesysSpec(null, GenesysSpec.DEFAULT_COLUMN) : given;
        return new GenesysCloud(
                spec.apiUrl() == null ? beside(endpoint) : api(spec.apiUrl(), endpoint, violations),
                spec.tokenColumn());
    }

    private static URI api(String url, URI endpoint, Violations violations) {
        try {
            URI api = new URI(url);
            if (api.getHost() != null && api.getPort() <= 65_535 && api.getPort() != 0) {
                return api;
            }
        } catch (URISyntaxException malformed) {
            // falls through to the one message
        }
        violations.add(
                PATH + ".apiUrl", "a host name or address, and a port of 1 to 65535 if any", Violations.quoted(url));
        return beside(endpoint);
    }

    /** {@code wss://streaming.example.test} has its REST at {@code https://api.example.test}. */
    private static URI beside(URI endpoint) {
        String scheme = "wss".equalsIgnoreCase(endpoint.getScheme()) ? "https://" : "http://";
        String authority = endpoint.getRawAuthority();
        return URI.create(scheme
                + (authority.startsWith(STREAMING) ? "api." + authority.substring(STREAMING.length()) : authority));
    }

    /** The token's column, where the identities do not have it. */
    static Stream<Violation> column(GenesysCloud genesys, Predicate<String> columns) {
        return columns.test(genesys.tokenColumn())
                ? Stream.empty()
                : Stream.of(new Violation(
                        PATH + ".tokenColumn",
                        "a column that the identities have",
                        Violations.quoted(genesys.tokenColumn())));
    }
}
