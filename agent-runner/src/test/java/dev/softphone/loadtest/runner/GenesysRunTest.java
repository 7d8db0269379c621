package dev.softphone.loadtest.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.RestUse;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.verdict.Judge;
import dev.softphone.loadtest.verdict.Verdict;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Manifest to verdict, over real sockets. */
@Timeout(120)
class GenesysRunTest {
    private static final String TOKEN = "secret"; // what every identity of a rehearsal has as its password

    @Test
    void everySoftphoneLogsInWithSevenRestCallsAndIsKeptByItsPings() throws Exception {
        try (TinyGenesys genesys = new TinyGenesys("none")) {
            RunResult result = Rehearsal.run(test(genesys.port(), 20));

            Measurements measured = result.evidence().measurements();
            assertThat(measured.outcomes()).isEmpty();
            assertThat(measured.balanced()).isTrue();
            assertThat(measured.softphones().connected()).isEqualTo(20);
            assertThat(measured.histograms()).containsKeys(Metric.LOGIN, Metric.AUTH, Metric.REGISTER, Metric.PONG);
            int logins = 21; // with the preflight softphone
            assertThat(genesys.bound()).isEqualTo(logins);
            assertThat(genesys.calls("GET /api/v2/organizations/me")).isEqualTo(logins);
            assertThat(genesys.calls("GET /api/v2/users/me"))
                    .as("with station, as a probe, and for the JID")
                    .isEqualTo(3 * logins);
            assertThat(genesys.calls("POST /api/v2/notifications/channels")).isEqualTo(logins);
            assertThat(genesys.calls("GET /api/v2/stations/st")).isEqualTo(logins);
            assertThat(genesys.calls("PUT /api/v2/notifications/channels/*/subscriptions"))
                    .as("the preflight softphone may leave before")
                    .isBetween(logins - 1, logins);
            assertThat(genesys.pings()).isPositive();
            assertThat(Judge.judge(result.evidence()).verdict()).isEqualTo(Verdict.Passed);
        }
    }

    @Test
    void softphonesThatShareATokenWaitForItsQuotaAndNeverCrossIt() throws Exception {
        try (TinyGenesys genesys = new TinyGenesys("none", 40)) {
            RunResult result = Rehearsal.run(test(genesys.port(), 8, "Respect", "8s"));

            Measurements measured = result.evidence().measurements();
            assertThat(genesys.limited()).isZero();
            assertThat(measured.outcomes()).isEmpty();
            assertThat(measured.softphones().connected()).isEqualTo(8);
            assertThat(measured.histograms()).containsKey(Metric.QUOTA_WAIT);
            assertThat(longest(measured, Metric.HANDSHAKE))
                    .as("the wait is no time of the handshake")
                    .isLessThan(longest(measured, Metric.QUOTA_WAIT));
            RestUse use = Objects.requireNonNull(measured.restUse().get(""));
            assertThat(use.perMinute()).hasValue(40);
            assertThat(use.answered())
                    .as("seven of each login, and what the server had to answer, the preflight softphone's apart")
                    .isBetween(7L * 8, genesys.calls() - 7L);
        }
    }

    private static long longest(Measurements measured, Metric metric) {
        return Objects.requireNonNull(measured.histograms().get(metric)).max();
    }

    @Test
    void softphonesThatOnlyObserveTheQuotaAreRefused() throws Exception {
        try (TinyGenesys genesys = new TinyGenesys("none", 10)) {
            RunResult result = Rehearsal.run(test(genesys.port(), 8, "Observe", "1s"));

            assertThat(genesys.limited()).isPositive();
            assertThat(result.evidence().measurements().restUse().get(""))
                    .extracting(RestUse::leastLeft)
                    .isEqualTo(OptionalLong.of(0));
            assertThat(result.evidence().measurements().histograms()).doesNotContainKey(Metric.QUOTA_WAIT);
        }
    }

    @Test
    void aSilentRestHostHoldsThePreflightForOneTimeoutAndNotForEveryTry() throws Exception {
        try (TinyGenesys genesys = new TinyGenesys("none").silent();
                Runner runner =
                        Rehearsal.runner(test(genesys.port(), 1, "Observe", "1s"), Share.WHOLE, new StopSignal())) {
            PreflightResult result = runner.preflight();

            assertThat(result.preflight().outcome())
                    .contains(new OutcomeKey(OutcomeKey.Kind.FAILURE, Stage.LOGIN, "timeout/login"));
            assertThat(genesys.calls("GET /api/v2/organizations/me")).isOne();
        }
    }

    @Test
    void aRefusedTokenIsToldAndStandsInNoTranscript() throws Exception {
        try (TinyGenesys genesys = new TinyGenesys(TOKEN)) {
            RunResult result = Rehearsal.run(test(genesys.port(), 5));

            OutcomeKey denied = new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.AUTH, "xmpp/not-authorized");
            assertThat(result.evidence().preflight().orElseThrow().outcome()).contains(denied);
            assertThat(result.transcripts()).isNotEmpty().allSatisfy(transcript -> assertThat(
                            String.join("\n", transcript.lines()))
                    .contains("<auth ", "not-authorized")
                    .doesNotContain(TOKEN, "authKey", "AGF1dGhLZXk"));
        }
    }

    private static LoadTest test(int port, int softphones) throws Exception {
        return test(port, softphones, "Observe", "2s");
    }

    private static LoadTest test(int port, int softphones, String quota, String hold) throws Exception {
        String manifest = """
                {"metadata": {"name": "genesys"}, "spec": {
                  "softphones": %d,
                  "gateway": {"protocol": "GenesysCloud", "url": "ws://127.0.0.1:%d",
                    "genesys": {"tokenColumn": "password", "quota": "%s"}},
                  "identities": {"generated": {"passwordSecretRef": {"name": "shared", "key": "token"}}},
                  "arrival": {"rampUp": {"over": "1s"}},
                  "hold": "%s", "drain": "2s", "timeouts": {"rest": "3s"},
                  "keepAlive": {"every": "300ms"}}}
                """.formatted(softphones, port, quota, hold);
        Reading<LoadTest> reading =
                SpecReader.read((ObjectNode) JsonMapper.builder().build().readTree(manifest));
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        return ((Reading.Accepted<LoadTest>) reading).value();
    }
}
