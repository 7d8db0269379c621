package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossRuleTest {

    @Test
    void aConstantAgeInSilenceIsAnIdleTimeout() {
        Cause cause = only(run().dropAtAge("tcp/eof", 200, 60_000, 60_000));

        assertThat(cause.type()).isEqualTo(CauseType.IdleTimeout);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.limit().orElseThrow()).isBetween(59_900L, 60_100L);
        assertThat(cause.softphones()).isEqualTo(200);
        assertThat(cause.evidence().get(0)).contains("60 s of age, silent since registered");
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("1006"));
    }

    @Test
    void aConstantSilenceAtDifferentAgesIsAnIdleTimeoutOfSilence() {
        Cause cause = only(run().dropAt("tcp/eof", 200, 90, 40_000, 30_000));

        assertThat(cause.type()).isEqualTo(CauseType.IdleTimeout);
        assertThat(cause.evidence().get(0)).contains("30 s of silence");
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("did not prevent it"));
    }

    @Test
    void aConstantAgeInSpiteOfTrafficIsALifetimeThatPingsDoNotReset() {
        Cause cause = only(run().dropAtAge("tcp/eof", 200, 60_000, 0));

        assertThat(cause.type()).isEqualTo(CauseType.IdleTimeout);
        assertThat(cause.evidence().get(0)).contains("silent or not");
        assertThat(cause.remedy()).contains("lifetime");
        assertThat(cause.nextTest()).isEmpty();
    }

    @Test
    void anIdleTimeoutBelowTheKeepAliveAsksForMoreFrequentPings() {
        Cause cause = only(run().dropAtAge("tcp/eof", 200, 10_000, 10_000));

        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("every 14 s, which is too late"));
        assertThat(cause.nextTest().orElseThrow().specPatch().toString()).contains("every=5s");
    }

    @Test
    void aShortLifetimeThatIsLookedAtEveryFewSecondsIsAnIdleTimeoutAllTheSame() {
        Cause cause = only(run().dropWhenLookedAt("tcp/eof", 300, 11_000, 6_000));

        assertThat(cause.type()).isEqualTo(CauseType.IdleTimeout);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(cause.limit().orElseThrow()).isBetween(11_000L, 12_500L);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("came first went first"));
    }

    @Test
    void onlyThoseWhoseTimeWasUpBeforeTheEndShowTheirLifetimeToo() {
        assertThat(only(run().dropWhenLookedAt("tcp/eof", 180, 11_000, 6_000)).type())
                .isEqualTo(CauseType.IdleTimeout);
    }

    @Test
    void lossesAtLikeAgesInNoOrderAreNoLifetime() {
        Cause cause = only(run().dropAt("tcp/eof", 300, 120, 20_000, 0));

        assertThat(cause.type()).isEqualTo(CauseType.ServerDropped);
    }

    @Test
    void manyAtOneInstantAreADrain() {
        Cause cause = only(run().dropAt("tcp/reset", 200, 70, 300, 0));

        assertThat(cause.type()).isEqualTo(CauseType.Drained);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("different ages"));
    }

    @Test
    void goingAwayIsADrainByName() {
        Cause cause = only(run().dropAt("ws/1001", 200, 70, 30_000, 0));

        assertThat(cause.type()).isEqualTo(CauseType.Drained);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("1001, going away"));
    }

    @Test
    void aTransferNoticeIsADrainByName() {
        Cause cause = only(run().dropAt("xmpp/transfer", 200, 70, 30_000, 0));

        assertThat(cause.type()).isEqualTo(CauseType.Drained);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("transfer notice"));
    }

    @Test
    void whenAllCameAtOnceAnInstantAndAnAgeCannotBeTold() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(300).dropAtAge("tcp/eof", 200, 60_000, 60_000))
                .arrival(new Arrival.AtOnce()));

        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Low);
        assertThat(cause.nextTest().orElseThrow().specPatch().toString()).contains("rampUp");
    }

    @Test
    void lossesWithoutAPatternAreTheServers() {
        Cause cause = only(run().dropAt("tcp/eof", 200, 65, 50_000, 0));

        assertThat(cause.type()).isEqualTo(CauseType.ServerDropped);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("1006"));
    }

    @Test
    void missingPongsAreNoIdleTimeoutThoughTheirAgeIsConstantToo() {
        Cause cause = only(run().dropAtAge("timeout/pong", 200, 29_000, 29_000));

        assertThat(cause.type()).isEqualTo(CauseType.KeepAliveLost);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("A ping every 14s, 15s for the pong"));
    }

    @Test
    void missingPongsOfASaturatedGeneratorAreItsOwn() {
        Cause cause = only(run().dropSaturated("timeout/pong", 200, 70));

        assertThat(cause.type()).isEqualTo(CauseType.GeneratorSaturated);
    }

    @Test
    void aCloseBetweenThe101AndTheRegistrationIsTheServersToo() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500)
                .rampUp(60)
                .gateway(attempt -> attempt.softphone() % 11 == 3 ? rejection(Stage.REGISTER, "ws/1000") : null)));

        assertThat(cause.type()).isEqualTo(CauseType.ServerDropped);
        assertThat(cause.evidence().get(0)).contains("before the registration");
    }

    @Test
    void aPassedTestStillListsItsFewDrops() {
        Judgement judged =
                EvidenceFixture.of(run().dropAt("ws/1012", 3, 70, 10_000, 0)).judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Passed);
        assertThat(judged.causes()).extracting(Cause::type).containsExactly(CauseType.Drained);
    }

    @Test
    void theCapComesBeforeAFewDrops() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(500)
                        .rampUp(60)
                        .gateway(RunFixture.cap(300, rejection(Stage.UPGRADE, "http/503")))
                        .dropAt("ws/1012", 3, 70, 100, 0))
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.ConcurrencyCap, CauseType.Drained);
    }

    private static RunFixture run() {
        return RunFixture.of(300).rampUp(60);
    }

    private static Cause only(RunFixture run) {
        return only(EvidenceFixture.of(run).arrival(new Arrival.RampUp(Duration.ofSeconds(60))));
    }

    private static Cause only(EvidenceFixture evidence) {
        List<Cause> causes = evidence.causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
