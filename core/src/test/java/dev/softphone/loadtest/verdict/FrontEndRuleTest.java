package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontEndRuleTest {

    private static final RunFixture.Refusal FORBIDDEN = rejection(Stage.UPGRADE, "http/403");

    @Test
    void forbiddenAtTheUpgradeOnlyUnderLoadIsTheFrontEnd() {
        Cause cause = only(some(saying(FORBIDDEN, "Request blocked", Map.of("server", "acme-waf"))));

        assertThat(cause.type()).isEqualTo(CauseType.FrontEndRefused);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("acme-waf"));
        assertThat(cause.nextTest()).isPresent();
    }

    @Test
    void unavailableToOneSourceOnlyWhileAnotherHoldsMoreIsTheFrontEnd() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(500)
                .rampUp(60)
                .sources("127.0.0.1", "127.0.0.2")
                .gateway(attempt -> attempt.source().equals("127.0.0.2") && attempt.softphone() > 40
                        ? rejection(Stage.UPGRADE, "http/503")
                        : null)));

        assertThat(cause.type()).isEqualTo(CauseType.FrontEndRefused);
        assertThat(cause.scope()).contains("source address 127.0.0.2");
    }

    @Test
    void closedBeforeAnyAnswerForEveryoneIsTheFrontEndOrTheWrongPort() {
        RunFixture.Refusal closed = failure(Stage.UPGRADE, "tcp/eof");
        Cause cause = only(everyone(closed).preflightEndedWith(closed.key(), "closed"));

        assertThat(cause.type()).isEqualTo(CauseType.FrontEndRefused);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("1006"));
        assertThat(cause.remedy()).contains("plain HTTP");
    }

    private static EvidenceFixture everyone(RunFixture.Refusal refusal) {
        return EvidenceFixture.of(RunFixture.of(100).rampUp(10).gateway(attempt -> refusal));
    }

    private static EvidenceFixture some(RunFixture.Refusal refusal) {
        return EvidenceFixture.of(
                RunFixture.of(500).rampUp(60).gateway(attempt -> attempt.softphone() % 11 == 3 ? refusal : null));
    }

    private static Cause only(EvidenceFixture evidence) {
        List<Cause> causes = evidence.causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
