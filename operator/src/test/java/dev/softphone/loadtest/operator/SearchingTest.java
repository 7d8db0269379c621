package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.v1alpha1.RunPolicy;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Phase;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.TrialResult;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.Control.Command;
import dev.softphone.loadtest.plan.SearchPlan.NextTrial;
import dev.softphone.loadtest.search.SearchCourse;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judge;
import dev.softphone.loadtest.verdict.Judgement;
import dev.softphone.loadtest.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SearchingTest {
    private static final String SEARCH = """
            softphones: 90
            arrival: {search: {from: %d, step: %d, over: 4s, hold: 4s, pause: 3s, precision: 2, repeat: 2}}
            placement:
              regions: [{name: eu, weight: 2}, {name: us, weight: 1}]
              maxSoftphonesPerRunner: 20
              capacity: Elastic
            """;

    /** A gateway that refuses some of the softphones of its n-th trial (from 1), as their number asks for. */
    private interface Gateway {
        int refuses(int trial, int softphones);
    }

    private static Gateway cap(int most) {
        return (trial, softphones) -> Math.max(0, softphones - most);
    }

    @Test
    void theVerdictIsWhatOneMachineSaysOfTheSameObservations() {
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < 8; i++) {
            String spec = SEARCH.formatted(1 + random.nextInt(40), 2 + random.nextInt(40));
            int most = random.nextInt(120);
            int flaky = random.nextInt(4);
            Gateway gateway = (trial, softphones) ->
                    flaky == 0 && trial % 5 == 4 ? 1 : cap(most).refuses(trial, softphones);

            Scene scene = searched(spec, gateway);
            Evidence local = locally(test(scene), gateway);
            Judgement expected = Judge.judge(local);

            String why = "case " + i + ", seed 17: " + spec + most;
            assertThat(scene.status().verdict()).as(why).isEqualTo(expected.verdict());
            assertThat(Objects.requireNonNull(scene.status().causes()).stream()
                            .map(cause -> cause.type() + " " + cause.limit()))
                    .as(why)
                    .containsExactlyElementsOf(expected.causes().stream()
                            .map(cause -> cause.type() + " " + limit(cause))
                            .toList());
            assertThat(rows(scene))
                    .as(why)
                    .isEqualTo(local.trials().stream()
                            .map(trial -> row(
                                    trial.number(),
                                    trial.softphones(),
                                    trial.rampMillis(),
                                    trial.held(),
                                    trial.measurements().softphones().connected()))
                            .toList());
            assertThat(Objects.requireNonNull(scene.status().softphones()).connected())
                    .as(why)
                    .isEqualTo(local.measurements().softphones().connected());
        }
    }

    @Test
    void aTrialThatARunnerDoesNotReportEndsTheSearchAndNeverMakesTheVerdictBetter() {
        SplittableRandom random = new SplittableRandom(23);
        int passed = 0;
        for (int i = 0; i < 8; i++) {
            Gateway gateway = cap(60 + random.nextInt(60));
            String spec = SEARCH.formatted(30, 30);
            Verdict whole =
                    Objects.requireNonNull(searched(spec, gateway).status().verdict());
            int trial = 1 + random.nextInt(3);
            Scene scene = new Scene(spec).started();
            int silent = random.nextInt(scene.runners());
            while (finishedAt(scene).isEmpty()) {
                boolean now = control(scene).trial() == trial;
                everybodyEnds(scene, gateway, now ? silent : -1);
                if (now) {
                    scene.isSilentFor(silent, Duration.ofMinutes(1), random.nextBoolean());
                }
                scene.step(1);
            }

            String why = "case " + i + ", seed 23: trial " + trial + ", runner " + silent + ", " + whole;
            assertThat(scene.status().verdict()).as(why).isNotEqualTo(Verdict.Passed);
            if (rows(scene).size() == trial) {
                assertThat(rows(scene).get(trial - 1)).as(why).contains("NotHeld");
                assertThat(Objects.requireNonNull(scene.status().runners()).lost())
                        .as(why)
                        .isOne();
            }
            if (whole == Verdict.Passed) {
                passed++;
                assertThat(scene.status().verdict()).as(why).isEqualTo(Verdict.Inconclusive);
            }
        }
        assertThat(passed).as("otherwise it shows nothing").isPositive();
    }

    @Test
    void everyTrialIsDealtExactlyAndHasOneStartAfterThePauseAndTheLead() {
        Scene scene = new Scene(SEARCH.formatted(30, 30)).started();
        int trials = 0;
        while (finishedAt(scene).isEmpty()) {
            trials++;
            Control told = control(scene);
            long dealt = 0;
            for (int i = 0; i < scene.runners(); i++) {
                dealt += scene.share(i);
            }
            assertThat(dealt).isEqualTo(told.size().orElseThrow().softphones());
            assertThat(told.trial()).isEqualTo(trials);
            everybodyEnds(scene, cap(50), -1);
            Instant before = scene.now;
            scene.step(1);
            if (finishedAt(scene).isEmpty()) {
                assertThat(control(scene).startAt()).contains(before.plusSeconds(10));
            }
        }
        assertThat(trials).isGreaterThan(4);
        assertThat(control(scene).command()).isEqualTo(Command.Drain);
    }

    @Test
    void whoeverGoesOnKnowsTheTrialsThatHaveEndedFromTheApiServerAlone() {
        Scene scene = new Scene(SEARCH.formatted(30, 30)).started();
        everybodyEnds(scene, cap(500), -1);
        Decision told = scene.step(1);

        assertThat(told.apply())
                .extracting(object -> object.getMetadata().getName())
                .as("stored before the next one is told")
                .containsExactly("login-trials", "login-control");
        assertThat(scene.look().trials()).extracting(Trial::softphones).containsExactly(30);
        scene.step(1);
        assertThat(rows(scene)).hasSize(1);

        scene.forget("ConfigMap login-trials");
        everybodyEnds(scene, cap(500), -1);
        assertThat(scene.step(1).apply())
                .as("an older look at the trials than at the control object")
                .isEmpty();
        scene.now = scene.now.plusSeconds(600);
        scene.step(1);
        assertThat(scene.status().verdict()).as("nothing waits for ever").isEqualTo(Verdict.Inconclusive);
    }

    @Test
    void theNextTrialIsToldOverTheControlObjectThatWasReadAndNoOther() {
        Scene scene = new Scene(SEARCH.formatted(30, 30)).started();
        scene.object("ConfigMap login-control").getMetadata().setResourceVersion("77");
        everybodyEnds(scene, cap(50), -1);
        Decision told = scene.step(0);

        assertThat(told.apply().get(1).getMetadata().getResourceVersion()).isEqualTo("77");
    }

    @Test
    void whoHasEndedItsTrialIsNotLostWhileItWaitsForTheOthersAndForTheNext() {
        Scene scene = new Scene(SEARCH.formatted(30, 30)).started();
        scene.now = control(scene).startAt().orElseThrow().plusSeconds(16);
        for (int i = 0; i < scene.runners(); i++) {
            scene.endsTrial(i, SoftphoneRunnerStatus.Phase.TrialOver, 0, true);
            scene.isSilentFor(i, Duration.ofMinutes(5), false);
        }
        scene.step(1);

        assertThat(control(scene).trial()).isEqualTo(2);
        assertThat(Objects.requireNonNull(scene.status().runners()).lost()).isZero();
    }

    @Test
    void aTrialOfWhichNobodySaysAnythingEndsByItsDeadline() {
        Scene scene = new Scene(SEARCH.formatted(30, 30)).started();
        scene.now = control(scene).startAt().orElseThrow().plusSeconds(4 + 4 + 10 + 60 + 2);
        scene.step(1);

        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(control(scene).command()).isEqualTo(Command.Drain);
    }

    @Test
    void aSearchThatIsStoppedDrainsItsTrialAndDoesNotPass() {
        Scene scene = new Scene(SEARCH.formatted(30, 30)).started();
        everybodyEnds(scene, cap(500), -1);
        scene.step(12);
        scene.test().setSpec(stopped());
        scene.step(1);
        assertThat(control(scene).command()).isEqualTo(Command.Drain);
        for (int i = 0; i < scene.runners(); i++) {
            scene.endsTrial(i, SoftphoneRunnerStatus.Phase.Finished, 0, false);
        }
        scene.now = scene.now.plusSeconds(2);
        scene.step(1);

        assertThat(scene.status().phase()).isEqualTo(Phase.Finished);
        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(rows(scene)).hasSize(2);
        assertThat(rows(scene).get(1)).contains("NotHeld");
    }

    @Test
    void aTrialThatEverybodyHeldIsHeldThoughTheSearchIsStoppedAtItsEnd() {
        Scene scene = new Scene(SEARCH.formatted(30, 30)).started();
        everybodyEnds(scene, cap(500), -1);
        scene.test().setSpec(stopped());
        scene.step(1);

        assertThat(scene.status().phase()).isEqualTo(Phase.Finished);
        assertThat(rows(scene)).singleElement().asString().contains(", Held,");
        assertThat(scene.status().verdict()).as("sixty more were not tried").isEqualTo(Verdict.Inconclusive);
    }

    @Test
    void whoLeavesBetweenTwoTrialsEndsTheSearchWithTheNextAndNothingPasses() {
        Scene scene = new Scene(SEARCH.formatted(30, 30)).started();
        scene.endsTrial(1, SoftphoneRunnerStatus.Phase.Finished, 0, true);
        everybodyEnds(scene, cap(500), 1);
        scene.step(1);

        assertThat(scene.status().verdict()).isEqualTo(Verdict.Inconclusive);
    }

    private static SoftphoneLoadTestSpec stopped() {
        return new Scene(SEARCH.formatted(30, 30) + "runPolicy: " + RunPolicy.Stop + "\n")
                .test()
                .getSpec();
    }

    private static Scene searched(String spec, Gateway gateway) {
        Scene scene = new Scene(spec).started();
        while (finishedAt(scene).isEmpty()) {
            everybodyEnds(scene, gateway, -1);
            scene.step(1);
        }
        return scene;
    }

    /** All but one. */
    private static void everybodyEnds(Scene scene, Gateway gateway, int butOne) {
        Control told = control(scene);
        scene.now = told.startAt().orElseThrow().plusSeconds(16);
        long refused = gateway.refuses(told.trial(), told.size().orElseThrow().softphones());
        for (int i = 0; i < scene.runners(); i++) {
            long own = Math.min(refused, scene.share(i));
            refused -= own;
            if (i != butOne) {
                scene.endsTrial(i, SoftphoneRunnerStatus.Phase.TrialOver, own, own == 0);
            }
        }
    }

    private static Evidence locally(LoadTest test, Gateway gateway) {
        SearchCourse course = SearchCourse.of(test).orElseThrow();
        List<Trial> trials = new ArrayList<>();
        Optional<NextTrial> next = course.after(trials, Coverage.WHOLE);
        while (next.isPresent()) {
            int softphones = next.get().softphones();
            int refused = gateway.refuses(trials.size() + 1, softphones);
            trials.add(SearchCourse.ended(
                    trials.size() + 1,
                    softphones,
                    next.get().rampMillis(),
                    refused == 0,
                    Coverage.WHOLE,
                    FakeRunner.onTime(FakeRunner.measured(softphones, refused))));
            next = course.after(trials, Coverage.WHOLE);
        }
        Measurements last = trials.get(trials.size() - 1).measurements();
        return new Evidence(test, last, Coverage.WHOLE, Optional.empty(), Optional.empty(), trials, false, true);
    }

    private static LoadTest test(Scene scene) {
        return ((Reading.Accepted<LoadTest>) SpecReader.read(scene.test())).value();
    }

    private static String limit(Cause cause) {
        return cause.limit().isPresent() ? String.valueOf(cause.limit().getAsLong()) : "null";
    }

    private static Control control(Scene scene) {
        return scene.control().orElseThrow();
    }

    private static Optional<String> finishedAt(Scene scene) {
        return Optional.ofNullable(scene.status().finishedAt());
    }

    private static List<String> rows(Scene scene) {
        return Objects.requireNonNull(scene.status().steps()).stream()
                .map(step -> row(
                        Objects.requireNonNull(step.trial()),
                        step.softphones(),
                        Objects.requireNonNull(step.rampMillis()),
                        step.result() == TrialResult.Held,
                        step.connected()))
                .toList();
    }

    private static String row(long number, long softphones, long rampMillis, boolean held, long connected) {
        return number + ": " + softphones + " in " + rampMillis + " ms, " + (held ? "Held" : "NotHeld") + ", "
                + connected;
    }
}
