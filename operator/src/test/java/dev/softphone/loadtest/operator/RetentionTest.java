package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final String ONE = """
            softphones: 100
            placement: {capacity: Elastic}
            """;

    @Test
    void podsStayForAnHourAndTheTestForGood() {
        Scene scene = finished("");

        assertThat(scene.step(0).again()).contains(Duration.ofHours(1));
        scene.now = scene.now.plus(Duration.ofMinutes(59));
        assertThat(scene.step(60).again()).contains(Duration.ofMinutes(1));
        assertThat(scene.deleted).isEmpty();

        assertThat(scene.step(1).again()).isEmpty();
        assertThat(scene.deleted).containsExactly("Job login-default");
        assertThat(scene.step(1)).isEqualTo(Decision.nothing());
    }

    @Test
    void aJobWithAFailedPodStaysUnlessToldOtherwise() {
        Scene kept = finished("retention: {podsAfterFinished: 5m}");
        kept.failed(1);
        Scene gone = finished("retention: {podsAfterFinished: 5m, failedPods: Delete}");
        gone.failed(1);
        for (Scene scene : new Scene[] {kept, gone}) {
            scene.now = scene.now.plus(Duration.ofMinutes(6));
            scene.step(1);
        }

        assertThat(kept.deleted).isEmpty();
        assertThat(gone.deleted).containsExactly("Job login-default");
    }

    @Test
    void theTestGoesWithEverythingWhenItsTimeHasCome() {
        Scene scene = finished("retention: {podsAfterFinished: 2h, deleteTestAfter: 90m}");

        assertThat(scene.step(0).again()).contains(Duration.ofMinutes(90));
        scene.now = scene.now.plus(Duration.ofMinutes(90));
        scene.step(1);

        assertThat(scene.deleted).containsExactly("SoftphoneLoadTest login");
    }

    @Test
    void aTestThatWasRefusedGoesToo() {
        Scene scene = new Scene("""
                softphones: 100
                gateway: {protocol: SipOverWebSocket, url: "ws://elsewhere.test/"}
                retention: {deleteTestAfter: 1m}
                """);
        scene.step(0);
        scene.now = scene.now.plus(Duration.ofMinutes(1));
        scene.step(1);

        assertThat(scene.deleted).containsExactly("SoftphoneLoadTest login");
    }

    @Test
    void nothingIsDeletedBeforeTheEnd() {
        Scene scene = new Scene(ONE + "retention: {podsAfterFinished: 0s, deleteTestAfter: 1m}").started();
        scene.now = scene.now.plusSeconds(20);
        scene.says(
                0,
                dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase.Running,
                java.util.Optional.of(FakeRunner.measured(100, 0)));
        scene.step(1);

        assertThat(scene.deleted).isEmpty();
    }

    /** Over at this moment. */
    private static Scene finished(String retention) {
        Scene scene = new Scene(ONE + retention).started();
        scene.finishes(0, 0);
        scene.step(0);
        assertThat(Instant.parse(Objects.requireNonNull(scene.status().finishedAt())))
                .isEqualTo(scene.now);
        return scene;
    }
}
