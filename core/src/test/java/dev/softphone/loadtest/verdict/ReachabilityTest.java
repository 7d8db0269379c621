package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.HostFixture.Field.CONNTRACK_MAX;
import static dev.softphone.loadtest.verdict.HostFixture.Field.CONNTRACK_PEAK;
import static dev.softphone.loadtest.verdict.HostFixture.host;
import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.delayed;
import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static dev.softphone.loadtest.verdict.RunFixture.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

    private static final RunFixture.Refusal REFUSED = failure(Stage.UPGRADE, "tcp/refused");
    private static final RunFixture.Refusal NO_SYN_ACK = failure(Stage.UPGRADE, "tcp/timeout");

    @Test
    void nobodyListensThere() {
        Cause cause = only(everyone(REFUSED).preflightEndedWith(REFUSED.key(), "Connection refused"));

        assertThat(cause.type()).isEqualTo(CauseType.Unreachable);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.remedy()).contains("127.0.0.1:5066");
    }

    @Test
    void someUnansweredConnectsPointAtTheBacklogAndSayThatConntrackIsUnknown() {
        Cause cause = only(some(NO_SYN_ACK, HostEvidence.UNKNOWN));

        assertThat(cause.type()).isEqualTo(CauseType.Unreachable);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("could not be read"));
        assertThat(cause.remedy()).contains("backlog");
    }

    @Test
    void aFullConnectionTrackingTableExplainsUnansweredConnects() {
        HostEvidence full =
                host().with(CONNTRACK_PEAK, 65_500).with(CONNTRACK_MAX, 65_536).build();
        Cause cause = only(some(NO_SYN_ACK, full));

        assertThat(cause.type()).isEqualTo(CauseType.NatOrConntrackFull);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(65_536));
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("99.9 %"));
    }

    @Test
    void aFullConnectionTrackingTableLooksLikeACapAndIsTold() {
        HostEvidence full =
                host().with(CONNTRACK_PEAK, 65_500).with(CONNTRACK_MAX, 65_536).build();

        assertThat(EvidenceFixture.of(RunFixture.of(500)
                                .rampUp(60)
                                .gateway(cap(300, delayed(NO_SYN_ACK, 10_000)))
                                .host(full))
                        .causes())
                .extracting(Cause::type)
                .containsExactly(CauseType.NatOrConntrackFull);
    }

    @Test
    void aTableWithRoomExplainsNothing() {
        HostEvidence half =
                host().with(CONNTRACK_PEAK, 30_000).with(CONNTRACK_MAX, 65_536).build();

        assertThat(only(some(NO_SYN_ACK, half)).type()).isEqualTo(CauseType.Unreachable);
    }

    @Test
    void aNameThatDoesNotResolveIsTheNameWhenNobodyGotIn() {
        RunFixture.Refusal unknown = saying(failure(Stage.UPGRADE, "dns/unknown-host"), "no such host", Map.of());
        Cause cause = only(everyone(unknown));

        assertThat(cause.type()).isEqualTo(CauseType.DnsFailed);
        assertThat(cause.remedy()).contains("host name");
    }

    @Test
    void aNameThatResolvesForSomeIsTheResolver() {
        Cause cause = only(some(failure(Stage.UPGRADE, "dns/timeout"), HostEvidence.UNKNOWN));

        assertThat(cause.type()).isEqualTo(CauseType.DnsFailed);
        assertThat(cause.remedy()).contains("caching resolver");
    }

    @Test
    void aSlowResolverIsBlamedForUpgradesThatRanOutOfTime() {
        Cause cause = only(some(failure(Stage.UPGRADE, "timeout/upgrade"), HostEvidence.UNKNOWN)
                .dnsTook(8_000));

        assertThat(cause.type()).isEqualTo(CauseType.DnsSlow);
        assertThat(cause.limit()).isEqualTo(OptionalLong.of(8_000));
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
    }

    @Test
    void aQuickResolverIsNot() {
        Cause cause = only(some(failure(Stage.UPGRADE, "timeout/upgrade"), HostEvidence.UNKNOWN)
                .dnsTook(12));

        assertThat(cause.type()).isEqualTo(CauseType.StageTimeout);
    }

    @Test
    void tlsThatNobodyPassedIsTheCertificate() {
        Cause cause = only(everyone(
                saying(failure(Stage.UPGRADE, "tls/handshake"), "unable to find valid certification path", Map.of())));

        assertThat(cause.type()).isEqualTo(CauseType.TlsFailed);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("valid certification path"));
    }

    @Test
    void tlsThatFailsForSomeIsCapacity() {
        Cause cause = only(some(failure(Stage.UPGRADE, "tls/closed"), HostEvidence.UNKNOWN));

        assertThat(cause.type()).isEqualTo(CauseType.TlsFailed);
        assertThat(cause.remedy()).contains("capacity");
    }

    @Test
    void theSubprotocolIsNamed() {
        Cause cause = only(everyone(failure(Stage.UPGRADE, "protocol/subprotocol")));

        assertThat(cause.type()).isEqualTo(CauseType.SubprotocolRefused);
        assertThat(cause.evidence().get(0)).contains("\"sip\"");
    }

    @Test
    void aBadRequestThatSpeaksOfTheSubprotocolIsTheSameAndAnotherIsNot() {
        RunFixture.Refusal speaks =
                saying(rejection(Stage.UPGRADE, "http/400"), "missing Sec-WebSocket-Protocol", Map.of());

        assertThat(only(everyone(speaks)).type()).isEqualTo(CauseType.SubprotocolRefused);
        assertThat(only(everyone(rejection(Stage.UPGRADE, "http/400"))).type()).isEqualTo(CauseType.Unexplained);
    }

    private static EvidenceFixture everyone(RunFixture.Refusal refusal) {
        return EvidenceFixture.of(RunFixture.of(100).rampUp(10).gateway(attempt -> refusal));
    }

    private static EvidenceFixture some(RunFixture.Refusal refusal, HostEvidence host) {
        return EvidenceFixture.of(RunFixture.of(500)
                .rampUp(60)
                .gateway(attempt -> attempt.softphone() % 11 == 3 ? refusal : null)
                .host(host));
    }

    private static Cause only(EvidenceFixture evidence) {
        List<Cause> causes = evidence.causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
