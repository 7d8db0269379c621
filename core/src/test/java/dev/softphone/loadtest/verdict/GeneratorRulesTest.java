package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.HostFixture.Field.DESCRIPTORS_PEAK;
import static dev.softphone.loadtest.verdict.HostFixture.Field.DESCRIPTOR_LIMIT;
import static dev.softphone.loadtest.verdict.HostFixture.Field.LOOP_LAG_MAX;
import static dev.softphone.loadtest.verdict.HostFixture.Field.PENDING_CONNECTS;
import static dev.softphone.loadtest.verdict.HostFixture.Field.PORT_HIGH;
import static dev.softphone.loadtest.verdict.HostFixture.Field.PORT_LOW;
import static dev.softphone.loadtest.verdict.HostFixture.Field.SATURATED;
import static dev.softphone.loadtest.verdict.HostFixture.Field.SOCKETS_PEAK;
import static dev.softphone.loadtest.verdict.HostFixture.Field.SOURCE_ADDRESSES;
import static dev.softphone.loadtest.verdict.HostFixture.Field.TIME_WAIT_PEAK;
import static dev.softphone.loadtest.verdict.HostFixture.host;
import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.delayed;
import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saturated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GeneratorRulesTest {

    @Test
    void tooManyOpenFilesIsTheGeneratorsOwnAndLooksLikeACapOtherwise() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(1500)
                .rampUp(60)
                .gateway(cap(990, failure(Stage.UPGRADE, "local/EMFILE")))
                .host(host().with(DESCRIPTOR_LIMIT, 1024)
                        .with(DESCRIPTORS_PEAK, 1023)
                        .build())));

        assertThat(cause.type()).isEqualTo(CauseType.GeneratorOutOfDescriptors);
        assertThat(cause.softphones()).isEqualTo(510);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(1024));
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("1,023 of 1,024"));
        assertThat(cause.remedy()).contains("8,000");
    }

    @Test
    void aFileTableFullOfTheWholeHostIsTheSame() {
        Cause cause = only(EvidenceFixture.of(
                RunFixture.of(100).rampUp(60).gateway(cap(50, failure(Stage.UPGRADE, "local/ENFILE")))));

        assertThat(cause.type()).isEqualTo(CauseType.GeneratorOutOfDescriptors);
        assertThat(cause.limit()).isEmpty();
    }

    @Test
    void noPortLeftComesWithTheArithmetic() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500)
                .rampUp(60)
                .gateway(cap(200, failure(Stage.UPGRADE, "local/EADDRNOTAVAIL")))
                .host(host().with(PORT_LOW, 40_000)
                        .with(PORT_HIGH, 40_099)
                        .with(SOURCE_ADDRESSES, 2)
                        .with(SOCKETS_PEAK, 200)
                        .with(TIME_WAIT_PEAK, 0)
                        .build())));

        assertThat(cause.type()).isEqualTo(CauseType.GeneratorOutOfPorts);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(200));
        assertThat(cause.evidence())
                .anyMatch(sentence -> sentence.contains("100 ports (40000 to 40099) × 2 source addresses = 200"));
        assertThat(cause.remedy()).contains("ip_local_port_range");
    }

    @Test
    void portsStuckInTimeWaitAreSaidAndTheRemedyIsToRetryMoreSlowly() {
        Cause cause = only(EvidenceFixture.of(inTimeWait().retries(3, 2_000)));

        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("800 stood in TIME_WAIT"));
        assertThat(cause.remedy()).startsWith("Retry more slowly");
    }

    /** The sockets of the warm-up and of the preflight softphone wait in TIME_WAIT too. */
    @Test
    void nobodyIsAdvisedToGoMoreSlowlyWhoConnectedOnce() {
        assertThat(only(EvidenceFixture.of(inTimeWait())).remedy()).startsWith("Widen net.ipv4.ip_local_port_range");
    }

    private static RunFixture inTimeWait() {
        return RunFixture.of(500)
                .rampUp(60)
                .gateway(cap(200, failure(Stage.UPGRADE, "local/EADDRNOTAVAIL")))
                .host(host().with(PORT_LOW, 40_000)
                        .with(PORT_HIGH, 40_999)
                        .with(SOCKETS_PEAK, 200)
                        .with(TIME_WAIT_PEAK, 800)
                        .build());
    }

    @Test
    void timeoutsDuringOwnSaturationAreTheGenerators() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500)
                .rampUp(60)
                .gateway(attempt -> attempt.softphone() % 2 == 0
                        ? saturated(delayed(failure(Stage.UPGRADE, "timeout/upgrade"), 15_000))
                        : null)
                .host(host().with(LOOP_LAG_MAX, 700).with(SATURATED, 30_000).build())));

        assertThat(cause.type()).isEqualTo(CauseType.GeneratorSaturated);
        assertThat(cause.softphones()).isEqualTo(250);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("late by up to 700 ms"));
    }

    @Test
    void aStallIsNoReasonWhereThePreflightSoftphoneKeptTheOthersFromStarting() {
        OutcomeKey untrusted = new OutcomeKey(OutcomeKey.Kind.FAILURE, Stage.UPGRADE, "tls/untrusted");
        HostEvidence stalled =
                host().with(LOOP_LAG_MAX, 305).with(SATURATED, 305).build();

        List<Cause> causes = EvidenceFixture.of(JudgeTest.notStarted(40).withHost(stalled))
                .preflightEndedWith(untrusted, "unable to find valid certification path")
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.TlsFailed);
    }

    @Test
    void onlyTheOverlappingPartIsTheGenerators() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(500)
                        .rampUp(60)
                        .gateway(attempt -> attempt.softphone() % 2 == 0
                                ? null
                                : attempt.softphone() < 250
                                        ? saturated(failure(Stage.REGISTER, "timeout/register"))
                                        : failure(Stage.REGISTER, "timeout/register")))
                .causes();

        assertThat(causes).hasSize(2);
        assertThat(causes.get(0).type()).isEqualTo(CauseType.GeneratorSaturated);
        assertThat(causes.get(0).softphones()).isEqualTo(125);
        assertThat(causes.get(1).softphones()).isEqualTo(125);
    }

    @Test
    void aConnectionThatTheOtherSideEndedIsNotOursHoweverSaturatedWeWere() {
        for (String code : List.of("tcp/eof", "tcp/reset", "tcp/refused", "tcp/timeout", "tls/closed")) {
            Judgement judged = EvidenceFixture.of(RunFixture.of(500)
                            .rampUp(60)
                            .gateway(attempt ->
                                    attempt.softphone() % 3 == 0 ? saturated(failure(Stage.UPGRADE, code)) : null)
                            .host(host().with(LOOP_LAG_MAX, 5_000).build()))
                    .judged();

            assertThat(judged.verdict()).as(code).isEqualTo(Verdict.Failed);
            assertThat(judged.causes())
                    .as(code)
                    .isNotEmpty()
                    .noneMatch(cause -> cause.type() == CauseType.GeneratorSaturated);
        }
    }

    @Test
    void aDropThatIsNoMissingPongIsNotOursEither() {
        Judgement judged = EvidenceFixture.of(RunFixture.of(300).rampUp(60).dropSaturated("tcp/reset", 200, 70))
                .thresholds(LoadTests.atMost(Threshold.ShareMetric.droppedAfterConnect, 1))
                .judged();

        assertThat(judged.verdict()).isEqualTo(Verdict.Failed);
        assertThat(judged.causes()).noneMatch(cause -> cause.type() == CauseType.GeneratorSaturated);
    }

    @Test
    void answersAreNeverPutDownToTheGenerator() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(500)
                        .rampUp(60)
                        .gateway(attempt ->
                                attempt.softphone() % 3 == 0 ? saturated(rejection(Stage.UPGRADE, "http/503")) : null)
                        .host(host().with(LOOP_LAG_MAX, 5_000).build()))
                .causes();

        assertThat(causes).isNotEmpty().noneMatch(cause -> cause.type() == CauseType.GeneratorSaturated);
    }

    @Test
    void lagThatSpoilsALatencyIsNamedEvenThoughEveryoneConnected() {
        EvidenceFixture late = EvidenceFixture.of(RunFixture.of(500).rampUp(60).lagMillis(400))
                .thresholds(LoadTests.handshakeP99(Duration.ofSeconds(3)));

        assertThat(only(late).type()).isEqualTo(CauseType.GeneratorSaturated);
        assertThat(only(late).evidence()).anyMatch(sentence -> sentence.contains("p99 400ms"));
    }

    @Test
    void connectsThatWaitInsideTheGeneratorAreAPoolCap() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(100)
                .rampUp(60)
                .gateway(cap(50, delayed(failure(Stage.UPGRADE, "timeout/upgrade"), 15_000)))
                .pending(50, 30, 60)
                .host(host().with(PENDING_CONNECTS, 50).build())));

        assertThat(cause.type()).isEqualTo(CauseType.GeneratorPoolCapped);
        assertThat(cause.softphones()).isEqualTo(50);
    }

    @Test
    void connectsThatNobodyAnswersAreTheGatewaysCapThoughABurstWasPendingForAMoment() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500)
                .rampUp(60)
                .gateway(cap(300, delayed(failure(Stage.UPGRADE, "timeout/upgrade"), 15_000)))
                .pending(400, 0, 2)
                .host(host().with(PENDING_CONNECTS, 400).build())));

        assertThat(cause.type()).isEqualTo(CauseType.ConcurrencyCap);
    }

    private static Cause only(EvidenceFixture evidence) {
        List<Cause> causes = evidence.causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
