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

    @Test
    void aShortHaltIsNoExcuse() {
        assertThatThrownBy(() -> MachineStoodStill.repeated("a test", () -> failsAfter(300), this::passes, () -> still))
                .isInstanceOf(AssertionError.class);
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void whatIsUsualOnAVirtualMachineDoesNotCount() {
        assertThat(MachineStoodStill.still(millis(20), millis(30))).isZero();
    }

    @Test
    void aThreadThatCameLateCountsAsDoProcessorsThatTheHostKept() {
        assertThat(MachineStoodStill.still(millis(150), 0)).isEqualTo(millis(150));
        assertThat(MachineStoodStill.still(0, millis(90))).isEqualTo(millis(90));
        assertThat(MachineStoodStill.still(millis(150), millis(90)))
                .as("the same halt, seen twice")
                .isEqualTo(millis(150));
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private void passes() {
        runs++;
    }

    private void fails() {
        runs++;
        throw new AssertionError("failed");
    }

    private void failsStandingStill() {
        failsAfter(3_000);
    }

    private void failsAfter(long millis) {
        still = still.plusMillis(millis);
        fails();
    }
}
