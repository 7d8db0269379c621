package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.runner.serve.Reporter.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReporterTest {
    private static final long PATIENCE = 300_000;

    private final VirtualTimers timers = new VirtualTimers();
    private final FakeApi api = new FakeApi();
    private final List<Outcome> over = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private int made;

    @Test
    void everyReportSaysTheNewestUnderAHigherSequence() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        reporter.interval(2000);
        reporter.every(content(Phase.Running), () -> true);
        timers.advance(20_000);

        assertThat(api.written)
                .extracting(SoftphoneRunnerStatus::sequence)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(api.written)
                .extracting(SoftphoneRunnerStatus::message)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(api.written).hasSize(10);
    }

    @Test
    void whileNothingIsDueNothingIsWrittenAndAfterwardsItGoesOn() throws Exception {
        AtomicBoolean due = new AtomicBoolean(true);
        Reporter reporter = joined("uid-1", 0);
        reporter.interval(2000);
        reporter.every(content(Phase.Running), due::get);
        timers.advance(6_000);
        int before = api.written.size();
        due.set(false);
        timers.advance(60_000);
        assertThat(api.written).hasSize(before);

        due.set(true);
        timers.advance(6_000);
        assertThat(api.written).hasSizeGreaterThan(before);
    }

    @Test
    void reportsAreAtLeastAnIntervalApartEvenAfterAnOutage() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        reporter.interval(2000);
        reporter.every(content(Phase.Running), () -> true);
        List<Long> times = new ArrayList<>();
        int before = 0;
        for (int millis = 0; millis < 120_000; millis += 10) {
            api.down = millis > 30_000 && millis < 50_000;
            timers.advance(10);
            if (api.written.size() > before) {
                assertThat(api.written).hasSize(before + 1);
                before++;
                times.add(timers.nanos() / 1_000_000);
            }
        }

        assertThat(times).hasSizeGreaterThan(40);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(1990);
        }
        assertThat(troubles).as("said once, not at every try").containsExactly("no answer");
    }

    @Test
    void aLongerIntervalHoldsFromTheNextReportOn() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        reporter.interval(1000);
        reporter.every(content(Phase.Running), () -> true);
        timers.advance(10_000);
        int before = api.written.size();
        reporter.interval(10_000);
        timers.advance(60_000);

        assertThat(before).isEqualTo(10);
        assertThat(api.written.size() - before).isBetween(5, 7);
    }

    @Test
    void aConflictIsReadAgainAndRetriedAtOnce() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        SoftphoneRunnerStatus armed = write(reporter, Phase.Armed);
        api.set(armed);

        assertThat(write(reporter, Phase.Running).phase()).isEqualTo(Phase.Running);
    }

    @Test
    void aReportWhoseAnswerWasLostDoesNotStopTheNextOne() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        api.losesNextAnswer = true;
        CompletableFuture<Outcome> outcome = reporter.write(content(Phase.Armed), 0, PATIENCE);
        timers.advance(60_000);

        assertThat(outcome).isCompletedWithValue(Outcome.ACCEPTED);
        assertThat(api.written).extracting(SoftphoneRunnerStatus::sequence).containsExactly(1L, 2L);
    }

    @Test
    void ofTwoPodsOfTheSameEpochTheFirstToRunHasTheSoftphones() throws Exception {
        Reporter one = joined("uid-1", 0);
        Reporter two = joined("uid-2", 0);
        write(one, Phase.Armed);
        write(two, Phase.Armed);

        CompletableFuture<Outcome> first = one.write(content(Phase.Running), 0, PATIENCE);
        CompletableFuture<Outcome> second = two.write(content(Phase.Running), 0, PATIENCE);
        timers.advance(10_000);

        assertThat(List.of(first.join(), second.join()))
                .containsExactlyInAnyOrder(Outcome.ACCEPTED, Outcome.SUPERSEDED);
        assertThat(over).containsExactly(Outcome.SUPERSEDED);
        assertThat(api.written)
                .filteredOn(status -> status.phase() == Phase.Running)
                .hasSize(1);
    }

    @Test
    void aPodWhoseSoftphonesAreRunningElsewhereDoesNotEvenJoin() throws Exception {
        api.set(IncarnationTest.status(Phase.Running, 0, "other"));
        Reporter reporter = reporter("uid-1", 0);
        CompletableFuture<Outcome> outcome = reporter.join(PATIENCE);
        timers.advance(1000);

        assertThat(outcome).isCompletedWithValue(Outcome.SUPERSEDED);
        assertThat(api.written).isEmpty();
    }

    @Test
    void aPodOfALaterEpochEndsItInTheMiddleOfTheRun() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        reporter.interval(1000);
        reporter.every(content(Phase.Running), () -> true);
        timers.advance(5000);
        int before = api.written.size();
        api.set(IncarnationTest.status(Phase.Armed, 1, "uid-2"));
        timers.advance(60_000);

        assertThat(over).containsExactly(Outcome.SUPERSEDED);
        assertThat(api.written).hasSize(before);
        assertThat(reporter.finish(content(Phase.Finished), 0, PATIENCE)).satisfies(late -> {
            timers.advance(1000);
            assertThat(late).isCompletedWithValue(Outcome.SUPERSEDED);
        });
    }

    @Test
    void aPodThatReplacesAnEarlierEpochWritesOverIt() throws Exception {
        api.set(IncarnationTest.status(Phase.Running, 0, "other"));
        Reporter reporter = joined("uid-2", 1);

        assertThat(write(reporter, Phase.Armed).epoch()).isEqualTo(1);
    }

    @Test
    void theFinalReportIsTriedUntilItIsAccepted() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        api.down = true;
        CompletableFuture<Outcome> outcome = reporter.finish(content(Phase.Finished), 1000, PATIENCE);
        timers.advance(200_000);
        assertThat(outcome).isNotDone();
        api.down = false;
        timers.advance(20_000);

        assertThat(outcome).isCompletedWithValue(Outcome.ACCEPTED);
        assertThat(api.written).extracting(SoftphoneRunnerStatus::phase).containsExactly(Phase.Finished);
    }

    @Test
    void theFinalReportIsGivenUpWhenItsTimeIsOver() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        api.down = true;
        CompletableFuture<Outcome> outcome = reporter.finish(content(Phase.Finished), 1000, PATIENCE);
        timers.advance(PATIENCE + 1000);

        assertThat(outcome).isCompletedWithValue(Outcome.GIVEN_UP);
    }

    @Test
    void whatFailsGivesWayToTheFinalReport() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        api.down = true;
        reporter.interval(1000);
        reporter.every(content(Phase.Running), () -> true);
        timers.advance(30_000);
        CompletableFuture<Outcome> last = reporter.finish(content(Phase.Finished), 0, PATIENCE);
        timers.advance(15_000);
        api.down = false;
        timers.advance(15_000);

        assertThat(last).isCompletedWithValue(Outcome.ACCEPTED);
        assertThat(api.written).extracting(SoftphoneRunnerStatus::phase).containsExactly(Phase.Finished);
    }

    @Test
    void nothingIsWrittenAfterTheFinalReport() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        reporter.interval(1000);
        reporter.every(content(Phase.Running), () -> true);
        CompletableFuture<Outcome> later = reporter.write(content(Phase.Running), 5000, PATIENCE);
        reporter.finish(content(Phase.Finished), 0, PATIENCE);
        timers.advance(60_000);

        assertThat(later).isCompletedWithValue(Outcome.GIVEN_UP);
        assertThat(api.written).extracting(SoftphoneRunnerStatus::phase).containsExactly(Phase.Finished);
    }

    @Test
    void anObjectThatIsGoneEndsIt() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        reporter.interval(1000);
        reporter.every(content(Phase.Running), () -> true);
        timers.advance(3000);
        api.deleteRunner();
        timers.advance(10_000);

        assertThat(over).containsExactly(Outcome.GONE);
    }

    @Test
    void aReportThatCannotBeMadeIsSaidAndDoesNotStopTheNextOne() throws Exception {
        Reporter reporter = joined("uid-1", 0);
        CompletableFuture<Outcome> broken = reporter.write(
                () -> {
                    throw new IllegalStateException("too long");
                },
                0,
                PATIENCE);
        timers.advance(1000);

        assertThat(broken).isCompletedWithValue(Outcome.GIVEN_UP);
        assertThat(troubles).singleElement().asString().contains("too long");
        assertThat(write(reporter, Phase.Armed).sequence()).isEqualTo(1);
    }

    private SoftphoneRunnerStatus write(Reporter reporter, Phase phase) {
        CompletableFuture<Outcome> outcome = reporter.write(content(phase), 0, PATIENCE);
        timers.advance(100);
        assertThat(outcome).isCompletedWithValue(Outcome.ACCEPTED);
        return api.written.get(api.written.size() - 1);
    }

    private Reporter joined(String uid, int epoch) throws Exception {
        Reporter reporter = reporter(uid, epoch);
        CompletableFuture<Outcome> outcome = reporter.join(PATIENCE);
        timers.advance(100);
        assertThat(outcome).isCompletedWithValue(Outcome.ACCEPTED);
        return reporter;
    }

    private Reporter reporter(String uid, int epoch) throws Exception {
        return new Reporter(api, Pods.pod(uid, epoch), timers, new Contact(timers), new Reporter.Listener() {
            @Override
            public void over(Outcome why) {
                over.add(why);
            }

            @Override
            public void trouble(String what) {
                troubles.add(what);
            }
        });
    }

    private Supplier<StatusContent> content(Phase phase) {
        return () -> new StatusContent(
                phase,
                Instant.EPOCH,
                1,
                OptionalLong.empty(),
                Optional.of(String.format("%05d", made++)),
                Optional.empty());
    }
}
