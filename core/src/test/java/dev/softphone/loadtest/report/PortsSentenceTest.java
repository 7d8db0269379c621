package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.HostEvidence;
import org.junit.jupiter.api.Test;

class PortsSentenceTest {

    private final ReportInput r0 = SampleRuns.threeHundredOfFiveHundred();

    @Test
    void saysHowManyPortsThereAreAndHowManyAreNeeded() {
        assertThat(PortsSentence.of(r0.test(), r0.evidence().measurements().host()))
                .isEqualTo("500 softphones need 500 of 28,232 local TCP ports (1.8 %) towards one destination;"
                        + " 60 were in TIME_WAIT at most.");
    }

    @Test
    void saysSoWhereTheRangeIsUnknown() {
        assertThat(PortsSentence.of(r0.test(), HostEvidence.UNKNOWN))
                .contains("unknown")
                .doesNotContain("%");
    }
}
