package dev.softphone.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reports in their Genesys Cloud form, with their look-alikes: the cause, and the counts as the platform's own. */
class GenesysExamplesIT {
    private static final String CAP = "06-three-hundred-genesys-softphones";
    private static final String TOKEN = "07-one-token-for-all";
    private static final String TOKEN_STORM = "look-alike-token-storm";
    private static final String LOGIN_HOST = "POST /oauth/token";
    private static final long CALLS_PER_LOGIN = 7;
    private static final String BACKEND = "08-register-answers-504-genesys";

    /**
     * @param also another cause that has to be among them; empty: the first is the only one
     * @param scope empty: not asserted
     * @param low the least the limit may be; 0 with {@code high} 0: there is none
     */
    private record Row(
            String folder,
            String test,
            String simulator,
            String cause,
            String also,
            String scope,
            long low,
            long high) {
        Row(String folder, String simulator, String cause, String scope, long limit) {
            this(folder, "test", simulator, cause, "", scope, limit, limit);
        }

        LoadRun.Result run() throws Exception {
            Path path = LoadRun.root().resolve("examples").resolve(folder);
            return LoadRun.of(path.resolve(test + ".yaml"))
                    .with("--secrets", path.resolve("secrets.yaml").toString())
                    .with("--simulator", path.resolve(simulator + ".yaml").toString())
                    .measured();
        }

        /** One for each token that is needed, the preflight softphone's included, which is not fetched again. */
        long tokenRequests() {
            return switch (test) {
                case "test-fetched-each" -> 60;
                case "test-fetched-once" -> 2;
                case "test-client-credentials" -> 1;
                default -> 0;
            };
        }

        /** Channels are taken away without harm to what the default threshold is about; WrongGrant starts nothing. */
        int exitCode() {
            return switch (cause) {
                case "ChannelEvicted" -> 0;
                case "WrongGrant" -> 2;
                default -> 1;
            };
        }

        @Override
        public String toString() {
            return folder + " " + test + " " + simulator;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(CAP, "simulator", "ConcurrencyCap", "", 300),
                new Row(CAP, "test", "look-alike-handshake-rate", "HandshakeRateLimit", "", "", 540, 660),
                new Row(TOKEN, "test", "simulator", "RateLimited", "ChannelEvicted", "", 300, 300),
                new Row(TOKEN, "look-alike-stanza-throttled", "StanzaThrottled", "Identity", 0),
                new Row(TOKEN, "look-alike-channels-evicted", "ChannelEvicted", "Identity", 0),
                new Row(TOKEN, "look-alike-wrong-grant", "WrongGrant", "", 0),
                new Row(TOKEN, "look-alike-token-expired", "TokenExpired", "", 0),
                new Row(TOKEN, "look-alike-token-expired-unsaid", "AuthRejected", "", 0),
                new Row(TOKEN, "test-fetched-each", TOKEN_STORM, "TokenStorm", "", "organization acme", 30, 30),
                new Row(TOKEN, "test-fetched-once", TOKEN_STORM, "RateLimited", "", "organization acme", 300, 300),
                new Row(TOKEN, "test-client-credentials", TOKEN_STORM, "WrongGrant", "", "", 0, 0),
                new Row(BACKEND, "simulator", "BackendTimeout", "organization cyan", 0),
                new Row(BACKEND, "look-alike-silence", "StageTimeout", "organization cyan", 5_000),
                new Row(BACKEND, "look-alike-drain", "Drained", "", 0),
                new Row(BACKEND, "test", "look-alike-idle-timeout", "IdleTimeout", "", "", 4_500, 6_000),
                new Row(BACKEND, "test-keep-alive", "look-alike-lost-pongs", "KeepAliveLost", "", "", 2_000, 2_000),
                new Row(BACKEND, "test-comes-back", "look-alike-restart", "Drained", "RetryStorm", "", 0, 0),
                new Row(BACKEND, "test-comes-back-with-jitter", "look-alike-restart", "Drained", "", "", 0, 0));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT) // two at a time: each waits for most of its time
    @MethodSource("rows")
    void saysWhyAndCountsAsThePlatformDoes(Row row) throws Exception {
        LoadRun.Result result = row.run();

        String all = result.toString();
        assertThat(result.exitCode()).as(all).isEqualTo(row.exitCode());
        assertThat(result.cause()).as(all).isEqualTo(row.cause());
        JsonNode causes = result.status().path("causes");
        JsonNode cause = causes.path(0);
        assertThat(cause.path("limit").asLong()).as(all).isBetween(row.low(), row.high());
        if (!row.scope().isEmpty()) {
            assertThat(cause.path("scope").asText()).as(all).isEqualTo(row.scope());
        }
        if (row.cause().equals("ConcurrencyCap")) {
            assertThat(cause.path("confidence").asText()).as(all).isEqualTo("High");
        }
        if (row.also().isEmpty()) {
            assertThat(causes).as(all).hasSize(1);
        } else {
            assertThat(causes.findValuesAsText("type")).as(all).contains(row.also());
        }
        countsAreThePlatforms(result);
        tokensAreTheLoginHosts(row, result);
        budgetsAreTheApiHosts(row, result);
    }

