package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.delayed;
import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CapacityRuleTest {

    private static final RunFixture.Refusal GATEWAY_TIMEOUT = rejection(Stage.REGISTER, "sip/504");

    @Test
    void aPolicyCloseQuotesItsReason() {
        Cause cause = only(some(saying(rejection(Stage.AUTH, "ws/1008"), "burst rule 7", Map.of())));

        assertThat(cause.type()).isEqualTo(CauseType.PolicyClose);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("verbatim: \"burst rule 7\""));
    }

    @Test
    void aPolicyCloseAtAPlateauIsACap() {
        assertThat(EvidenceFixture.of(RunFixture.of(500).rampUp(60).gateway(cap(300, rejection(Stage.AUTH, "ws/1008"))))
                        .causes())
                .extracting(Cause::type)
                .containsExactly(CauseType.ConcurrencyCap);
    }

    @Test
    void a504OnRegisterIsTheBackendWhileTheSocketsStand() {
        Cause cause = only(some(GATEWAY_TIMEOUT));

        assertThat(cause.type()).isEqualTo(CauseType.BackendTimeout);
        assertThat(cause.scope()).contains("stage register");
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("sockets themselves were fine"));
        assertThat(cause.nextTest().orElseThrow().specPatch()).isEqualTo(Map.of("softphones", 250));
    }

    @Test
    void a504FromAMomentOnPlateausAndIsStillTheBackend() {
        Cause cause = only(RunFixture.of(500).rampUp(60).gateway(cap(300, GATEWAY_TIMEOUT)));

        assertThat(cause.type()).isEqualTo(CauseType.BackendTimeout);
    }

    @Test
    void a504OfOneOrganizationNamesIt() {
        Cause cause = only(RunFixture.of(500)
                .rampUp(60)
                .organizations("acme", "blue", "coral")
                .gateway(attempt -> attempt.organization().equals("coral") ? GATEWAY_TIMEOUT : null));

        assertThat(cause.type()).isEqualTo(CauseType.BackendTimeout);
        assertThat(cause.scope()).contains("organization coral");
        assertThat(cause.nextTest()).isEmpty();
    }

    @Test
    void timeoutsToldByTheGatewayOnEveryStageAreTheBackends() {
        for (RunFixture.Refusal refusal : List.of(
                rejection(Stage.LOGIN, "http/504"),
                rejection(Stage.UPGRADE, "http/504"),
                rejection(Stage.AUTH, "app/504"),
                rejection(Stage.REGISTER, "sip/408"))) {
            assertThat(only(some(refusal)).type()).as("%s", refusal).isEqualTo(CauseType.BackendTimeout);
        }
    }

    @Test
    void ourOwnTimerIsCalledOurOwnAndTheStageIsNamed() {
        Cause cause = only(some(delayed(failure(Stage.REGISTER, "timeout/register"), 32_000)));

        assertThat(cause.type()).isEqualTo(CauseType.StageTimeout);
        assertThat(cause.scope()).contains("stage register");
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(32_000));
        assertThat(cause.evidence().get(0)).contains("our own timer");
        assertThat(cause.nextTest().orElseThrow().specPatch())
                .isEqualTo(Map.of("timeouts", Map.of("register", "128s")));
    }

    @Test
    void aLimitOfTheClientThatIsImitatedIsNotPutDownToTheTimerOfTheTest() {
        Cause cause = only(some(saying(
                delayed(failure(Stage.REGISTER, "timeout/register"), 15_000),
                "bind not answered within 15000 ms, the client's own limit",
                Map.of())));

        assertThat(cause.type()).isEqualTo(CauseType.StageTimeout);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(15_000));
        assertThat(cause.evidence().get(0))
                .contains("within 15s", "the client itself")
                .doesNotContain("our own timer");
        assertThat(cause.nextTest()).as("no timer of the test changes this").isEmpty();
    }

    @Test
    void refusalsAtRandomAreOverload() {
        SplittableRandom random = new SplittableRandom(3);
        Cause cause = only(RunFixture.of(500)
                .rampUp(60)
                .gateway(attempt -> random.nextInt(10) < 3 ? rejection(Stage.UPGRADE, "http/503") : null));

        assertThat(cause.type()).isEqualTo(CauseType.Overloaded);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(cause.nextTest()).isPresent();
    }

    /** Connections are not counted by organization, so that its plateau is not seen. */
    @Test
    void aCapOfOneOrganizationIsNotRuledOut() {
        AtomicInteger coral = new AtomicInteger();
        Cause cause = only(RunFixture.of(500)
                .rampUp(60)
                .organizations("acme", "blue", "coral")
                .gateway(attempt -> attempt.organization().equals("coral") && coral.incrementAndGet() > 60
                        ? rejection(Stage.UPGRADE, "http/503")
                        : null));

        assertThat(cause.type()).isEqualTo(CauseType.Overloaded);
        assertThat(cause.scope()).contains("organization coral");
        assertThat(cause.evidence()).anyMatch(one -> one.contains("a cap of its own looks like this too"));
    }

    @Test
    void unavailableForOneSoftphoneTooIsOutOfServiceRatherThanOverloaded() {
        RunFixture.Refusal unavailable = rejection(Stage.UPGRADE, "http/503");
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(100).rampUp(10).gateway(attempt -> unavailable))
                .preflightEndedWith(unavailable.key(), "")
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.Overloaded);
        assertThat(causes.get(0).confidence()).isEqualTo(Cause.Confidence.Low);
        assertThat(causes.get(0).remedy()).contains("in service");
    }

    @Test
    void tryAgainLaterAndServiceUnavailableAreOverload() {
        for (RunFixture.Refusal refusal : List.of(
                rejection(Stage.AUTH, "ws/1013"),
                rejection(Stage.REGISTER, "sip/503"),
                rejection(Stage.UPGRADE, "http/502"),
                failure(Stage.UPGRADE, "tcp/reset"))) {
            assertThat(only(some(refusal)).type()).as("%s", refusal).isEqualTo(CauseType.Overloaded);
        }
    }

    private static RunFixture some(RunFixture.Refusal refusal) {
        return RunFixture.of(500).rampUp(60).gateway(attempt -> attempt.softphone() % 11 == 3 ? refusal : null);
    }

    private static Cause only(RunFixture run) {
        List<Cause> causes = EvidenceFixture.of(run).causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
