package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.operator.resources.Control.Command;
import dev.softphone.loadtest.verdict.Verdict;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnRunnerLossTest {
    private static final String FOUR = """
            softphones: 400
            placement: {maxSoftphonesPerRunner: 100, capacity: Elastic}
            """;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void continueLetsTheOthersGoOn() {
        Scene scene = running("Continue");
        scene.isSilentFor(3, MINUTE, true);
        scene.step(1);

        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Run);
        assertThat(counts(scene).lost()).isEqualTo(100);
    }

    @Test
    void stopDrainsTheOthersAndFinishes() {
        Scene scene = running("Stop");
        scene.isSilentFor(3, MINUTE, true);
        Decision decision = scene.step(1);

        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Drain);
        assertThat(decision.note().orElseThrow().message())
                .isEqualTo("onRunnerLoss is Stop, and login-default-3 is lost");
        assertThat(scene.status().verdict()).isNull();

        for (int i = 0; i < 3; i++) {
            scene.finishes(i, 0);
        }
        scene.step(1);
        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(condition(scene, "Finished").reason()).isEqualTo("Interrupted");
    }

    @Test
    void aLossThatIsFoundWhenAllOthersAreDoneInterruptsNothing() {
        Scene scene = running("Stop");
        for (int i = 0; i < 3; i++) {
            scene.finishes(i, 0);
        }
        scene.isSilentFor(3, MINUTE, true);
        scene.step(1);

        assertThat(condition(scene, "Finished").reason()).isEqualTo("Completed");
    }

    @Test
    void replaceWaitsForTheOtherPodAndCountsWhatThatOneMeasured() {
        Scene scene = running("Replace");
        for (int i = 0; i < 3; i++) {
            scene.finishes(i, 0);
        }
        scene.says(3, Phase.Running, Optional.of(FakeRunner.measured(100, 60)));
        scene.isBeingReplaced(3, MINUTE);
        scene.step(1);
        assertThat(scene.status().verdict()).isNull();
        assertThat(counts(scene).lost()).isZero();
        assertThat(condition(scene, "RunnersReady").message())
                .isEqualTo("3 of 4 runners reported to the end, 0 lost, 1 replaced");

        scene.says(3, 1, Phase.Finished, Optional.of(FakeRunner.measured(100, 0)));
        scene.step(1);

        assertThat(scene.status().verdict()).isEqualTo(Verdict.Passed);
        assertThat(counts(scene).connected()).isEqualTo(400);
        assertThat(counts(scene).rejected()).isZero();
    }

    @Test
    void aPodThatNeverComesIsALossAndAPodThatComesAfterTheEndIsToldToLeave() {
        Scene scene = running("Replace");
        for (int i = 0; i < 3; i++) {
            scene.finishes(i, 0);
        }
        scene.isBeingReplaced(3, Duration.ofMinutes(6));
        scene.step(1);

        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(counts(scene).lost()).isEqualTo(100);
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Drain);
    }

    @Test
    void nobodyStartsWhileAPodIsBeingReplaced() {
        Scene scene = new Scene(FOUR + "onRunnerLoss: Replace\n").provisioned();
        for (int i = 0; i < 4; i++) {
            scene.says(i, Phase.Armed, Optional.empty());
        }
        scene.isBeingReplaced(2, MINUTE);
        scene.step(1);

        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Arm);
        assertThat(condition(scene, "RunnersReady").message()).isEqualTo("3 of 4 runners armed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Continue", "Stop", "Replace"})
    void everyRunEndsThoughNobodyReports(String policy) {
        Scene scene = running(policy);
        for (int second = 0; second < 200 && scene.status().verdict() == null; second++) {
            scene.step(1);
        }
        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
    }

    @Test
    void theJobsOfReplacedRunnersMayLastLonger() {
        assertThat(deadline("Replace")).isGreaterThan(4 * (deadline("Continue") - 700));
        assertThat(deadline("Stop")).isEqualTo(deadline("Continue"));
    }

    private static long deadline(String policy) {
        Scene scene = new Scene(FOUR + "onRunnerLoss: " + policy + "\n");
        scene.step(1);
        return scene.step(1).apply().stream()
                .filter(Job.class::isInstance)
                .map(job -> ((Job) job).getSpec().getActiveDeadlineSeconds())
                .findFirst()
                .orElseThrow();
    }

    /** All four run, and the common start is well over. */
    private static Scene running(String policy) {
        Scene scene = new Scene(FOUR + "onRunnerLoss: " + policy + "\n").started();
        scene.step(20);
        for (int i = 0; i < 4; i++) {
            scene.says(i, Phase.Running, Optional.empty());
        }
        return scene;
    }

    private static dev.softphone.loadtest.api.v1alpha1.StatusCounts.Softphones counts(Scene scene) {
        return Objects.requireNonNull(scene.status().softphones());
    }

    private static Condition condition(Scene scene, String type) {
        return Objects.requireNonNull(scene.status().conditions()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
