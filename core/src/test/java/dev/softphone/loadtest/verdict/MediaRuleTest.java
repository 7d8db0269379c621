package dev.softphone.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MediaRuleTest {

    private static final OutcomeKey NOT_ACCEPTABLE =
            new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.ESTABLISHED, "sip/488");

    @Test
    void a488AtOneSoftphoneIsNegotiationAndQuotesTheWarning() {
        Cause cause = only(EvidenceFixture.of(calls(0, 100)).preflightEndedWith(NOT_ACCEPTABLE, "Not Acceptable Here"));

        assertThat(cause.type()).isEqualTo(CauseType.MediaNegotiation);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.High);
        assertThat(cause.evidence()).anyMatch(sentence -> sentence.contains("304 gw \"media type not available\""));
    }

    @Test
    void a488OnlyUnderLoadIsCapacity() {
        Cause cause = only(EvidenceFixture.of(calls(80, 20)));

        assertThat(cause.type()).isEqualTo(CauseType.MediaCapacity);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
        assertThat(cause.softphones()).isEqualTo(20);
        assertThat(cause.nextTest().orElseThrow().specPatch()).isEqualTo(Map.of("limits", Map.of("callsPerSecond", 1)));
    }

    @Test
    void a488OnEveryCallIsNegotiationEvenWithoutAPreflight() {
        Cause cause = only(EvidenceFixture.of(calls(0, 100)).withoutPreflight());

        assertThat(cause.type()).isEqualTo(CauseType.MediaNegotiation);
        assertThat(cause.confidence()).isEqualTo(Cause.Confidence.Medium);
    }

    private static Measurements calls(long established, long refused) {
        Measurements run = RunFixture.of(200).rampUp(20).run();
        OutcomeCount count = new OutcomeCount(
                refused,
                0,
                0,
                0,
                21_000,
                40_000,
                Optional.of("Not Acceptable Here"),
                Map.of("warning", "304 gw \"media type not available\""));
        return new Measurements(
                run.elapsedMillis(),
                run.softphones(),
                run.attempts(),
                new CallCounts(established + refused, 0, established, refused, 0, 0, 0, 0, 0),
                Map.of(NOT_ACCEPTABLE, count),
                run.histograms(),
                run.organizations(),
                run.remoteAddresses(),
                run.localAddresses(),
                run.steps(),
                0,
                Map.of(),
                run.series(),
                run.host());
    }

    private static Cause only(EvidenceFixture evidence) {
        List<Cause> causes = evidence.causes();
        assertThat(causes).hasSize(1);
        return causes.get(0);
    }
}
