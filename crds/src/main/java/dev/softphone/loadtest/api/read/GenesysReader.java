package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.GenesysSpec;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.HostsSpec;
import dev.softphone.loadtest.api.v1alpha1.IdentitiesSpec.OAuthSpec;
import dev.softphone.loadtest.api.v1alpha1.IdentitiesSpec.OrganizationSpec;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.GenesysCloud;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.PersistentConnection;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.Quota;
import dev.softphone.loadtest.model.Gateway.Hosts;
import dev.softphone.loadtest.model.OAuthOrganization;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.gateway.genesys}, and with it {@code spec.identities.oauth}, whose hosts are beside the gateway's. */
final class GenesysReader {
    private static final String PATH = "spec.gateway.genesys";
    private static final String ELSEWHERE = PATH + ".organizations";
    private static final String ORGANIZATIONS = "spec.identities.oauth.organizations";
    private static final String STREAMING = "streaming.";

    private GenesysReader() {}

    static GenesysCloud read(
            @Nullable GenesysSpec given, @Nullable OAuthSpec oauth, URI endpoint, Violations violations) {
        GenesysSpec spec = given == null
                ? new GenesysSpec(null, GenesysSpec.DEFAULT_COLUMN, Quota.Observe, PersistentConnection.None, null)
                : given;
        Map<String, Hosts> elsewhere = elsewhere(spec.organizations(), violations);
        return new GenesysCloud(
                host(PATH + ".apiUrl", spec.apiUrl(), "api.", endpoint, violations),
                spec.tokenColumn(),
                organizations(oauth, endpoint, elsewhere, violations),
                elsewhere,
                spec.quota(),
                spec.persistentConnection());
    }

    private static Map<String, Hosts> elsewhere(@Nullable List<HostsSpec> specs, Violations violations) {
        Map<String, Hosts> elsewhere = new LinkedHashMap<>();
        for (int i = 0; specs != null && i < specs.size(); i++) {
            HostsSpec spec = specs.get(i);
            String path = ELSEWHERE + "[" + i + "]";
            URI streaming = GatewayReader.endpoint(path + ".url", spec.url(), violations);
            elsewhere.put(
                    spec.name(),
                    new Hosts(streaming, host(path + ".apiUrl", spec.apiUrl(), "api.", streaming, violations)));
        }
        return elsewhere;
    }

    private static List<OAuthOrganization> organizations(
            @Nullable OAuthSpec oauth, URI endpoint, Map<String, Hosts> elsewhere, Violations violations) {
        List<OAuthOrganization> organizations = new ArrayList<>();
        for (int i = 0; oauth != null && i < oauth.organizations().size(); i++) {
            OrganizationSpec spec = oauth.organizations().get(i);
            Hosts hosts = elsewhere.get(spec.name());
            URI streaming = hosts == null ? endpoint : hosts.streaming();
            organizations.add(new OAuthOrganization(
                    spec.name(),
                    host(ORGANIZATIONS + "[" + i + "].url", spec.url(), "login.", streaming, violations),
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

    /** Hosts of an organization that no identity has: its name is written wrongly, or its softphones went to others' hosts. */
    static List<Violation> nobodys(Gateway gateway, Set<String> organizations) {
        List<Violation> nobodys = new ArrayList<>();
        if (gateway.signaling() instanceof GenesysCloud genesys) {
            int place = 0;
            for (String name : genesys.elsewhere().keySet()) {
                String path = ELSEWHERE + "[" + place++ + "].name";
                if (!organizations.contains(name)) {
                    nobodys.add(new Violation(path, "an organization that an identity has", Violations.quoted(name)));
                }
            }
        }
        return nobodys;
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