    /** All calls on tokens but those of the preflight softphone, and what the limit in their answers allows. */
    private static void budgetsAreTheApiHosts(Row row, LoadRun.Result result) {
        long answered = 0;
        for (Map.Entry<String, JsonNode> endpoint :
                result.truth().at("/rest/byEndpoint").properties()) {
            answered += endpoint.getKey().equals(LOGIN_HOST)
                    ? 0
                    : sum(endpoint.getValue().path("answered"));
        }
        long calls = 0;
        for (JsonNode budget : result.status().path("restBudgets")) {
            calls += budget.path("calls").asLong();
            assertThat(budget.path("callsPerLogin").asLong()).as("%s", result).isEqualTo(CALLS_PER_LOGIN);
        }
        assertThat(calls).as("%s", result).isBetween(answered - CALLS_PER_LOGIN - 1, answered);
        if (row.cause().equals("RateLimited")) {
            JsonNode budget = result.status().at("/restBudgets/0");
            assertThat(budget.path("limitPerMinute").asLong()).as("%s", result).isEqualTo(row.low());
            assertThat(budget.path("loginsPerMinute").asLong()).as("%s", result).isEqualTo(row.low() / CALLS_PER_LOGIN);
            assertThat(budget.path("leastLeft").asLong(-1)).as("%s", result).isZero();
        }
    }

    private static void tokensAreTheLoginHosts(Row row, LoadRun.Result result) {
        JsonNode endpoint = result.truth().at("/rest/byEndpoint").path(LOGIN_HOST);
        long refused = count(endpoint, "/answered/429");
        assertThat(count(endpoint, "/received")).as("%s", result).isEqualTo(row.tokenRequests());
        assertThat(sum(result.truth().at("/genesys/tokens/issued")) + refused)
                .as("%s", result)
                .isEqualTo(row.tokenRequests());
        assertThat(result.outcomes("rejections", "token", "http/429"))
                .as("%s", result)
                .isEqualTo(refused);
        for (JsonNode stage : result.status().path("stages")) {
            if (stage.path("stage").asText().equals("token")) {
                assertThat(stage.path("succeeded").asLong() + refused)
                        .as("but for the preflight softphone's\n" + result)
                        .isEqualTo(row.tokenRequests() - 1);
            }
        }
        if (row.cause().equals("TokenStorm")) {
            assertThat(refused).as("%s", result).isPositive();
            assertThat(result.count("/softphones/connected"))
                    .as("who has a token gets in\n" + result)
                    .isEqualTo(row.tokenRequests() - refused);
        }
    }

    /** The platform has met one more than the run's own: the preflight softphone. */
    private static void countsAreThePlatforms(LoadRun.Result result) {
        JsonNode status = result.status();
        JsonNode truth = result.truth();
        JsonNode streams = truth.at("/genesys/streams");
        String all = result.toString();
        assertThat(count(truth, "/internalErrors")).as(all).isZero();
        assertThat(truth.at("/genesys/violations")).as(all).isEmpty();
        assertThat(count(streams, "/opened")).as(all).isEqualTo(count(truth, "/upgrades/accepted"));

        long alone = status.at("/preflight/result").asText().equals("Passed") ? 1 : 0;
        assertThat(count(streams, "/subscribed"))
                .as("two topics once for each that gets in, as a channel outlives its connections\n" + all)
                .isEqualTo(2 * (count(status, "/softphones/connected") + alone));
        assertThat(result.outcomes("rejections", "upgrade", "http/503"))
                .as(all)
                .isEqualTo(count(truth, "/upgrades/refusedByStatus/503"));
        assertThat(result.outcomes("drops", "established", "xmpp/transfer"))
                .as(all)
                .isEqualTo(count(streams, "/drained"));
        assertThat(result.outcomes("drops", "established", "tcp/eof"))
                .as(all)
                .isEqualTo(count(truth, "/sockets/killed/idle"));
        assertThat(result.outcomes("drops", "established", "tcp/reset"))
                .as(all)
                .isEqualTo(count(truth, "/sockets/killed/dropAll"));
        assertThat(told(result, "xmpp/no-longer-subscribed")).as(all).isEqualTo(count(streams, "/noLongerSubscribed"));
        long throttled = told(result, "xmpp/429");
        assertThat(sum(streams.path("refused")))
                .as("a login asks twice at a time, and the first no ends it\n" + all)
                .isBetween(throttled, throttled + result.outcomes("rejections", "register", "xmpp/429"));
        assertThat(count(streams, "/unanswered/PING"))
                .as("the second miss in a row ends it\n" + all)
                .isGreaterThanOrEqualTo(2 * result.outcomes("drops", "established", "timeout/pong"));
        restIsThePlatforms(result);
    }

    /** What the API host answered, but for the probes, whose answer nobody waits for. */
    private static void restIsThePlatforms(LoadRun.Result result) {
        JsonNode endpoints = result.truth().at("/rest/byEndpoint");
        for (String code : List.of("401", "429", "504")) {
            long told = result.outcomes("rejections", "login", "http/" + code);
            long answered = -count(endpoints.path(LOGIN_HOST), "/answered/" + code);
            for (JsonNode endpoint : endpoints) {
                answered += count(endpoint, "/answered/" + code);
            }
            assertThat(answered)
                    .as(code + "\n" + result)
                    .isBetween(told, told + count(endpoints.path("GET /api/v2/users/me"), "/answered/" + code));
        }
        assertThat(result.outcomes("failures", "login", "timeout/login"))
                .as("%s", result)
                .isEqualTo(count(endpoints.path("POST /api/v2/notifications/channels"), "/unanswered"));
    }

    private static long told(LoadRun.Result result, String code) {
        return result.outcomes("rejections", "register", code) + result.outcomes("rejections", "established", code);
    }

    private static long count(JsonNode node, String pointer) {
        JsonNode found = node.at(pointer);
        return found.isObject() ? found.path("count").asLong() : found.asLong();
    }

    private static long sum(JsonNode tally) {
        long sum = 0;
        for (Map.Entry<String, JsonNode> each : tally.properties()) {
            sum += count(each.getValue(), "");
        }
        return sum;
    }
}
