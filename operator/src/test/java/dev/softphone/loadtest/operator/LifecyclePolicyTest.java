package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Phase;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.operator.resources.Control.Command;
import dev.softphone.loadtest.operator.resources.TargetLease;
import dev.softphone.loadtest.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecyclePolicyTest {
    private static final String FOUR = """
            softphones: 400
            placement: {maxSoftphonesPerRunner: 100, capacity: Elastic}
            """;

    @Test
    void thePlanIsStoredBeforeAnythingElseIsCreated() {
        Scene scene = new Scene(FOUR);
        Decision first = scene.step(1);

        assertThat(first.apply())
                .extracting(object -> object.getMetadata().getName())
                .containsExactly(TargetLease.name("gateway.test:8080"), "login-plan");
        assertThat(scene.plan().runners()).isEqualTo(4);
    }

    @Test
    void nobodyStartsBeforeAllAreArmed() {
        Scene scene = new Scene(FOUR).provisioned();
        for (int i = 0; i < 3; i++) {
            scene.says(i, SoftphoneRunnerStatus.Phase.Armed, Optional.empty());
        }
        scene.step(1);
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Arm);
        assertThat(condition(scene, "RunnersReady").message()).isEqualTo("3 of 4 runners armed");

        scene.says(3, SoftphoneRunnerStatus.Phase.Armed, Optional.empty());
        scene.step(0);

        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Run);
        assertThat(scene.control().orElseThrow().startAt().orElseThrow()).isAfterOrEqualTo(scene.now.plusSeconds(10));
    }

    @Test
    void jobsAreCreatedOnceHoweverOftenItLooks() {
        Scene scene = new Scene(FOUR).provisioned();
        for (int i = 0; i < 20; i++) {
            scene.step(1);
        }
        assertThat(scene.applied("Job")).isOne();
    }

    @Test
    void podsThatDoNotComeUpAreNamedAndAreWaitedForOnlySoLong() {
        Scene scene = new Scene(FOUR).provisioned();
        scene.troubles = List.of("pod login-default-0-x: ErrImagePull, no such image");
        scene.step(1);
        assertThat(condition(scene, "RunnersReady").reason()).isEqualTo("Trouble");
        assertThat(condition(scene, "RunnersReady").message()).contains("ErrImagePull, no such image");

        scene.now = scene.now.plus(Duration.ofMinutes(10));
        scene.step(1);

        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(condition(scene, "RunnersReady").reason()).isEqualTo("NotReady");
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Abort);
    }

    @Test
    void oneRunnerThatCannotRunEndsTheTestBeforeAnythingIsSent() {
        Scene scene = new Scene(FOUR).provisioned();
        scene.says(2, SoftphoneRunnerStatus.Phase.Refused, Optional.empty());
        scene.step(1);

        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Abort);
        assertThat(condition(scene, "RunnersReady").message()).isEqualTo("login-default-2: no such host");
        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
    }

    @Test
    void aPodThatEndsBeforeTheStartEndsTheTestAndSaysWhy() {
        Scene scene = new Scene(FOUR).provisioned();
        scene.troubles = List.of("pod login-default-1-x: OOMKilled with exit code 137");
        scene.isSilentFor(1, Duration.ofSeconds(6), true);
        scene.step(1);

        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Abort);
        assertThat(condition(scene, "RunnersReady").message())
                .isEqualTo("the pod of login-default-1 ended before the start; pod login-default-1-x: OOMKilled with"
                        + " exit code 137");
        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
    }

    @Test
    void allReportsInMeansJudgedAndNeverJudgedAgain() {
        Scene scene = new Scene(FOUR).started();
        for (int i = 0; i < 4; i++) {
            scene.finishes(i, i == 0 ? 60 : 0);
        }
        scene.step(1);

        assertThat(scene.status().verdict()).isEqualTo(Verdict.Failed);
        assertThat(scene.status().phase()).isEqualTo(Phase.Finished);
        Decision after = scene.step(1);
        assertThat(after.apply()).isEmpty();
        assertThat(after.status()).isEmpty();
    }

    @Test
    void stoppingDrainsAndTheVerdictSaysThatItWasInterrupted() {
        Scene scene = new Scene(FOUR).started();
        Scene stopping = scene;
        stopping.test().setSpec(new Scene(FOUR + "runPolicy: Stop\n").test().getSpec());
        scene.step(1);
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Drain);

        for (int i = 0; i < 4; i++) {
            scene.finishes(i, 0);
        }
        scene.step(1);
        assertThat(condition(scene, "Finished").reason()).isEqualTo("Interrupted");
    }

    @Test
    void aThresholdThatAllTogetherCannotMeetAnyMoreEndsTheRunWhereItAborts() {
        Scene aborts = withTwoTimesThirtyRejected("Abort");
        Scene continues = withTwoTimesThirtyRejected("Continue");

        assertThat(aborts.control().orElseThrow().command()).isEqualTo(Command.Drain);
        assertThat(continues.control().orElseThrow().command()).isEqualTo(Command.Run);
    }

    /** Of 400, where 10 % may be: one runner's 30 do not break it. */
    private static Scene withTwoTimesThirtyRejected(String onBroken) {
        Scene scene = new Scene(
                        FOUR + "thresholds: [{metric: rejected, maxPercent: 10, onBroken: %s}]\n".formatted(onBroken))
                .started();
        scene.now = scene.now.plusSeconds(20);
        scene.says(0, SoftphoneRunnerStatus.Phase.Running, Optional.of(FakeRunner.measured(100, 30)));
        scene.step(1);
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Run);
        scene.says(1, SoftphoneRunnerStatus.Phase.Running, Optional.of(FakeRunner.measured(100, 30)));
        scene.step(1);
        return scene;
    }

    @Test
    void aPodThatIsGoneIsGivenTimeForALastReportThatIsStillOnItsWay() {
        Scene scene = new Scene(FOUR).started();
        for (int i = 0; i < 3; i++) {
            scene.finishes(i, 0);
        }
        scene.isSilentFor(3, Duration.ofSeconds(2), true);
        scene.step(1);
        assertThat(scene.status().verdict()).isNull();

        scene.isSilentFor(3, Duration.ofSeconds(6), true);
        scene.step(1);
        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(Objects.requireNonNull(scene.status().softphones()).lost()).isEqualTo(100);
    }

    @Test
    void havingWaitedLongForTheStartIsNoSilence() {
        Scene scene = new Scene(FOUR).started();
        for (int i = 0; i < 4; i++) {
            scene.isSilentFor(i, Duration.ofMinutes(5), false);
        }
        scene.step(1);

        assertThat(scene.status().verdict()).isNull();
        assertThat(Objects.requireNonNull(scene.status().softphones()).lost()).isZero();
    }

    @Test
    void runnersAreNotReadyAnyMoreOnceOneIsLost() {
        Scene scene = new Scene(FOUR).started();
        scene.step(1);
        assertThat(condition(scene, "RunnersReady").status()).isEqualTo("True");

        scene.now = scene.now.plusSeconds(20);
        scene.isSilentFor(2, Duration.ofSeconds(16), false);
        scene.step(1);

        assertThat(condition(scene, "RunnersReady").status()).isEqualTo("False");
        assertThat(condition(scene, "RunnersReady").reason()).isEqualTo("RunnersLost");
        assertThat(condition(scene, "RunnersReady").message()).contains("1 lost");

        scene.says(2, SoftphoneRunnerStatus.Phase.Running, Optional.of(FakeRunner.measured(100, 0)));
        scene.step(1);
        assertThat(condition(scene, "RunnersReady").status()).isEqualTo("True");
    }

    @Test
    void nothingStartsWhereANodeWouldCarryMoreThanItsPortsAllow() {
        String many = """
                softphones: 60000
                placement: {maxSoftphonesPerRunner: 20000, capacity: Elastic, egress: {mode: NodeMasquerade}}
                """;
        Scene scene = new Scene(many).provisioned();
        scene.nodes = runner -> "node-a";
        allArmed(scene);
        scene.step(1);

        assertThat(condition(scene, "RunnersReady").status()).isEqualTo("False");
        assertThat(condition(scene, "RunnersReady").reason()).isEqualTo("NodeBudgetExceeded");
        assertThat(condition(scene, "RunnersReady").message())
                .startsWith("node node-a: required at most")
                .contains("observed 60,000");
        assertThat(scene.control().orElseThrow().command()).isEqualTo(Command.Abort);

        Scene spread = new Scene(many).provisioned();
        spread.nodes = runner -> "node-" + runner;
        allArmed(spread);
        spread.step(1);
        assertThat(spread.control().orElseThrow().command()).isEqualTo(Command.Run);
    }

    @Test
    void theStatusOfAThousandRunnersStaysBelow64Kilobytes() throws Exception {
        StringBuilder regions = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            regions.append(i == 0 ? "" : ", ").append("{name: region-%08d}".formatted(i));
        }
        Scene scene = new Scene("softphones: 100000\nplacement: {regions: [" + regions
                        + "], maxSoftphonesPerRunner: 100, capacity: Elastic}\n")
                .started();
        assertThat(scene.runners()).isGreaterThanOrEqualTo(1000);
        for (int i = 0; i < scene.runners(); i++) {
            scene.finishes(i, i % 7);
        }
        scene.step(1);

        assertThat(scene.status().verdict()).isNotNull();
        assertThat(new ObjectMapper().writeValueAsBytes(scene.status())).hasSizeLessThan(65_536);
    }

    private static void allArmed(Scene scene) {
        for (int i = 0; i < scene.runners(); i++) {
            scene.says(i, SoftphoneRunnerStatus.Phase.Armed, Optional.empty());
        }
    }

    @Test
    void everyRunEndsThoughNobodyReports() {
        Scene scene = new Scene(FOUR).started();
        for (int second = 0; second < 200 && scene.status().verdict() == null; second++) {
            scene.step(1);
        }
        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
    }

    /** Whatever is withheld, the verdict is never better than it would be with all reports. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void withholdingAReportNeverImprovesAVerdict(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] rejected = new long[4];
        boolean[] withheld = new boolean[4];
        for (int i = 0; i < 4; i++) {
            rejected[i] = random.nextInt(3) == 0 ? random.nextLong(100) : 0;
            withheld[i] = random.nextBoolean();
        }
        Verdict whole = verdict(rejected, new boolean[4]);
        Verdict part = verdict(rejected, withheld);

        String why = "seed " + seed + ": " + whole + " became " + part;
        if (part == Verdict.Passed) {
            assertThat(whole).as(why).isEqualTo(Verdict.Passed);
        }
        if (part == Verdict.Failed) {
            assertThat(whole).as(why).isEqualTo(Verdict.Failed);
        }
    }

    private static Verdict verdict(long[] rejected, boolean[] withheld) {
        Scene scene = new Scene(FOUR).started();
        for (int i = 0; i < 4; i++) {
            if (withheld[i]) {
                scene.isSilentFor(i, Duration.ofMinutes(1), true);
            } else {
                scene.finishes(i, rejected[i]);
            }
        }
        scene.step(1);
        return Objects.requireNonNull(scene.status().verdict());
    }

    private static Condition condition(Scene scene, String type) {
        return Objects.requireNonNull(scene.status().conditions()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
