package dev.softphone.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example and every look-alike: its cause, its limit, its exit code, and its counts as the gateway's own. */
class ExamplesIT {
    private static final String ONE = "01-three-hundred-of-five-hundred";
    private static final String TWO = "02-too-many-requests";
    private static final String THREE = "03-fifty-more-every-ten-seconds";
    private static final String FOUR = "04-register-answers-504";

    /**
     * @param scope empty: not asserted
     * @param low the least the limit may be; 0 with {@code high} 0: there is none
     */
    private record Row(String folder, String test, String simulator, String cause, String scope, long low, long high) {
        Row(String folder, String simulator, String cause, String scope, long limit) {
            this(folder, "test", simulator, cause, scope, limit, limit);
        }

        LoadRun.Result run() throws Exception {
            Path path = LoadRun.root().resolve("examples").resolve(folder);
            return LoadRun.of(path.resolve(test + ".yaml"))
                    .with("--simulator", path.resolve(simulator + ".yaml").toString())
                    .run();
        }

        @Override
        public String toString() {
            return folder + " " + test + " " + simulator;
        }
    }

    /** Each example as it stands; with {@code -Dexamples.all=true} ({@code dev/verify --full}) every look-alike too. */
    static Stream<Row> rows() {
        boolean all = Boolean.getBoolean("examples.all");
        return everyRow().filter(row -> all || (row.test.equals("test") && row.simulator.equals("simulator")));
    }

    private static Stream<Row> everyRow() {
        return Stream.of(
                new Row(ONE, "simulator", "ConcurrencyCap", "", 300),
                new Row(ONE, "look-alike-queued-503", "ConcurrencyCap", "", 300),
                new Row(ONE, "test-two-addresses", "simulator", "ConcurrencyCap", "Tenant", 300, 300),
                new Row(ONE, "test", "look-alike-handshake-rate-503", "HandshakeRateLimit", "", 540, 660),
                new Row(ONE, "test", "look-alike-handshake-rate-429", "HandshakeRateLimit", "", 540, 660),
                new Row(TWO, "simulator", "RateLimited", "", 60),
                new Row(TWO, "look-alike-token-429", "TokenStorm", "", 60),
                new Row(TWO, "test", "look-alike-upgrade-429", "HandshakeRateLimit", "", 270, 330),
                new Row(TWO, "look-alike-in-band-429", "RateLimited", "Identity", 0),
                new Row(THREE, "simulator", "ConcurrencyCap", "", 160),
                new Row(THREE, "look-alike-drain", "Drained", "", 0),
                new Row(FOUR, "simulator", "BackendTimeout", "organization cyan", 0),
                new Row(FOUR, "look-alike-every-organization", "BackendTimeout", "stage register", 0),
                new Row(FOUR, "look-alike-silence", "StageTimeout", "organization cyan", 8_000),
                new Row(FOUR, "look-alike-registrar-full", "ConcurrencyCap", "", 60),
                new Row(FOUR, "look-alike-forbidden", "AuthRejected", "organization cyan", 0));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhyAndCountsAsTheGatewayDoes(Row row) throws Exception {
        LoadRun.Result result = row.run();

        String all = result.toString();
        assertThat(result.exitCode()).as(all).isEqualTo(1);
        assertThat(result.cause()).as(all).isEqualTo(row.cause());
        JsonNode cause = result.status().at("/causes/0");
        assertThat(cause.path("limit").asLong()).as(all).isBetween(row.low(), row.high());
        if (!row.scope().isEmpty()) {
            assertThat(cause.path("scope").asText()).as(all).isEqualTo(row.scope());
        }
        if (row.cause().equals("ConcurrencyCap")) {
            assertThat(cause.path("confidence").asText()).as(all).isEqualTo("High");
        }
        countsAreTheGateways(result.status(), result.truth(), all);
    }

    /** The gateway has met one more than the run's own: the preflight softphone, which nobody refused. */
    private static void countsAreTheGateways(JsonNode status, JsonNode truth, String all) {
        assertThat(count(truth, "/internalErrors")).as(all).isZero();
        boolean sip = count(truth, "/registers/received") > 0;
        long registered =
                sip ? count(truth, "/registers/distinctEver") : count(truth, "/messages/byName/register/served") - 1;
        assertThat(count(status, "/softphones/connected")).as(all).isEqualTo(registered);

        long tokensRefused = outcomes(status, "rejections", "token", "http/429");
        long attempts = count(status, "/attempts/first") + count(status, "/attempts/retries");
        assertThat(attempts - tokensRefused).as(all).isEqualTo(count(truth, "/upgrades/requested") - 1);
        for (Map.Entry<String, JsonNode> refused :
                truth.at("/upgrades/refusedByStatus").properties()) {
            assertThat(outcomes(status, "rejections", "upgrade", "http/" + refused.getKey()))
                    .as(all)
                    .isEqualTo(count(refused.getValue(), ""));
        }
        assertThat(outcomes(status, "failures", "upgrade", "timeout/upgrade"))
                .as(all)
                .isEqualTo(count(truth, "/upgrades/silenced"));
        assertThat(outcomes(status, "failures", "upgrade", "tcp/eof"))
                .as(all)
                .isEqualTo(count(truth, "/upgrades/finned"));
        for (Map.Entry<String, JsonNode> answered :
                truth.at("/registers/answered").properties()) {
            if (!answered.getKey().equals("200")) {
                assertThat(outcomes(status, "rejections", "register", "sip/" + answered.getKey()))
                        .as(all)
                        .isEqualTo(count(answered.getValue(), ""));
            }
        }
        assertThat(outcomes(status, "failures", "register", "timeout/register"))
                .as(all)
                .isEqualTo(count(truth, "/registers/silenced"));
        assertThat(tokensRefused + outcomes(status, "rejections", "media", "http/429"))
                .as(all)
                .isEqualTo(count(truth, "/rest/rateLimited"));
        assertThat(outcomes(status, "rejections", "media", "app/429"))
                .as(all)
                .isEqualTo(count(truth, "/messages/byName/offer/faulted"));
    }

    private static long count(JsonNode node, String pointer) {
        JsonNode found = node.at(pointer);
        return found.isObject() ? found.path("count").asLong() : found.asLong();
    }

    private static long outcomes(JsonNode status, String list, String stage, String code) {
        return StreamSupport.stream(status.path(list).spliterator(), false)
                .filter(outcome -> outcome.path("stage").asText().equals(stage))
                .filter(outcome -> outcome.path("code").asText().equals(code))
                .mapToLong(outcome -> outcome.path("count").asLong())
                .sum();
    }
}
