package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.HttpView;
import dev.softphone.loadtest.simulator.gateway.JsonPaths;
import dev.softphone.loadtest.simulator.script.GenesysScript;
import dev.softphone.loadtest.simulator.script.GenesysScript.Grant;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The login host: gives out tokens (RFC 6749, RFC 7522). For the gateway's thread only. */
final class LoginDesk {
    private final GenesysScript script;
    private final Directory directory;
    private final ApiAnswers answers;
    private final GenesysTruth truth;

    LoginDesk(GenesysScript script, Directory directory, ApiAnswers answers, GenesysTruth truth) {
        this.script = script;
        this.directory = directory;
        this.answers = answers;
        this.truth = truth;
    }

    /** What a client shows of itself: in its Authorization header, or else in the form. */
    private record Credentials(String id, String secret) {

        static @Nullable Credentials of(HttpView request) {
            String header = request.header("Authorization");
            if (header == null) {
                String id = JsonPaths.text(request.fields(), "client_id");
                String secret = JsonPaths.text(request.fields(), "client_secret");
                return id == null || secret == null ? null : new Credentials(id, secret);
            }
            if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
                return null;
            }
            try {
                String pair = new String(
                        Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                return colon < 0 ? null : new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        @Override
        public String toString() {
            return id + " (secret hidden)";
        }
    }

    /** The client that a request names, right or wrong; or null. */
    static @Nullable String client(HttpView request) {
        Credentials credentials = Credentials.of(request);
        return credentials == null ? null : credentials.id();
    }

    /** The user that a request names, or null. */
    @Nullable
    String user(HttpView request) {
        String assertion = JsonPaths.text(request.fields(), "assertion");
        return assertion == null
                ? null
                : Assertion.user(assertion, script.tokens().assertion());
    }

    void serve(ApiRequest request) {
        Credentials credentials = Credentials.of(request.exchange().request());
        Directory.Login login = credentials == null ? null : directory.login(credentials.id(), credentials.secret());
        String type = request.field("grant_type");
        Grant grant = Arrays.stream(Grant.values())
                .filter(one -> one.type().equals(type))
                .findFirst()
                .orElse(null);
        if (login == null) {
            refuse(request, 401, "invalid_client", "client not found or its secret is wrong");
        } else if (type == null) {
            refuse(request, 400, "invalid_request", "grant_type is missing");
        } else if (grant == null) {
            refuse(request, 400, "unsupported_grant_type", "client_credentials and saml2-bearer are served");
        } else if (!login.grants().contains(grant)) {
            refuse(request, 400, "unauthorized_client", "the client is not set up for this grant");
        } else if (grant == Grant.CLIENT_CREDENTIALS) {
            grant(request, grant, directory.issue(login.client(), login.organization(), null));
        } else {
            saml(request, login);
        }
    }

    private void saml(ApiRequest request, Directory.Login login) {
        String named = request.field("orgName");
        if (request.user() == null) {
            refuse(request, 400, "invalid_grant", "the assertion has no user");
        } else if (named != null && !Objects.equals(named, login.organization())) {
            refuse(request, 400, "invalid_grant", "orgName is not the organization of the client");
        } else {
            User user = directory.user(login.organization(), request.user());
            grant(request, Grant.SAML2_BEARER, directory.issue(login.client(), login.organization(), user));
        }
    }

    private void grant(ApiRequest request, Grant grant, Token token) {
        truth.issued(grant.name());
        answers.send(
                request,
                200,
                Map.of("Cache-Control", "no-store"),
                ApiAnswers.json()
                        .put("access_token", token.value())
                        .put("token_type", "bearer")
                        .put("expires_in", script.tokens().expiresIn().toSeconds())
                        .toString());
    }

    private void refuse(ApiRequest request, int status, String error, String description) {
        truth.loginRefused(error);
        answers.send(
                request,
                status,
                Map.of(),
                ApiAnswers.json()
                        .put("error", error)
                        .put("error_description", description)
                        .toString());
    }
}
