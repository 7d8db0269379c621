package dev.softphone.loadtest.runner.signaling.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.OAuthOrganization.Grant;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.JsonText;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The request for an access token (RFC 6749 section 4.4, RFC 7522) and its answer. */
public final class TokenRequest {
    private static final String SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer";

    private TokenRequest() {}

    /**
     * A token that was granted.
     *
     * @param lifetimeSeconds absent where the answer does not tell
     */
    public record Granted(String token, OptionalLong lifetimeSeconds) {
        @Override
        public String toString() {
            return "Granted[" + lifetimeSeconds + "]";
        }
    }

    /** @param whose with the secret of the organization's client, and an assertion where the grant takes one */
    public static RestRequest of(OAuthOrganization organization, Identity whose) {
        String secret = whose.values().getOrDefault(OAuthOrganization.CLIENT_SECRET, "");
        String credentials = Base64.getEncoder()
                .encodeToString((organization.clientId() + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return new RestRequest(
                "token",
                Stage.TOKEN,
                "POST",
                URI.create(organization.url().getScheme() + "://"
                        + organization.url().getRawAuthority() + "/oauth/token"),
                Map.of(
                        "Authorization",
                        "Basic " + credentials,
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Accept",
                        "application/json"),
                Optional.of(form(organization, assertion(whose))));
    }

    /** What names the user; empty where the identity has none. */
    public static String assertion(Identity whose) {
        return whose.values().getOrDefault(OAuthOrganization.ASSERTION, "");
    }

    private static String form(OAuthOrganization organization, String assertion) {
        return organization.grant() == Grant.ClientCredentials
                ? "grant_type=client_credentials"
                : "grant_type=" + encoded(SAML2_BEARER) + "&orgName=" + encoded(organization.name()) + "&assertion="
                        + encoded(assertion);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** What an answer of 200 brings; empty where it has no token. */
    public static Optional<Granted> granted(String body) {
        JsonNode json = JsonText.parse(body);
        String token = json == null ? "" : json.path("access_token").asText("");
        if (json == null || token.isEmpty()) {
            return Optional.empty();
        }
        long lifetime = json.path("expires_in").asLong(-1);
        return Optional.of(new Granted(token, lifetime < 0 ? OptionalLong.empty() : OptionalLong.of(lifetime)));
    }
}
