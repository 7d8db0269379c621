package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.GenesysRest.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GenesysRestTest {
    private static final String ACME_AND_GLOBEX = """
            genesys:
              organizations:
                - {name: acme, clients: [{id: app, secret: secret}]}
                - {name: globex, clients: [{id: machine, secret: other, grants: [ClientCredentials]}]}
            """;

    @Test
    void servesTheSevenRequestsOfALogin() {
        try (TestGateway gateway = TestGateway.with(ACME_AND_GLOBEX)) {
            GenesysRest rest = new GenesysRest(gateway);
            Answer login = rest.login("app", "secret", "ann@acme.test");
            assertThat(login.status()).isEqualTo(200);
            assertThat(login.text("/token_type")).isEqualTo("bearer");
            assertThat(login.text("/expires_in")).isEqualTo("86400");
            String token = login.text("/access_token");

            Answer organization = rest.get("/api/v2/organizations/me", token);
            assertThat(organization.text("/name")).isEqualTo("acme");
            Answer me = rest.get("/api/v2/users/me?expand=station", token);
            assertThat(me.text("/name")).isEqualTo("ann@acme.test");
            assertThat(me.text("/chat/jabberId")).endsWith("@acme.genesys.invalid");
            assertThat(rest.get("/api/v2/users/me", token).json().has("station"))
                    .as("station without expand")
                    .isFalse();
            String station = me.text("/station/effectiveStation/id");
            assertThat(rest.get("/api/v2/stations/" + station, token).text("/type"))
                    .isEqualTo("inin_webrtc_softphone");
            Answer channel = rest.call("POST", "/api/v2/notifications/channels?connectionType=streaming", token, "");
            assertThat(channel.text("/connectUri"))
                    .isEqualTo("ws://127.0.0.1:" + gateway.port() + "/stream/channels/" + channel.text("/id"));
            Answer subscribed = rest.call(
                    "PUT",
                    "/api/v2/notifications/channels/" + channel.text("/id") + "/subscriptions",
                    token,
                    "[{\"id\":\"v2.users." + me.text("/id") + ".station\"}]");
            assertThat(subscribed.text("/entities/0/id")).endsWith(".station");
            assertThat(subscribed.header("inin-correlation-id")).isNotEmpty();
            assertThat(rest.call("POST", "/api/v2/diagnostics/trace", token, "{}")
                            .status())
                    .isEqualTo(204);
            assertThat(gateway.count("/genesys/tokens/issued/SAML2_BEARER")).isEqualTo(1);
            assertThat(gateway.count("/genesys/channels/created")).isEqualTo(1);
            assertThat(gateway.count("/rest/byEndpoint/GET ~1api~1v2~1users~1me/answeredByOrganization/acme~1200"))
                    .isEqualTo(2);
            assertThat(gateway.truth("/genesys/violations")).isEmpty();
        }
    }

    @Test
    void tellsWrongClientsGrantsAndAssertionsApart() {
        try (TestGateway gateway = TestGateway.with(ACME_AND_GLOBEX)) {
            GenesysRest rest = new GenesysRest(gateway);
            assertThat(rest.login("app", "wrong", "u")).satisfies(answer -> isRefused(answer, 401, "invalid_client"));
            assertThat(rest.login("nobody", "secret", "u"))
                    .satisfies(answer -> isRefused(answer, 401, "invalid_client"));
            assertThat(rest.login("machine", "other", "u"))
                    .satisfies(answer -> isRefused(answer, 400, "unauthorized_client"));
            assertThat(rest.form("app", "secret", "grant_type=password"))
                    .satisfies(answer -> isRefused(answer, 400, "unsupported_grant_type"));
            assertThat(rest.form("app", "secret", "a=b"))
                    .satisfies(answer -> isRefused(answer, 400, "invalid_request"));
            String grant = "grant_type=urn:ietf:params:oauth:grant-type:saml2-bearer&assertion=";
            assertThat(rest.form("app", "secret", grant + "AAAA"))
                    .satisfies(answer -> isRefused(answer, 400, "invalid_grant"));
            String dtd = "<!DOCTYPE a [<!ENTITY e \"ann\">]><Assertion><NameID>&e;</NameID></Assertion>";
            assertThat(rest.form("app", "secret", grant + GenesysRest.base64(dtd)))
                    .as("a DTD")
                    .satisfies(answer -> isRefused(answer, 400, "invalid_grant"));
            assertThat(gateway.count("/genesys/tokens/refused/invalid_client")).isEqualTo(2);
            assertThat(gateway.truth("/genesys/tokens/issued")).isEmpty();
        }
    }

    private static void isRefused(Answer answer, int status, String error) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/error")).isEqualTo(error);
    }

    @Test
    void refusesAClientsTokenWhereAUserIsNeeded() {
        try (TestGateway gateway = TestGateway.with(ACME_AND_GLOBEX)) {
            GenesysRest rest = new GenesysRest(gateway);
            String token = rest.form("machine", "other", "grant_type=client_credentials")
                    .text("/access_token");
            assertThat(rest.get("/api/v2/organizations/me", token).text("/name"))
                    .isEqualTo("globex");
            Answer me = rest.get("/api/v2/users/me", token);
            assertThat(me.status()).isEqualTo(400);
            assertThat(me.text("/message"))
                    .isEqualTo("This request requires a user context. Client credentials cannot be used for requests to"
                            + " this resource.");
            assertThat(gateway.count("/genesys/tokens/withoutUser")).isEqualTo(1);
        }
    }

    @Test
    void answers401ToTokensThatAreMissingUnknownOrExpired() throws Exception {
        try (TestGateway gateway = TestGateway.with("""
                genesys:
                  tokens: {expiresIn: 300ms, assertion: UserName, preissued: {capture: "t-(.*)"}}
                """)) {
            GenesysRest rest = new GenesysRest(gateway);
            assertThat(rest.get("/api/v2/users/me", "").status()).isEqualTo(401);
            assertThat(rest.get("/api/v2/users/me", "x").text("/code")).isEqualTo("bad.credentials");
            assertThat(rest.get("/api/v2/users/me", "t-ann").text("/name")).isEqualTo("ann");
            await().until(() -> rest.get("/api/v2/users/me", "t-ann").status() == 401);
            assertThat(gateway.count("/genesys/tokens/unauthorized/missing")).isEqualTo(1);
            assertThat(gateway.count("/genesys/tokens/unauthorized/unknown")).isEqualTo(1);
            assertThat(gateway.count("/genesys/tokens/unauthorized/expired")).isEqualTo(1);
        }
    }

    @Test
    void countsARequestInTheWindowsOfTokenUserAndOrganization() {
        try (TestGateway gateway = TestGateway.with("""
                genesys:
                  tokens: {preissued: {capture: "(.*)-.*", organization: acme}}
                  limits:
                    token: {allowed: 3, per: 1h}
                    user: {allowed: 5, per: 1h}
                    organization: {allowed: 7, per: 1h}
                """)) {
            GenesysRest rest = new GenesysRest(gateway);
            List<Integer> statuses = new ArrayList<>();
            List<String> allowed = new ArrayList<>();
            List<Answer> answers = new ArrayList<>();
            for (String token :
                    List.of("ann-1", "ann-1", "ann-1", "ann-1", "ann-2", "ann-2", "ann-2", "bob-1", "bob-1", "bob-1")) {
                Answer answer = rest.get("/api/v2/users/me", token);
                answers.add(answer);
                statuses.add(answer.status());
                allowed.add(answer.header("inin-ratelimit-allowed"));
            }
            Answer last = answers.get(9);
            assertThat(statuses).containsExactly(200, 200, 200, 429, 200, 200, 429, 200, 200, 429);
            assertThat(allowed).containsExactly("3", "3", "3", "3", "5", "5", "5", "7", "7", "7");
            assertThat(last.header("inin-ratelimit-count")).isEqualTo("7");
            int retryAfter = Integer.parseInt(last.header("Retry-After"));
            assertThat(retryAfter).isBetween(3_000, 3_600);
            assertThat(last.text("/code")).isEqualTo("too.many.requests.retry.after");
            assertThat(last.text("/message"))
                    .isEqualTo("Rate limit exceeded the maximum. Retry the request in [" + retryAfter + "] seconds");
            JsonNode limited = gateway.truth("/genesys/rateLimited");
            assertThat(limited.at("/token/count").asInt()).isEqualTo(1);
            assertThat(limited.at("/user/count").asInt()).isEqualTo(1);
            assertThat(limited.at("/organization/count").asInt()).isEqualTo(1);
            assertThat(gateway.count("/rest/rateLimited")).isEqualTo(3);
        }
    }

    @Test
    void limitsLoginsOfAClientByThemselves() {
        try (TestGateway gateway = TestGateway.with("""
                genesys:
                  organizations:
                    - {name: acme, clients: [{id: app, secret: secret}]}
                    - {name: globex, clients: [{id: other, secret: secret}]}
                  login:
                    - {whenRate: {above: {count: 1, per: 1h}, per: Client}, then: {http: {status: 429, retryAfter: 7s}}}
                  rest:
                    - {whenOperation: [UserMe], whenOrganization: [globex], then: {http: {status: 504}}}
                """)) {
            GenesysRest rest = new GenesysRest(gateway);
            assertThat(rest.login("app", "secret", "ann").status()).isEqualTo(200);
            Answer limited = rest.login("app", "secret", "bob");
            assertThat(limited.status()).isEqualTo(429);
            assertThat(limited.header("Retry-After")).isEqualTo("7");
            assertThat(limited.text("/message")).contains("in [7] seconds");
            Answer other = rest.login("other", "secret", "cid");
            assertThat(other.status()).isEqualTo(200);
            String token = other.text("/access_token");
            assertThat(rest.get("/api/v2/users/me", token).status()).isEqualTo(504);
            assertThat(rest.get("/api/v2/organizations/me", token).status()).isEqualTo(200);
        }
    }

    @Test
    void evictsAChannelWhenAUserMakesOneTooMany() {
        try (TestGateway gateway = TestGateway.with("""
                genesys: {channelsPerUser: 2, tokens: {preissued: {capture: "(.*)"}}}
                """)) {
            GenesysRest rest = new GenesysRest(gateway);
            List<String> channels = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                channels.add(rest.channel("ann"));
            }
            String other = rest.channel("bob");
            assertThat(channels).allSatisfy(id -> assertThat(id).isNotEmpty());
            assertThat(subscribe(rest, "ann", channels.get(0)).status())
                    .as("evicted")
                    .isEqualTo(404);
            assertThat(subscribe(rest, "ann", channels.get(1)).status()).isEqualTo(200);
            assertThat(subscribe(rest, "ann", other).status())
                    .as("of another user")
                    .isEqualTo(404);
            assertThat(gateway.count("/genesys/channels/evicted")).isEqualTo(1);
        }
    }

    private static Answer subscribe(GenesysRest rest, String token, String channel) {
        return rest.call("PUT", "/api/v2/notifications/channels/" + channel + "/subscriptions", token, "[]");
    }

    @Test
    void countsMalformedRequestsAsViolations() {
        try (TestGateway gateway = TestGateway.with("""
                genesys: {tokens: {preissued: {capture: "(.*)"}}}
                """)) {
            GenesysRest rest = new GenesysRest(gateway);
            assertThat(rest.call("POST", "/api/v2/notifications/channels", "ann", "")
                            .status())
                    .isEqualTo(400);
            String path = "/api/v2/notifications/channels/" + rest.channel("ann") + "/subscriptions";
            String topic = "[{\"id\":\"" + "v".repeat(200) + "\"}]";
            assertThat(rest.call("PUT", path, "ann", topic).status()).isEqualTo(400);
            assertThat(rest.call("PUT", path, "ann", "{}").status()).isEqualTo(400);
            assertThat(gateway.truth("/genesys/violations")).hasSize(3);
            assertThat(rest.get("/api/v2/nothing", "ann").status()).isEqualTo(404);
        }
    }
}
