package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.GenesysSpec;
import dev.softphone.loadtest.api.v1alpha1.IdentitiesSpec.OAuthSpec;
import dev.softphone.loadtest.api.v1alpha1.IdentitiesSpec.OrganizationSpec;
import dev.softphone.loadtest.model.Gateway.GenesysCloud;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.PersistentConnection;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.Quota;
import dev.softphone.loadtest.model.OAuthOrganization;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.gateway.genesys}, and with it {@code spec.identities.oauth}, whose hosts are beside the gateway's. */
final class GenesysReader {
    private static final String PATH = "spec.gateway.genesys";
    private static final String ORGANIZATIONS = "spec.identities.oauth.organizations";
    private static final String STREAMING = "streaming.";

    private GenesysReader() {}

    static GenesysCloud read(
            @Nullable GenesysSpec given, @Nullable OAuthSpec oauth, URI endpoint, Violations violations) {
        GenesysSpec spec = given == null
                ? new GenesysSpec(null, GenesysSpec.DEFAULT_COLUMN, Quota.Observe, PersistentConnection.None)
                : given;
        return new GenesysCloud(
                host(PATH + ".apiUrl", spec.apiUrl(), "api.", endpoint, violations),
                spec.tokenColumn(),
                organizations(oauth, endpoint, violations),
                spec.quota(),
                spec.persistentConnection());
    }

    private static List<OAuthOrganization> organizations(
            @Nullable OAuthSpec oauth, URI endpoint, Violations violations) {
        List<OAuthOrganization> organizations = new ArrayList<>();
        for (int i = 0; oauth != null && i < oauth.organizations().size(); i++) {
            OrganizationSpec spec = oauth.organizations().get(i);
            organizations.add(new OAuthOrganization(
                    spec.name(),
                    host(ORGANIZATIONS + "[" + i + "].url", spec.url(), "login.", endpoint, violations),
                    spec.grant(),
                    spec.clientId(),
                    IdentitiesReader.key(spec.clientSecretRef()),
                    spec.sharing()));
        }
        return organizations;
    }

    /** The host that is given; without one {@code wss://streaming.example.test} has its REST at {@code https://api.example.test}. */
    private static URI host(String path, @Nullable String url, String label, URI endpoint, Violations violations) {
        if (url == null) {
            return beside(endpoint, label);
        }
        try {
            URI host = new URI(url);
            if (host.getHost() != null && host.getPort() <= 65_535 && host.getPort() != 0) {
                return host;
            }
        } catch (URISyntaxException malformed) {
            // falls through to the one message
        }
        violations.add(path, "a host name or address, and a port of 1 to 65535 if any", Violations.quoted(url));
        return beside(endpoint, label);
    }

    private static URI beside(URI endpoint, String label) {
        String scheme = "wss".equalsIgnoreCase(endpoint.getScheme()) ? "https://" : "http://";
        String authority = endpoint.getRawAuthority();
        return URI.create(scheme
                + (authority.startsWith(STREAMING) ? label + authority.substring(STREAMING.length()) : authority));
    }

    /** The token's column, where the identities do not have it and need it. */
    static Stream<Violation> column(GenesysCloud genesys, Predicate<String> columns) {
        return genesys.fetchesTokens() || columns.test(genesys.tokenColumn())
                ? Stream.empty()
                : Stream.of(new Violation(
                        PATH + ".tokenColumn",
                        "a column that the identities have",
                        Violations.quoted(genesys.tokenColumn())));
    }
}
