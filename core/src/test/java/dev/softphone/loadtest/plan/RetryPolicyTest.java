package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Retry.Jitter;
import dev.softphone.loadtest.model.Retry.Profile;
import dev.softphone.loadtest.model.Retry.Rule;
import dev.softphone.loadtest.model.Retry.Rule.Action;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.RetryPolicy.Decision;
import dev.softphone.loadtest.plan.RetryPolicy.GiveUp;
import dev.softphone.loadtest.plan.RetryPolicy.RetryIn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private final SplittableRandom random = new SplittableRandom(20261121);

    @Test
    void noneNeverRetries() {
        assertThat(decide(Profile.None, Stage.UPGRADE, "http/503", 0))
                .isEqualTo(new GiveUp("retry.maxRetries: 0 of 0 used"));
    }

    @Test
    void theGenesysSdkWaitsWithoutJitterAndWithoutEnd() {
        assertThat(LongStream.range(0, 9)
                        .map(n -> millis(decide(Profile.GenesysSdk, Stage.UPGRADE, "ws/1006", (int) n))))
                .containsExactly(2000L, 4000L, 8000L, 16_000L, 32_000L, 64_000L, 90_000L, 90_000L, 90_000L);
        assertThat(millis(decide(Profile.GenesysSdk, Stage.UPGRADE, "ws/1006", 100_000)))
                .isEqualTo(90_000);
    }

    @Test
    void theGenesysSdkDoesNotSeeWhyAnUpgradeWasRefused() {
        assertThat(millis(decide(Profile.GenesysSdk, Stage.UPGRADE, "http/429", 1, 60_000)))
                .isEqualTo(4000);
        assertThat(millis(decide(Profile.GenesysSdk, Stage.UPGRADE, "http/401", 0)))
                .isEqualTo(2000);
    }

    @Test
    void theGenesysSdkAddsItsDelayToARetryAfterOfRest() {
        assertThat(millis(decide(Profile.GenesysSdk, Stage.LOGIN, "http/429", 2, 60_000)))
                .isEqualTo(68_000);
        assertThat(millis(decide(Profile.GenesysSdk, Stage.TOKEN, "http/503", 2)))
                .isEqualTo(8000);
    }

    @Test
    void theGenesysSdkComesBackAtOnceWhenItIsTransferred() {
        assertThat(millis(decide(Profile.GenesysSdk, Stage.ESTABLISHED, "xmpp/transfer", 0)))
                .isZero();
        assertThat(millis(decide(Profile.GenesysSdk, Stage.ESTABLISHED, "xmpp/conflict", 0)))
                .isEqualTo(2000);
    }

    @Test
    void theGenesysSdkEndsAtRefusedCredentials() {
        assertThat(decide(Profile.GenesysSdk, Stage.TOKEN, "http/401", 0)).isInstanceOf(GiveUp.class);
        assertThat(decide(Profile.GenesysSdk, Stage.LOGIN, "http/403", 0)).isInstanceOf(GiveUp.class);
        assertThat(decide(Profile.GenesysSdk, Stage.AUTH, "xmpp/not-authorized", 0))
                .isEqualTo(new GiveUp("retry.profile: GenesysSdk does not retry auth xmpp/not-authorized"));
        assertThat(decide(Profile.GenesysSdk, Stage.AUTH, "xmpp/mechanism-too-weak", 0))
                .isInstanceOf(RetryIn.class);
        assertThat(decide(Profile.GenesysSdk, Stage.AUTH, "timeout/auth", 0)).isInstanceOf(RetryIn.class);
        assertThat(decide(Profile.GenesysSdk, Stage.REGISTER, "xmpp/not-allowed", 0))
                .isInstanceOf(RetryIn.class);
    }

    @Test
    void aRuleOutranksWhatTheGenesysSdkNeverRetries() {
        Retry sdk = RetryPolicy.defaults(Profile.GenesysSdk);
        RetryPolicy patient = RetryPolicy.of(new Retry(
                sdk.profile(),
                sdk.base(),
                sdk.multiplierPercent(),
                sdk.max(),
                sdk.jitter(),
                sdk.maxRetries(),
                sdk.honourRetryAfter(),
                List.of(new Rule("http/401", Action.Retry, Optional.empty()))));

        assertThat(patient.decide(Stage.TOKEN, "http/401", 0, OptionalLong.empty(), random))
                .isEqualTo(new RetryIn(2000));
    }

    @Test
    void rfc5626WaitsTheUpperHalfOfItsTable() {
        long[][] secondsByRetry = {{30, 60}, {60, 120}, {120, 240}, {240, 480}, {480, 960}, {900, 1800}, {900, 1800}};
        for (int n = 0; n < secondsByRetry.length; n++) {
            assertThat(draws(Profile.Rfc5626, n))
                    .as("retries so far: %d", n)
                    .allMatch(within(secondsByRetry[n][0] * 1000, secondsByRetry[n][1] * 1000))
                    .anyMatch(below(secondsByRetry[n][0] * 1050))
                    .anyMatch(above(secondsByRetry[n][1] * 950));
        }
    }

    @Test
    void fullJitterDrawsFromNothingToTheWholeWait() {
        long[] ceilings = {1, 2, 4, 8, 16, 30, 30, 30, 30, 30};
        for (int n = 0; n < ceilings.length; n++) {
            assertThat(draws(Profile.FullJitter, n))
                    .as("retries so far: %d", n)
                    .allMatch(within(0, ceilings[n] * 1000))
                    .anyMatch(below(ceilings[n] * 50))
                    .anyMatch(above(ceilings[n] * 950));
        }
        assertThat(decide(Profile.FullJitter, Stage.UPGRADE, "http/503", 10))
                .isEqualTo(new GiveUp("retry.maxRetries: 10 of 10 used"));
    }

    @Test
    void refusedCredentialsAreFinalForTheOtherProfilesToo() {
        for (Profile profile : List.of(Profile.FullJitter, Profile.Rfc5626)) {
            assertThat(decide(profile, Stage.UPGRADE, "http/401", 0))
                    .isEqualTo(new GiveUp("retry.rules: http/401 is not retried, observed http/401"));
            assertThat(decide(profile, Stage.REGISTER, "sip/403", 0)).isInstanceOf(GiveUp.class);
            assertThat(decide(profile, Stage.REGISTER, "sip/503", 0)).isInstanceOf(RetryIn.class);
        }
    }

    @Test
    void aRetryAfterIsNeverUndercutAndAFleetDoesNotComeBackTogether() {
        for (Profile profile : List.of(Profile.FullJitter, Profile.Rfc5626)) {
            for (int retries = 0; retries < 8; retries++) {
                int n = retries;
                List<Long> waits = IntStream.range(0, 1000)
                        .mapToObj(i -> millis(decide(profile, Stage.UPGRADE, "http/429", n, 3_600_000)))
                        .toList();
                assertThat(waits).as("%s, retries so far: %d", profile, n).allMatch(wait -> wait >= 3_600_000);
                assertThat(waits.stream().distinct().count()).isGreaterThan(300);
            }
        }
    }

    @Test
    void aRetryAfterIsIgnoredWhereThePolicySaysSo() {
        RetryPolicy deaf = RetryPolicy.of(custom(Jitter.None, false));

        assertThat(millis(deaf.decide(Stage.UPGRADE, "http/429", 0, OptionalLong.of(60_000), random)))
                .isEqualTo(100);
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        RetryPolicy policy = RetryPolicy.of(custom(
                Jitter.None,
                true,
                new Rule("http/503", Action.Retry, Optional.of(Duration.ofSeconds(7))),
                new Rule("http/5xx", Action.GiveUp, Optional.empty()),
                new Rule("tcp/*", Action.GiveUp, Optional.empty())));

        assertThat(policy.decide(Stage.UPGRADE, "http/503", 2, OptionalLong.empty(), random))
                .isEqualTo(new RetryIn(7000));
        assertThat(policy.decide(Stage.UPGRADE, "http/503", 2, OptionalLong.of(9000), random))
                .isEqualTo(new RetryIn(9000));
        assertThat(policy.decide(Stage.UPGRADE, "http/503", 3, OptionalLong.empty(), random))
                .isInstanceOf(GiveUp.class);
        assertThat(policy.decide(Stage.UPGRADE, "http/502", 0, OptionalLong.empty(), random))
                .isEqualTo(new GiveUp("retry.rules: http/5xx is not retried, observed http/502"));
        assertThat(policy.decide(Stage.UPGRADE, "tcp/reset", 0, OptionalLong.empty(), random))
                .isInstanceOf(GiveUp.class);
        assertThat(policy.decide(Stage.UPGRADE, "http/429", 1, OptionalLong.empty(), random))
                .isEqualTo(new RetryIn(150));
    }

    @Test
    void aWaitThatGrowsWithoutBoundEndsAtItsMaximum() {
        Retry steep = new Retry(
                Profile.Custom,
                Duration.ofMillis(1),
                10_000,
                Duration.ofHours(1),
                Jitter.None,
                Integer.MAX_VALUE,
                true,
                List.of());

        assertThat(millis(RetryPolicy.of(steep).decide(Stage.UPGRADE, "x/y", 1_000_000, OptionalLong.empty(), random)))
                .isEqualTo(3_600_000);
    }

    @Test
    void patternsMatchTheirFamilyAndNothingElse() {
        assertThat(CodePattern.of("sip/4xx").matches("sip/488")).isTrue();
        assertThat(CodePattern.of("sip/4xx").matches("sip/503")).isFalse();
        assertThat(CodePattern.of("sip/4xx").matches("http/488")).isFalse();
        assertThat(CodePattern.of("ws/4xxx").matches("ws/4001")).isTrue();
        assertThat(CodePattern.of("ws/4xxx").matches("ws/400")).isFalse();
        assertThat(CodePattern.of("xmpp/5xx").matches("xmpp/504")).isTrue();
        assertThat(CodePattern.of("tcp/*").matches("tcp/refused")).isTrue();
        assertThat(CodePattern.of("tcp/*").matches("tls/refused")).isFalse();
        assertThat(CodePattern.of("*").matches("local/EMFILE")).isTrue();
        assertThat(CodePattern.of("xmpp/not-authorized").matches("xmpp/not-authorized"))
                .isTrue();
        assertThat(CodePattern.of("http/42.").matches("http/429")).isFalse();
        assertThat(List.of("", "503", "http", "http/", "HTTP/503", "http/4*", "http /503", "*/503"))
                .allSatisfy(text -> assertThat(CodePattern.valid(text)).as(text).isFalse());
        assertThatThrownBy(() -> CodePattern.of("503")).hasMessageContaining("observed \"503\"");
    }

    @Test
    void customStandsForNothingByItself() {
        assertThatThrownBy(() -> RetryPolicy.defaults(Profile.Custom)).hasMessageContaining("observed Custom");
    }

    private List<Long> draws(Profile profile, int retriesSoFar) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> millis(decide(profile, Stage.REGISTER, "sip/503", retriesSoFar)))
                .toList();
    }

    private static Predicate<Long> within(long least, long most) {
        return wait -> least <= wait && wait <= most;
    }

    private static Predicate<Long> below(long bound) {
        return wait -> wait < bound;
    }

    private static Predicate<Long> above(long bound) {
        return wait -> wait > bound;
    }

    private Decision decide(Profile profile, Stage stage, String code, int retriesSoFar) {
        return RetryPolicy.of(RetryPolicy.defaults(profile))
                .decide(stage, code, retriesSoFar, OptionalLong.empty(), random);
    }

    private Decision decide(Profile profile, Stage stage, String code, int retriesSoFar, long retryAfterMillis) {
        return RetryPolicy.of(RetryPolicy.defaults(profile))
                .decide(stage, code, retriesSoFar, OptionalLong.of(retryAfterMillis), random);
    }

    private static long millis(Decision decision) {
        assertThat(decision).isInstanceOf(RetryIn.class);
        return ((RetryIn) decision).millis();
    }

    private static Retry custom(Jitter jitter, boolean honourRetryAfter, Rule... rules) {
        return new Retry(
                Profile.Custom,
                Duration.ofMillis(100),
                150,
                Duration.ofSeconds(1),
                jitter,
                3,
                honourRetryAfter,
                List.of(rules));
    }
}
