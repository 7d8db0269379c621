package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.HostFixture.Field.CLOCK_STEP;
import static dev.softphone.loadtest.verdict.HostFixture.host;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessRuleTest {

    private static final RunFixture.Refusal FORBIDDEN = rejection(Stage.UPGRADE, "http/403");
    private static final RunFixture.Refusal UNAUTHORIZED = rejection(Stage.REGISTER, "sip/401");

    @Test
    void aTokenWithoutAUserIsTheWrongGrant() {
        RunFixture.Refusal userless = saying(
                rejection(Stage.LOGIN, "http/400"),
                "bad.request: This request requires a user context. Client credentials cannot be used",
                Map.of());
        Cause cause = only(everyone(userless).genesys());

        assertThat(cause.type()).isEqualTo(CauseType.WrongGrant);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("requires a user context"));
        assertThat(only(everyone(rejection(Stage.LOGIN, "http/400"))).type()).isNotEqualTo(CauseType.WrongGrant);
    }

    @Test
    void deniedAtOneSoftphoneIsTheIdentity() {
        Cause cause = only(everyone(UNAUTHORIZED).preflightEndedWith(UNAUTHORIZED.key(), "Unauthorized"));

        assertThat(cause.type()).isEqualTo(CauseType.AuthRejected);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("One softphone alone met with it too"));
    }

    @Test
    void deniedToSomeIsAboutThoseIdentities() {
        Cause cause = only(some(UNAUTHORIZED));

        assertThat(cause.type()).isEqualTo(CauseType.AuthRejected);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(cause.remedy()).contains("identities that were denied");
    }

    @Test
    void deniedToOneOrganizationNamesIt() {
        Cause cause = only(EvidenceFixture.of(RunFixture.of(300)
                .rampUp(30)
                .organizations("acme", "blue", "coral")
                .gateway(attempt -> attempt.organization().equals("blue") ? UNAUTHORIZED : null)));

        assertThat(cause.scope()).contains("organization blue");
    }

    @Test
    void everyFamilyOfDenialIsKnown() {
        for (RunFixture.Refusal refusal : List.of(
                rejection(Stage.TOKEN, "http/401"),
                rejection(Stage.LOGIN, "http/403"),
                rejection(Stage.UPGRADE, "http/407"),
                rejection(Stage.REGISTER, "sip/407"),
                rejection(Stage.REGISTER, "sip/403"),
                rejection(Stage.AUTH, "app/401"),
                rejection(Stage.AUTH, "xmpp/not-authorized"))) {
            assertThat(only(some(refusal)).type()).as("%s", refusal).isEqualTo(CauseType.AuthRejected);
        }
    }

    @Test
    void aGrantThatIsRefusedIsAboutCredentialsThoughTheAnswerIs400() {
        RunFixture.Refusal grant =
                saying(rejection(Stage.TOKEN, "http/400"), "invalid_grant: the assertion is not valid", Map.of());
        RunFixture.Refusal request =
                saying(rejection(Stage.TOKEN, "http/400"), "invalid_request: no grant_type", Map.of());

        assertThat(only(some(grant)).type()).isEqualTo(CauseType.AuthRejected);
        assertThat(only(some(request)).type()).isNotEqualTo(CauseType.AuthRejected);
    }

    @Test
    void forbiddenAtTheUpgradeForEveryoneIsTheIdentityToo() {
        assertThat(only(everyone(FORBIDDEN).preflightEndedWith(FORBIDDEN.key(), "no"))
                        .type())
                .isEqualTo(CauseType.AuthRejected);
    }

    @Test
    void expiredIsSaidWhenTheGatewaySaysSo() {
        Cause cause = only(some(saying(
                rejection(Stage.LOGIN, "http/401"),
                "Unauthorized",
                Map.of("www-authenticate", "Bearer error_description=\"The token expired\""))));

        assertThat(cause.type()).isEqualTo(CauseType.TokenExpired);
    }

    @Test
    void aJumpOfTheClockIsMentionedBesideDenials() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(100)
                        .rampUp(10)
                        .gateway(attempt -> attempt.softphone() % 7 == 1 ? UNAUTHORIZED : null)
                        .host(host().with(CLOCK_STEP, 3_600_000).build()))
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.AuthRejected, CauseType.ClockSkew);
        assertThat(causes.get(1).evidence().get(0)).contains("60 min");
    }

    @Test
    void aJumpOfTheClockAloneIsNoCause() {
        assertThat(EvidenceFixture.of(RunFixture.of(100)
                                .rampUp(10)
                                .host(host().with(CLOCK_STEP, 3_600_000).build()))
                        .causes())
                .isEmpty();
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
