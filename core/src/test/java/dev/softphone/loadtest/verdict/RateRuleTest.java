package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateRuleTest {

    private static final RunFixture.Refusal UNAVAILABLE = rejection(Stage.UPGRADE, "http/503");

    @Test
    void tooManyRequestsOnTokensIsATokenStormWithItsLimitFromTheHeaders() {
        Cause cause = only(RunFixture.of(500)
                .rampUp(60)
                .gateway(cap(
                        300,
                        saying(
                                rejection(Stage.TOKEN, "http/429"),
                                "Rate limit exceeded the maximum",
                                Map.of(
                                        "inin-ratelimit-allowed", "300",
                                        "inin-ratelimit-count", "301",
                                        "retry-after", "17")))));

        assertThat(cause.type()).isEqualTo(CauseType.TokenStorm);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("inin-ratelimit-allowed: 300"));
        assertThat(cause.nextTest().orElseThrow().specPatch().toString()).contains("count=240");
    }

    @Test
    void aStormOfTokensThatAreKeptCountsRequestsAndNotAttempts() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(500)
                        .rampUp(60)
                        .gateway(cap(300, saying(rejection(Stage.TOKEN, "http/429"), "", Map.of()))))
                .genesys()
                .oauth()
                .causes();

        assertThat(causes).singleElement().satisfies(cause -> {
            assertThat(cause.type()).isEqualTo(CauseType.TokenStorm);
            assertThat(cause.evidence().get(0)).contains("requests for a token in 500 attempts");
            assertThat(cause.remedy()).startsWith("Tokens are kept and reused already");
        });
    }

    @Test
    void tooManyRequestsOnOtherRestCallsIsARateLimitThatNamesItself() {
        Cause cause = only(RunFixture.of(500)
                .rampUp(60)
                .gateway(cap(
                        300,
                        saying(
                                rejection(Stage.LOGIN, "http/429"),
                                "",
                                Map.of("ratelimit-policy", "\"default\";q=100;w=20")))));

        assertThat(cause.type()).isEqualTo(CauseType.RateLimited);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
    }

    @Test
    void aLimitWithoutItsWindowIsQuotedAndNotTurnedIntoANumberPerMinute() {
        Cause cause = only(RunFixture.of(500)
                .rampUp(60)
                .gateway(cap(300, saying(rejection(Stage.LOGIN, "http/429"), "", Map.of("x-ratelimit-limit", "100")))));

        assertThat(cause.limit()).isEmpty();
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("x-ratelimit-limit: 100"));
        assertThat(cause.nextTest()).isPresent();
    }

    @Test
    void tooManyRequestsInBandCountByIdentity() {
        Cause cause = only(RunFixture.of(500)
                .rampUp(60)
                .gateway(attempt -> attempt.softphone() % 9 == 4 ? rejection(Stage.MEDIA, "app/429") : null));

        assertThat(cause.type()).isEqualTo(CauseType.RateLimited);
        assertThat(cause.scope()).contains("Identity");
    }

    @Test
    void aSharedTokenOfGenesysCloudIsALimitOfLogins() {
        Map<String, String> limit = Map.of("inin-ratelimit-allowed", "300", "retry-after", "17");
        EvidenceFixture shared = EvidenceFixture.of(RunFixture.of(500)
                        .rampUp(60)
                        .gateway(cap(300, saying(rejection(Stage.LOGIN, "http/429"), "", limit))))
                .genesys();

        assertThat(shared.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.type()).isEqualTo(CauseType.RateLimited);
            assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
            assertThat(cause.evidence())
                    .contains(
                            "A login costs 7 REST calls, so that 300 a minute are 42 logins a minute on one token, and"
                                    + " generated identities share one.");
            assertThat(cause.nextTest().orElseThrow().specPatch().toString()).contains("count=33");
        });
        assertThat(shared.oauth().causes().get(0).evidence())
                .anyMatch(sentence ->
                        sentence.endsWith("one token, and identities.oauth has an organization share one."));
    }

    @Test
    void refusalsThatEndedNothingAreALimitAllTheSame() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(100).rampUp(10).gateway(attempt -> null))
                .genesys()
                .setback(Stage.LOGIN, "http/429", 40, "too.many.requests", Map.of("inin-ratelimit-allowed", "300"))
                .causes();

        assertThat(causes).singleElement().satisfies(cause -> {
            assertThat(cause.type()).isEqualTo(CauseType.RateLimited);
            assertThat(cause.softphones()).isZero();
            assertThat(cause.evidence()).anyMatch(sentence -> sentence.startsWith("No softphone's last word"));
        });
    }

    @Test
    void throttledStanzasAreTheIdentitysAndQuoted() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(100).rampUp(10).gateway(attempt -> null))
                .genesys()
                .setback(Stage.MEDIA, "xmpp/429", 57, "Throttled: Rate exceeded for /realtime/stanza", Map.of())
                .causes();

        assertThat(causes).singleElement().satisfies(cause -> {
            assertThat(cause.type()).isEqualTo(CauseType.StanzaThrottled);
            assertThat(cause.scope()).contains("Identity");
            assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("Throttled: Rate exceeded"));
            assertThat(cause.evidence().get(0)).contains("media xmpp/429 ×57");
        });
    }

    @Test
    void a429AtTheUpgradeOfOneSoftphoneIsAQuotaAlreadyUsedUp() {
        RunFixture.Refusal tooMany = rejection(Stage.UPGRADE, "http/429");
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(100).rampUp(10).gateway(attempt -> tooMany))
                .preflightEndedWith(tooMany.key(), "")
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.RateLimited);
    }

    @Test
    void retriesThatMakeTheRefusalsWorseAreAStormOfOurOwn() {
        List<Cause> causes = EvidenceFixture.of(
                        RunFixture.of(400).rampUp(60).retries(8, 500).gateway(overloadedByAttempts(6)))
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.RetryStorm);
        assertThat(causes.get(0).evidence().get(0)).contains("400 first attempts became");
        assertThat(causes.get(0).nextTest().orElseThrow().specPatch())
                .isEqualTo(Map.of("retry", Map.of("profile", "None")));
    }

    @Test
    void theSameGatewayWithoutRetriesHasNoStorm() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(400).rampUp(60).gateway(overloadedByAttempts(6)))
                .causes();

        assertThat(causes).noneMatch(cause -> cause.type() == CauseType.RetryStorm);
    }

    @Test
    void retriesAgainstACapAreNoStorm() {
        List<Cause> causes = EvidenceFixture.of(
                        RunFixture.of(500).rampUp(60).retries(4, 2_000).gateway(cap(300, UNAVAILABLE)))
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.ConcurrencyCap);
    }

    /** Every attempt costs; beyond so many a second more and more of them are refused. */
    private static RunFixture.Gateway overloadedByAttempts(int perSecond) {
        long[] second = {-1};
        int[] seen = {0};
        SplittableRandom random = new SplittableRandom(5);
        return attempt -> {
            if (attempt.atMillis() / 1000 != second[0]) {
                second[0] = attempt.atMillis() / 1000;
                seen[0] = Math.max(0, seen[0] - perSecond) / 2;
            }
            seen[0]++;
            return random.nextInt(10 * perSecond) < 4 * seen[0] - perSecond ? UNAVAILABLE : null;
        };
    }

    private static Cause only(RunFixture run) {
        List<Cause> causes = EvidenceFixture.of(run).causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
