package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.delayed;
import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.limiter;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saturated;
import static dev.softphone.loadtest.verdict.RunFixture.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConcurrencyCapRuleTest {

    private static final RunFixture.Refusal UNAVAILABLE = rejection(Stage.UPGRADE, "http/503");

    @Test
    void threeHundredOfFiveHundredOverAMinuteIsACapWithHighConfidence() {
        Cause cause = only(run(cap(300, UNAVAILABLE)));

        assertThat(cause.type()).isEqualTo(CauseType.ConcurrencyCap);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
        assertThat(cause.softphones()).isEqualTo(200);
        assertThat(cause.scope()).contains("Unknown");
        assertThat(cause.evidence().get(0)).contains("300 stayed connected", "200 attempts", "http/503 ×200", "36 s");
    }

    static Stream<RunFixture.Refusal> everyWayToRefuseTheSurplus() {
        return Stream.of(
                delayed(UNAVAILABLE, 15_000),
                rejection(Stage.UPGRADE, "http/502"),
                rejection(Stage.REGISTER, "ws/1008"),
                rejection(Stage.AUTH, "ws/1013"),
                failure(Stage.UPGRADE, "tcp/eof"),
                failure(Stage.UPGRADE, "tcp/reset"),
                delayed(failure(Stage.UPGRADE, "timeout/upgrade"), 15_000),
                rejection(Stage.REGISTER, "sip/403"),
                rejection(Stage.REGISTER, "sip/503"));
    }

    @ParameterizedTest
    @MethodSource("everyWayToRefuseTheSurplus")
    void theWayOfRefusingDoesNotHideTheCap(RunFixture.Refusal refusal) {
        Cause cause = only(run(cap(300, refusal)));

        assertThat(cause.type()).isEqualTo(CauseType.ConcurrencyCap);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
        assertThat(cause.softphones()).isEqualTo(200);
    }

    @Test
    void aQuotaPerMinuteLooksLikeACapForAMinuteSoThat429NeedsLonger() {
        RunFixture.Refusal tooMany = rejection(Stage.UPGRADE, "http/429");

        Cause aMinute = only(run(cap(300, tooMany)));
        Cause longer = only(EvidenceFixture.of(RunFixture.of(500).rampUp(240).gateway(cap(300, tooMany))));

        assertThat(aMinute.type()).isEqualTo(CauseType.ConcurrencyCap);
        assertThat(aMinute.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(longer.confidence()).isEqualTo(Cause.Confidence.High);
    }

    @Test
    void aSlowRefusalIsNamedAsAQueueOfTheFrontEnd() {
        Cause cause = only(run(cap(300, delayed(UNAVAILABLE, 15_000))));

        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("The refusal took 15 s"));
    }

    @Test
    void whereNothingWasAnsweredItSaysThatTheTimerWasOurs() {
        Cause silent = only(run(cap(300, delayed(failure(Stage.UPGRADE, "timeout/upgrade"), 15_000))));

        assertThat(silent.evidence()).anyMatch(sentence -> sentence.contains("our own timer of 15s ended the wait"));
        assertThat(only(run(cap(300, UNAVAILABLE))).evidence())
                .noneMatch(sentence -> sentence.contains("our own timer"));
    }

    @Test
    void theReasonOfACloseFrameIsQuoted() {
        RunFixture.Refusal closed = rejection(Stage.REGISTER, "ws/1008");
        Cause cause = only(run(cap(300, saying(closed, "session quota exceeded", Map.of()))));

        assertThat(cause.evidence()).contains("The first said \"session quota exceeded\".");
    }

    @Test
    void closedWithoutAFrameIsExplainedAsWhatOthersPrintAs1006() {
        Cause cause = only(run(cap(300, failure(Stage.UPGRADE, "tcp/eof"))));

        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("1006"));
    }

    @Test
    void stepsWithQuietBetweenThemShowTheCapToo() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500).steps(50, 10).gateway(cap(300, UNAVAILABLE))));

        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
    }

    @Test
    void retriesThatAreAllRefusedDoNotBlurIt() {
        Cause cause = only(EvidenceFixture.of(
                RunFixture.of(500).rampUp(60).retries(3, 2_000).gateway(cap(300, UNAVAILABLE))));

        assertThat(cause.type()).isEqualTo(CauseType.ConcurrencyCap);
        assertThat(cause.softphones()).isEqualTo(200);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
    }

    @Test
    void aShortRampGivesMediumConfidenceAndTheRunThatWouldTell() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500).rampUp(10).gateway(cap(300, UNAVAILABLE)))
                .arrival(new Arrival.RampUp(Duration.ofSeconds(10))));

        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        Map<String, ?> patch = cause.nextTest().orElseThrow().specPatch();
        assertThat(patch.get("arrival")).isEqualTo(Map.of("rampUp", Map.of("over", "60s")));
        assertThat(patch.get("slotProbe")).isEqualTo(Map.of("close", 5));
    }

    @Test
    void oneBurstIsALowGuessAndTheNextTestTakesTheBurstAway() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500).gateway(cap(300, UNAVAILABLE)))
                .arrival(new Arrival.AtOnce()));

        assertThat(cause.type()).isEqualTo(CauseType.ConcurrencyCap);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Low);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
        Map<String, @Nullable Object> arrival = new HashMap<>();
        arrival.put("atOnce", null);
        arrival.put("rampUp", Map.of("over", "60s"));
        assertThat(cause.nextTest().orElseThrow().specPatch()).containsEntry("arrival", arrival);
    }

    @Test
    void theSlotProbeProvesEvenAShortRun() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(320).rampUp(5).gateway(cap(300, UNAVAILABLE)))
                .slotProbe(300, 5, 20, 5));

        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("exactly 5 got in"));
    }

    @Test
    void whereConnectionsComeAndGoTheCapIsWhatTheyNeverExceed() {
        RunFixture refusing = RunFixture.of(500).rampUp(60).gateway(cap(300, UNAVAILABLE));
        Measurements churning = refusing.run()
                .withHost(HostEvidence.UNKNOWN, CeilingTest.churn((second, connected, admitted) -> connected < 60));

        Cause cause = only(EvidenceFixture.of(churning).cycles(3));

        assertThat(cause.type()).isEqualTo(CauseType.ConcurrencyCap);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(60));
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(cause.evidence().get(0)).contains("Never more than 60", "as places became free");
        assertThat(cause.nextTest().orElseThrow().specPatch()).containsKeys("slotProbe", "cycles");
    }

    @Test
    void aSlotProbeThatLetsMoreInThanWereClosedRefutesTheCap() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(500).rampUp(60).gateway(cap(300, UNAVAILABLE)))
                .slotProbe(300, 5, 20, 17)
                .causes();

        assertThat(causes).noneMatch(cause -> cause.type() == CauseType.ConcurrencyCap);
    }

    @Test
    void placesThatAreNotGivenAgainLeaveALowGuess() {
        Cause cause = only(run(cap(300, UNAVAILABLE)).slotProbe(300, 5, 20, 0));

        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Low);
    }

    @Test
    void aCapOverAllAddressesIsToldByConnectionsInProportion() {
        Cause cause = only(twoAddresses(cap(300, UNAVAILABLE)));

        assertThat(cause.scope()).contains("Tenant");
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("in proportion"));
        assertThat(cause.nextTest()).isEmpty();
    }

    @Test
    void aCapPerAddressIsToldByEqualConnections() {
        Cause cause = only(twoAddresses(attempt -> attempt.connectedFromSource() >= 150 ? UNAVAILABLE : null));

        assertThat(cause.scope()).contains("SourceAddress");
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(150));
        assertThat(cause.remedy()).contains("more source addresses");
    }

    @Test
    void aCapThatOnlyTheBusierAddressMetIsPerAddressToo() {
        Cause cause = only(twoAddresses(attempt -> attempt.connectedFromSource() >= 200 ? UNAVAILABLE : null));

        assertThat(cause.type()).isEqualTo(CauseType.ConcurrencyCap);
        assertThat(cause.scope()).contains("SourceAddress");
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(200));
    }

    @Test
    void withOneAddressTheScopeIsUnknownAndTheNextTestTakesTwo() {
        Cause cause = only(run(cap(300, UNAVAILABLE)));

        assertThat(cause.nextTest().orElseThrow().specPatch())
                .isEqualTo(Map.of(
                        "placement",
                        Map.of(
                                "sourceAddresses",
                                List.of(
                                        Map.of("address", "127.0.0.1", "weight", 2),
                                        Map.of("address", "127.0.0.2", "weight", 1)))));
    }

    @Test
    void inAClusterTheNextTestWeighsRegionsBecauseNobodyChoosesAddressesThere() {
        Cause cause = only(run(cap(300, UNAVAILABLE)).inACluster());

        Cause.NextTest next = cause.nextTest().orElseThrow();
        assertThat(next.specPatch())
                .isEqualTo(Map.of(
                        "placement",
                        Map.of(
                                "regions",
                                List.of(
                                        Map.of("name", "first-region", "weight", 2),
                                        Map.of("name", "second-region", "weight", 1)))));
        assertThat(next.why()).contains("regions").doesNotContain("source addresses at");
    }

    @Test
    void refusalsAtOneSoftphoneAreNoCap() {
        List<Cause> causes = run(cap(300, UNAVAILABLE))
                .preflightEndedWith(UNAVAILABLE.key(), "no")
                .causes();

        assertThat(causes).noneMatch(cause -> cause.type() == CauseType.ConcurrencyCap);
    }

    @Test
    void whenNobodyConnectedThereIsNoCap() {
        assertThat(run(cap(0, UNAVAILABLE)).causes()).noneMatch(cause -> cause.type() == CauseType.ConcurrencyCap);
    }

    @Test
    void refusalsAtRandomAreNoCap() {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            assertThat(run(attempt -> random.nextInt(100) < 40 ? UNAVAILABLE : null)
                            .causes())
                    .as("seed %d", seed)
                    .noneMatch(cause -> cause.type() == CauseType.ConcurrencyCap);
        }
    }

    @Test
    void aLimiterIsNoCap() {
        assertThat(run(limiter(4, 10, UNAVAILABLE)).causes())
                .noneMatch(cause -> cause.type() == CauseType.ConcurrencyCap);
    }

    @Test
    void aServerThatLosesConnectionsWhileItRefusesHasNoPlateau() {
        assertThat(EvidenceFixture.of(RunFixture.of(500)
                                .rampUp(60)
                                .gateway(cap(300, UNAVAILABLE))
                                .dropAt("tcp/reset", 200, 38, 10_000, 0))
                        .causes())
                .noneMatch(cause -> cause.type() == CauseType.ConcurrencyCap);
    }

    @Test
    void timeoutsOfASaturatedGeneratorAreNoCap() {
        List<Cause> causes = run(cap(300, saturated(delayed(failure(Stage.UPGRADE, "timeout/upgrade"), 15_000))))
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.GeneratorSaturated);
    }

    @Test
    void answersOfTheGatewayStayACapWhileTheGeneratorIsSaturated() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(500)
                        .rampUp(60)
                        .gateway(attempt -> attempt.connected() < 300
                                ? attempt.softphone() % 10 == 0
                                        ? saturated(failure(Stage.UPGRADE, "timeout/upgrade"))
                                        : null
                                : UNAVAILABLE))
                .causes();

        assertThat(causes)
                .extracting(Cause::type)
                .containsExactlyInAnyOrder(CauseType.GeneratorSaturated, CauseType.ConcurrencyCap);
        assertThat(causes.stream()
                        .filter(cause -> cause.type() == CauseType.ConcurrencyCap)
                        .findFirst()
                        .orElseThrow()
                        .softphones())
                .isGreaterThan(100);
    }

    @Test
    void aSearchWhoseLimitStayedAtASlowerRampIsACapOrAQuotaLongerThanItsRamps() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(310).rampUp(40).gateway(cap(300, UNAVAILABLE)))
                .trial(20, true, RunFixture.of(300).rampUp(20))
                .trial(20, false, RunFixture.of(310).rampUp(20).gateway(cap(300, UNAVAILABLE)))
                .trial(40, false, RunFixture.of(310).rampUp(40).gateway(cap(300, UNAVAILABLE))));

        assertThat(cause.type()).isEqualTo(CauseType.ConcurrencyCap);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("300 softphones held and 310 did not"));
        assertThat(cause.nextTest().orElseThrow().specPatch()).containsKey("slotProbe");
    }

    @Test
    void aSearchIsSureOnceATrialWentOnLongEnoughInVain() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(1))
                .planned(600)
                .trial(40, true, RunFixture.of(200).rampUp(40))
                .trial(40, false, RunFixture.of(600).rampUp(40).gateway(cap(300, UNAVAILABLE))));

        assertThat(cause.limit()).isEqualTo(OptionalLong.of(300));
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
    }

    @Test
    void aSecondShortOfTenIsNotSure() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500).rampUp(26).gateway(cap(300, UNAVAILABLE))));

        assertThat(cause.evidence().get(0)).contains("over 9 s");
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
    }

    @Test
    void backendTimeoutsOnRegisterAreNoCapThoughTheyPlateau() {
        assertThat(run(cap(300, rejection(Stage.REGISTER, "sip/504"))).causes())
                .noneMatch(cause -> cause.type() == CauseType.ConcurrencyCap);
    }

    @Test
    void aDropIsNoRefusal() {
        OutcomeKey drop = new OutcomeKey(OutcomeKey.Kind.DROP, Stage.ESTABLISHED, "tcp/eof");
        assertThat(EvidenceFixture.of(RunFixture.of(100).rampUp(60).dropAt(drop.code(), 40, 70, 5_000, 0))
                        .causes())
                .noneMatch(cause -> cause.type() == CauseType.ConcurrencyCap);
    }

    private static EvidenceFixture run(RunFixture.Gateway gateway) {
        return EvidenceFixture.of(RunFixture.of(500).rampUp(60).gateway(gateway));
    }

    private static EvidenceFixture twoAddresses(RunFixture.Gateway gateway) {
        return EvidenceFixture.of(RunFixture.of(500)
                .rampUp(60)
                .sources(RunFixture.twoToOne("127.0.0.1", "127.0.0.2"))
                .gateway(gateway));
    }

    private static Cause only(EvidenceFixture evidence) {
        List<Cause> causes = evidence.causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
