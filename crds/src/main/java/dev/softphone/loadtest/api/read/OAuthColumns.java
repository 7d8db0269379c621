package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.OAuthOrganization.Grant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What fetching tokens needs of an identity: an organization that has a client, an assertion where the grant takes one,
 * and, as one more column, the client's secret. Without {@code spec.identities.oauth} nothing.
 */
final class OAuthColumns {
    private static final String PATH = "spec.identities.oauth.organizations";

    private final Optional<Gateway.GenesysCloud> genesys;
    private final Map<String, String> secrets;

    private OAuthColumns(Optional<Gateway.GenesysCloud> genesys, Map<String, String> secrets) {
        this.genesys = genesys;
        this.secrets = secrets;
    }

    /** @param secret gets a secret's value, given the path of the field that names it, and complains where there is none */
    static OAuthColumns of(Gateway gateway, BiFunction<String, OAuthOrganization, String> secret) {
        if (!(gateway.signaling() instanceof Gateway.GenesysCloud genesys) || !genesys.fetchesTokens()) {
            return new OAuthColumns(Optional.empty(), Map.of());
        }
        Map<String, String> secrets = new HashMap<>();
        for (int i = 0; i < genesys.organizations().size(); i++) {
            OAuthOrganization organization = genesys.organizations().get(i);
            secrets.put(organization.name(), secret.apply(PATH + "[" + i + "].clientSecretRef", organization));
        }
        return new OAuthColumns(Optional.of(genesys), secrets);
    }

    /** Whether tokens come with the identities. */
    boolean isEmpty() {
        return genesys.isEmpty();
    }

    /** What an identity lacks. */
    Optional<Violation> wrong(String path, Optional<String> organization, Map<String, String> values) {
        if (genesys.isEmpty()) {
            return Optional.empty();
        }
        Optional<OAuthOrganization> client = genesys.get().organization(organization);
        if (client.isEmpty()) {
            return Optional.of(new Violation(
                    path,
                    "an organization of spec.identities.oauth: " + String.join(", ", names()),
                    organization.map(Violations::quoted).orElse("none")));
        }
        boolean lacking = client.get().grant() == Grant.Saml2Bearer
                && values.getOrDefault(OAuthOrganization.ASSERTION, "").isEmpty();
        return lacking
                ? Optional.of(new Violation(path, "an assertion, in a column of that name", "none"))
                : Optional.empty();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        genesys.ifPresent(cloud -> cloud.organizations().forEach(organization -> names.add(organization.name())));
        return names;
    }

    /** The columns to add to an identity of this organization. */
    Map<String, String> of(Optional<String> organization) {
        return genesys.flatMap(cloud -> cloud.organization(organization))
                .map(client -> Map.of(OAuthOrganization.CLIENT_SECRET, secrets.getOrDefault(client.name(), "")))
                .orElse(Map.of());
    }
}
