package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IncarnationTest {
    private static final Incarnation OWN = new Incarnation("own", 1);

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aLaterEpochIsObeyedWhateverItSays(Phase phase) {
        assertThat(OWN.supersededBy(status(phase, 2, "other"), false)).isTrue();
        assertThat(OWN.supersededBy(status(phase, 2, "other"), true)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void anEarlierEpochIsReplacedWhateverItSays(Phase phase) {
        assertThat(OWN.supersededBy(status(phase, 0, "other"), false)).isFalse();
        assertThat(OWN.supersededBy(status(phase, 0, "other"), true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Armed, false", "Running, true", "Finished, true", "Refused, true"})
    void anotherPodOfTheSameEpochHasThemOnceItIsPastArmed(Phase phase, boolean superseded) {
        assertThat(OWN.supersededBy(status(phase, 1, "other"), false)).isEqualTo(superseded);
        assertThat(OWN.supersededBy(status(phase, 1, "other"), true)).isEqualTo(superseded);
    }

    @ParameterizedTest
    @CsvSource({"Armed, false", "Running, true", "Finished, true"})
    void aContainerThatIsStartedAgainDoesNotRunASecondTime(Phase phase, boolean superseded) {
        assertThat(OWN.supersededBy(status(phase, 1, "own"), false)).isEqualTo(superseded);
        assertThat(OWN.supersededBy(status(phase, 1, "own"), true)).isFalse();
    }

    @org.junit.jupiter.api.Test
    void aStatusThatNobodyWroteIsFree() {
        assertThat(OWN.supersededBy(null, false)).isFalse();
    }

    static SoftphoneRunnerStatus status(Phase phase, int epoch, String incarnation) {
        return new SoftphoneRunnerStatus(
                phase,
                epoch,
                incarnation,
                1L,
                0,
                "2026-11-21T10:00:00Z",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
