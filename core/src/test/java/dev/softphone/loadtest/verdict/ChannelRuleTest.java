package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelRuleTest {

    @Test
    void aChannelThatWasTakenAwayIsAnEviction() {
        Cause cause = only(fine().setback(
                        Stage.ESTABLISHED, "xmpp/no-longer-subscribed", 30, "the channel was taken away", Map.of()));

        assertThat(cause.type()).isEqualTo(CauseType.ChannelEvicted);
        assertThat(cause.softphones()).isEqualTo(30);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("more channels than the platform keeps"));
    }

    @Test
    void aChannelWithTwoConnectionsIsOneToo() {
        Cause cause = only(
                fine().setback(Stage.ESTABLISHED, "xmpp/duplicate-id", 400, "another connection took it", Map.of()));

        assertThat(cause.type()).isEqualTo(CauseType.ChannelEvicted);
        assertThat(cause.softphones()).as("never more than there are").isEqualTo(100);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("A second connection"));
    }

    @Test
    void whatRefusedSoftphonesIsSaidBeforeWhatTookChannelsFromThoseThatGotIn() {
        List<Cause> causes = EvidenceFixture.of(RunFixture.of(60)
                        .rampUp(6)
                        .gateway(attempt -> attempt.softphone() >= 42 ? rejection(Stage.LOGIN, "http/429") : null))
                .genesys()
                .setback(Stage.ESTABLISHED, "xmpp/no-longer-subscribed", 22, "the channel was taken away", Map.of())
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.RateLimited, CauseType.ChannelEvicted);
    }

    @Test
    void subscriptionsThatFindTheirChannelGoneAreOfTheSameCause() {
        Cause cause = only(fine().setback(
                        Stage.ESTABLISHED, "xmpp/no-longer-subscribed", 30, "the channel was taken away", Map.of())
                .setback(Stage.LOGIN, "http/404", 12, "", Map.of()));

        assertThat(cause.type()).isEqualTo(CauseType.ChannelEvicted);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("login http/404 ×12"));
    }

    @Test
    void moreThanThereWereChannelsTakenIsSomethingElse() {
        List<Cause> causes = fine().setback(
                        Stage.ESTABLISHED, "xmpp/no-longer-subscribed", 3, "the channel was taken away", Map.of())
                .setback(Stage.LOGIN, "http/404", 100, "", Map.of())
                .causes();

        assertThat(causes).extracting(Cause::type).containsExactly(CauseType.ChannelEvicted, CauseType.Unexplained);
    }

    private static EvidenceFixture fine() {
        return EvidenceFixture.of(RunFixture.of(100).rampUp(10).gateway(attempt -> null))
                .genesys();
    }

    private static Cause only(EvidenceFixture evidence) {
        List<Cause> causes = evidence.causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
