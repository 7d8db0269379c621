package dev.softphone.loadtest.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.SlotProbe;
import dev.softphone.loadtest.model.Stage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RunnerTest {

    @Test
    void countsAreThoseOfTheGatewayAndBothEquationsHold() throws Exception {
        try (TinyGateway gateway = new TinyGateway(120)) {
            RunResult result = Rehearsal.run(Rehearsal.sip(gateway.port(), 200, Optional.empty()));

            Measurements measured = result.evidence().measurements();
            assertThat(measured.balanced()).isTrue();
            assertThat(measured.softphones().connected()).isEqualTo(120);
            assertThat(measured.softphones().rejected()).isEqualTo(80);
            assertThat(measured.softphones().connectedNow()).isZero();
            OutcomeKey refused = new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503");
            assertThat(measured.outcomes()).hasEntrySatisfying(refused, count -> assertThat(count.softphones())
                    .isEqualTo(80));
            assertThat(gateway.refused()).isEqualTo(80);
            assertThat(gateway.accepted()).as("with the preflight softphone").isEqualTo(121);
            assertThat(result.evidence().preflight().orElseThrow().passed()).isTrue();
            assertThat(result.transcripts()).hasSize(1);
        }
    }

    @Test
    void asManyGetInAsTheSlotProbeClosed() throws Exception {
        try (TinyGateway gateway = new TinyGateway(50)) {
            RunResult result = Rehearsal.run(Rehearsal.sip(gateway.port(), 80, Optional.of(new SlotProbe(5))));

            assertThat(result.evidence().slotProbe()).hasValueSatisfying(probe -> {
                assertThat(probe.connectedBefore()).isEqualTo(50);
                assertThat(probe.attempts()).isEqualTo(10);
                assertThat(probe.admitted()).isEqualTo(5);
            });
            assertThat(result.evidence().measurements().softphones().connected())
                    .as("the probe's own are outside the counts")
                    .isEqualTo(50);
        }
    }
}
