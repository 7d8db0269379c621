package dev.softphone.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example and every look-alike: its cause, its limit, its exit code, and its counts as the gateway's own. */
class ExamplesIT {
    private static final String ONE = "01-three-hundred-of-five-hundred";
    private static final String TWO = "02-too-many-requests";
    private static final String THREE = "03-fifty-more-every-ten-seconds";
    private static final String FOUR = "04-register-answers-504";
    private static final long PREFLIGHT = 1;
    private static final String CAP = "ConcurrencyCap";

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
                    .measured();
        }

        @Override
        public String toString() {
            return folder + " " + test + " " + simulator;
        }
    }

    private static final Row IN_STEPS = new Row(THREE, "simulator", CAP, "", 160);

    static Stream<Row> rows() {
        return Stream.of(
                new Row(ONE, "simulator", CAP, "", 300),
                new Row(ONE, "look-alike-queued-503", CAP, "", 300),
                new Row(ONE, "look-alike-policy-close", CAP, "", 300),
                new Row(ONE, "look-alike-closed-without-an-answer", CAP, "", 300),
                new Row(ONE, "look-alike-silence", CAP, "", 300),
                new Row(ONE, "test-two-addresses", "simulator", CAP, "Tenant", 300, 300),
                new Row(ONE, "test-two-addresses", "look-alike-cap-per-address", CAP, "SourceAddress", 100, 100),
                new Row(ONE, "test", "look-alike-handshake-rate-503", "HandshakeRateLimit", "", 540, 660),
                new Row(ONE, "test", "look-alike-handshake-rate-429", "HandshakeRateLimit", "", 540, 660),
                new Row(TWO, "simulator", "RateLimited", "", 60),
                new Row(TWO, "look-alike-token-429", "TokenStorm", "", 60),
                new Row(TWO, "test", "look-alike-upgrade-429", "HandshakeRateLimit", "", 270, 330),
                new Row(TWO, "look-alike-in-band-429", "RateLimited", "Identity", 0),
                IN_STEPS,
                new Row(THREE, "look-alike-drain", "Drained", "", 0),
                new Row(THREE, "test", "look-alike-lifetime", "IdleTimeout", "", 7_500, 9_000),
                new Row(THREE, "look-alike-lost-pongs", "KeepAliveLost", "", 3_000),
                new Row(FOUR, "simulator", "BackendTimeout", "organization cyan", 0),
                new Row(FOUR, "look-alike-every-organization", "BackendTimeout", "stage register", 0),
                new Row(FOUR, "look-alike-silence", "StageTimeout", "organization cyan", 8_000),
                new Row(FOUR, "look-alike-registrar-full", CAP, "", 60),
                new Row(FOUR, "look-alike-forbidden", "AuthRejected", "organization cyan", 0));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT) // two at a time: each waits for most of its time
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
        if (row.cause().equals(CAP)) {
            assertThat(cause.path("confidence").asText()).as(all).isEqualTo("High");
        }
        countsAreTheGateways(result);
        if (row.equals(IN_STEPS)) {
            everyStepIsToldWithWhatBecameOfIt(result);
        }
    }

    private static void everyStepIsToldWithWhatBecameOfIt(LoadRun.Result result) {
        JsonNode steps = result.status().path("steps");
        assertThat(steps).as("350 softphones, 25 a step\n%s", result).hasSize(14);
        for (int i = 0; i < steps.size(); i++) {
            int room = Math.max(0, Math.min(25, 160 - i * 25));
            assertThat(count(steps.get(i), "/softphones")).as("%s", result).isEqualTo(25);
            assertThat(count(steps.get(i), "/connected"))
                    .as("step %s\n%s", i, result)
                    .isEqualTo(room);
            assertThat(count(steps.get(i), "/rejected"))
                    .as("step %s\n%s", i, result)
                    .isEqualTo(25 - room);
        }
    }

    /** The gateway's counts are of all trials together, and so are the sums over {@code status.steps}. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSearchFindsHowManyHoldAndTellsEachTrial() throws Exception {
        LoadRun.Result result = new Row(THREE, "test-search", "simulator", CAP, "", 160, 160).run();

        assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
        assertThat(result.cause()).as("%s", result).isEqualTo(CAP);
        assertThat(result.count("/causes/0/limit")).as("%s", result).isEqualTo(160);
        long held = 0;
        long lost = Long.MAX_VALUE;
        long connected = 0;
        long rejected = 0;
        for (JsonNode trial : result.status().path("steps")) {
            long size = count(trial, "/softphones");
            boolean holds = trial.path("result").asText().equals("Held");
            assertThat(holds).as("trial of %s\n%s", size, result).isEqualTo(size <= 160);
            held = holds ? Math.max(held, size) : held;
            lost = holds ? lost : Math.min(lost, size);
            connected += count(trial, "/connected");
            rejected += count(trial, "/rejected");
        }
        assertThat(lost - held).as("found to a precision of 5\n%s", result).isBetween(1L, 5L);
        assertThat(connected).as("%s", result).isEqualTo(result.truth("/upgrades/accepted") - PREFLIGHT);
        assertThat(rejected).as("%s", result).isEqualTo(result.truth("/upgrades/refusedByStatus/503"));
    }

    /** The gateway has met one more than the run's own: the preflight softphone, which nobody refused. */
    private static void countsAreTheGateways(LoadRun.Result result) {
        JsonNode status = result.status();
        JsonNode truth = result.truth();
        String all = result.toString();
        assertThat(count(truth, "/internalErrors")).as(all).isZero();
        boolean sip = count(truth, "/registers/received") > 0;
        long registered =
                sip ? count(truth, "/registers/distinctEver") : count(truth, "/messages/byName/register/served") - 1;
        assertThat(count(status, "/softphones/connected")).as(all).isEqualTo(registered);

        long tokensRefused = result.outcomes("rejections", "token", "http/429");
        long attempts = count(status, "/attempts/first") + count(status, "/attempts/retries");
        assertThat(attempts - tokensRefused).as(all).isEqualTo(count(truth, "/upgrades/requested") - 1);
        for (Map.Entry<String, JsonNode> refused :
                truth.at("/upgrades/refusedByStatus").properties()) {
            assertThat(result.outcomes("rejections", "upgrade", "http/" + refused.getKey()))
                    .as(all)
                    .isEqualTo(count(refused.getValue(), ""));
        }
        assertThat(result.outcomes("failures", "upgrade", "timeout/upgrade"))
                .as(all)
                .isEqualTo(count(truth, "/upgrades/silenced"));
        assertThat(result.outcomes("failures", "upgrade", "tcp/eof"))
                .as(all)
                .isEqualTo(count(truth, "/upgrades/finned"));
        assertThat(result.outcomes("rejections", "register", "ws/1008"))
                .as(all)
                .isEqualTo(count(truth, "/upgrades/acceptedThenEnded"));
        long dropped = result.outcomes("drops", "established", "tcp/eof");
        long leftInOrder = count(status, "/softphones/connected") - count(status, "/softphones/droppedAfterConnect");
        assertThat(count(truth, "/sockets/killed/lifetime"))
                .as("dropped, or leaving by itself at that moment\n" + all)
                .isBetween(dropped, dropped + (dropped == 0 ? 0 : leftInOrder));
        assertThat(result.outcomes("drops", "established", "tcp/reset"))
                .as(all)
                .isEqualTo(count(truth, "/sockets/killed/dropAll"));
        for (Map.Entry<String, JsonNode> answered :
                truth.at("/registers/answered").properties()) {
            if (!answered.getKey().equals("200")) {
                assertThat(result.outcomes("rejections", "register", "sip/" + answered.getKey()))
                        .as(all)
                        .isEqualTo(count(answered.getValue(), ""));
            }
        }
        assertThat(result.outcomes("failures", "register", "timeout/register"))
                .as(all)
                .isEqualTo(count(truth, "/registers/silenced"));
        assertThat(tokensRefused + result.outcomes("rejections", "media", "http/429"))
                .as(all)
                .isEqualTo(count(truth, "/rest/rateLimited"));
        assertThat(result.outcomes("rejections", "media", "app/429"))
                .as(all)
                .isEqualTo(count(truth, "/messages/byName/offer/faulted"));
    }

    private static long count(JsonNode node, String pointer) {
        JsonNode found = node.at(pointer);
        return found.isObject() ? found.path("count").asLong() : found.asLong();
    }
}
