package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.limiter;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saturated;
import static dev.softphone.loadtest.verdict.RunFixture.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HandshakeRateRuleTest {

    private static final RunFixture.Refusal UNAVAILABLE = rejection(Stage.UPGRADE, "http/503");
    private static final RunFixture.Refusal TOO_MANY = rejection(Stage.UPGRADE, "http/429");

    @Test
    void admissionsThatGoOnEvenlyBetweenRefusalsAreARateWithout429OrHeaders() {
        Cause cause = only(run(limiter(5, 20, UNAVAILABLE)));

        assertThat(cause.type()).isEqualTo(CauseType.HandshakeRateLimit);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.limit().orElseThrow()).isBetween(290L, 310L);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("steady 300 a minute"));
        assertThat(cause.nextTest()).isEmpty();
    }

    @Test
    void aCapWithTheSameCodeIsNot() {
        assertThat(run(cap(300, UNAVAILABLE)).causes())
                .extracting(Cause::type)
                .containsExactly(CauseType.ConcurrencyCap);
    }

    @Test
    void refusalsAtRandomAreNot() {
        for (long seed = 0; seed < 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            assertThat(run(attempt -> random.nextInt(100) < 40 ? UNAVAILABLE : null)
                            .causes())
                    .as("seed %d", seed)
                    .noneMatch(cause -> cause.type() == CauseType.HandshakeRateLimit);
        }
    }

    @Test
    void aLimiterIsSeenAtEveryRate() {
        for (double perSecond : new double[] {1, 2, 3, 4, 6}) {
            Cause cause = only(run(limiter(perSecond, 5, UNAVAILABLE)));

            assertThat(cause.type()).as("%s a second", perSecond).isEqualTo(CauseType.HandshakeRateLimit);
            assertThat((double) cause.limit().orElseThrow() / 60)
                    .as("%s a second", perSecond)
                    .isBetween(perSecond * 0.95, perSecond * 1.05);
        }
    }

    @Test
    void a429WithoutAShapeIsARateByItsMeaningAndTheNextTestSlowsDown() {
        Cause cause = only(EvidenceFixture.of(
                RunFixture.of(500).rampUp(60).gateway(attempt -> attempt.softphone() % 50 == 7 ? TOO_MANY : null)));

        assertThat(cause.type()).isEqualTo(CauseType.HandshakeRateLimit);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(cause.limit()).isEmpty();
        assertThat(cause.nextTest().orElseThrow().specPatch()).containsKey("arrival");
    }

    @Test
    void limitHeadersTellAQuotaFromACapWhereThePlateauIsTheSame() {
        Cause cause = only(run(cap(
                300,
                saying(TOO_MANY, "Too Many Requests", Map.of("ratelimit-policy", "300;w=60", "retry-after", "24")))));

        assertThat(cause.type()).isEqualTo(CauseType.HandshakeRateLimit);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("ratelimit-policy: 300;w=60"));
    }

    @Test
    void aQuotaPerWindowIsToldFromACapByItsSecondWindow() {
        long[] window = {-1};
        int[] admitted = {0};
        Cause cause = only(run(attempt -> {
            if (attempt.atMillis() / 20_000 != window[0]) {
                window[0] = attempt.atMillis() / 20_000;
                admitted[0] = 0;
            }
            return ++admitted[0] > 100 ? UNAVAILABLE : null;
        }));

        assertThat(cause.type()).isEqualTo(CauseType.HandshakeRateLimit);
        assertThat(cause.limit().orElseThrow()).isBetween(280L, 320L);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("admitted 100 each and then nobody"));
    }

    @Test
    void retriesThatGetInInTheEndAreSaid() {
        Cause cause = only(EvidenceFixture.of(
                RunFixture.of(300).rampUp(30).retries(60, 1_000).gateway(limiter(5, 5, UNAVAILABLE))));

        assertThat(cause.type()).isEqualTo(CauseType.HandshakeRateLimit);
        assertThat(cause.softphones()).isZero();
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("on a later try"));
    }

    @Test
    void aLimitThatMovedWithTheRampIsARate() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(400).rampUp(80))
                .trial(20, true, RunFixture.of(200).rampUp(20))
                .trial(20, false, RunFixture.of(400).rampUp(20).gateway(limiter(5, 200, UNAVAILABLE)))
                .trial(20, false, RunFixture.of(350).rampUp(20).gateway(limiter(5, 200, UNAVAILABLE)))
                .trial(80, true, RunFixture.of(400).rampUp(80)));

        assertThat(cause.type()).isEqualTo(CauseType.HandshakeRateLimit);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("moved with the ramp"));
    }

    @Test
    void aNumberThatHeldAndFailedAtOneRampMovedWithNothing() {
        assertThat(searchedTwice(RunFixture.of(400).rampUp(20)).causes())
                .noneMatch(cause -> cause.type() == CauseType.HandshakeRateLimit);
    }

    @Test
    void aTrialThatTheGeneratorSpoiltMovedWithNothing() {
        RunFixture ours =
                RunFixture.of(400).rampUp(20).gateway(cap(300, saturated(failure(Stage.UPGRADE, "timeout/upgrade"))));

        assertThat(searchedTwice(ours).causes()).noneMatch(cause -> cause.type() == CauseType.HandshakeRateLimit);
    }

    /** 400 were refused at one ramp and held at a slower one; and something else happened at the first. */
    private static EvidenceFixture searchedTwice(RunFixture between) {
        return EvidenceFixture.of(RunFixture.of(400).rampUp(80))
                .trial(20, false, RunFixture.of(400).rampUp(20).gateway(cap(395, UNAVAILABLE)))
                .trial(20, between.run().softphones().connected() == 400, between)
                .trial(80, true, RunFixture.of(400).rampUp(80));
    }

    @Test
    void oneFailedTrialMoreOrLessIsNotSure() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(400).rampUp(80))
                .trial(20, false, RunFixture.of(400).rampUp(20).gateway(cap(395, UNAVAILABLE)))
                .trial(80, true, RunFixture.of(400).rampUp(80)));

        assertThat(cause.type()).isEqualTo(CauseType.HandshakeRateLimit);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
    }

    @Test
    void asManyAtATimeAtOddTimesAreNoQuotaPerWindow() {
        List<Long> opens = List.of(0L, 10_000L, 15_000L, 40_000L);
        int[] opened = {0};
        int[] admitted = {0};
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(2000).rampUp(55).gateway(attempt -> {
                    if (opened[0] < opens.size() && attempt.atMillis() >= opens.get(opened[0])) {
                        opened[0]++;
                        admitted[0] = 0;
                    }
                    return ++admitted[0] > 100 ? UNAVAILABLE : null;
                }))
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.Overloaded);
    }

    @Test
    void aCapWhoseConnectionsEndMakesRoomForAsManyAndIsNoQuota() {
        int[] held = {0};
        long[] wave = {0};
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(500)
                        .rampUp(60)
                        .gateway(attempt -> {
                            if (attempt.atMillis() / 20_000 != wave[0]) {
                                wave[0] = attempt.atMillis() / 20_000;
                                held[0] = 0;
                            }
                            return ++held[0] > 100 ? UNAVAILABLE : null;
                        })
                        .dropAt("ws/1000", 100, 20, 0, 0)
                        .dropAt("ws/1000", 100, 40, 0, 0))
                .causes();

        assertThat(causes).noneMatch(cause -> cause.type() == CauseType.HandshakeRateLimit);
    }

    private static EvidenceFixture run(RunFixture.Gateway gateway) {
        return EvidenceFixture.of(RunFixture.of(500).rampUp(60).gateway(gateway));
    }

    private static Cause only(EvidenceFixture evidence) {
        List<Cause> causes = evidence.causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
