package dev.softphone.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MachineStoodStillTest {
    private int runs;
    private Duration still = Duration.ZERO;

    @Test
    void aFailureOfAMachineThatRanIsAFailure() {
        assertThatThrownBy(() -> MachineStoodStill.repeated("a test", this::fails, this::fails, () -> still))
                .isInstanceOf(AssertionError.class);
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void aFailureWhileTheMachineStoodStillIsTriedAgain() throws Throwable {
        MachineStoodStill.repeated("a test", this::failsStandingStill, this::passes, () -> still);

        assertThat(runs).isEqualTo(2);
    }

    @Test
    void theSecondFailureCountsWhenTheMachineRanThen() {
        assertThatThrownBy(
                        () -> MachineStoodStill.repeated("a test", this::failsStandingStill, this::fails, () -> still))
                .isInstanceOf(AssertionError.class);
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void aMachineThatKeepsStandingStillEndsInAFailure() {
        assertThatThrownBy(() -> MachineStoodStill.repeated(
                        "a test", this::failsStandingStill, this::failsStandingStill, () -> still))
                .isInstanceOf(AssertionError.class);
        assertThat(runs).isEqualTo(3);
    }

    private void passes() {
        runs++;
    }

    private void fails() {
        runs++;
        throw new AssertionError("failed");
    }

    private void failsStandingStill() {
        still = still.plusSeconds(3);
        fails();
    }
}
