package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.report.TerminationMessage;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.AllowedTargets;
import dev.softphone.loadtest.runner.HostWatch;
import dev.softphone.loadtest.runner.LoopHealth;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.RunListener;
import dev.softphone.loadtest.runner.RunSetup;
import dev.softphone.loadtest.runner.Runner;
import dev.softphone.loadtest.runner.StopSignal;
import dev.softphone.loadtest.runner.TrialPlan;
import dev.softphone.loadtest.runner.TrialResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One runner in a pod: read the assignment, check the files, warm up, (send the preflight softphone,) say Armed, wait for
 * the common start, say Running, run the own share, report, (say TrialOver and wait for the next start,) say Finished.
 * Nothing is sent to the gateway while another pod has the softphones, and no arrival starts before the API server has
 * accepted Running.
 */
public final class Serve {
    private static final String ALLOWED = "the operator's softphone.targets.allowed";
    private static final long POLL_MILLIS = 20;

    /** How it ended. */
    public enum End {
        /** Everything that was asked for and allowed was done; the final report was given. */
        DONE,
        /** It cannot do what it was asked for, and said so. */
        REFUSED,
        /** Another pod has its softphones; it sent nothing, or stopped at once. */
        SUPERSEDED,
        /** Its pod was evicted, and another one goes on with its softphones. */
        EVICTED,
        /** The API server did not let it begin. */
        UNREACHABLE
    }

    /**
     * @param test the manifest as JSON
     * @param allowedTargets one host pattern a line
     * @param terminationLog what the kubelet keeps
     * @param patience how long the API server may be silent
     * @param lanes event loops; absent: as many as the softphones need
     */
    public record Settings(Path test, Path allowedTargets, Path terminationLog, Duration patience, OptionalInt lanes) {}

    /**
     * What this process lends to the run.
     *
     * @param watches of the host, made from the lanes they are to watch
     * @param view shows the run to who reads the pod's log
     * @param log a line for the same reader
     */
    public record Surroundings(
            Clock clock,
            Timers timers,
            Secrets secrets,
            Function<LoadTest, Function<LoopHealth, HostWatch>> watches,
            RunListener view,
            Consumer<String> log) {}

    private final Settings settings;
    private final Surroundings around;
    private final Pod pod;
    private final RunnerApi api;
    private final StopSignal stop;
    private final Contact contact;
    private final Orders orders;
    private final Reporter reporter;
    private final TerminationLog terminationLog;

    public Serve(Settings settings, Surroundings around, Pod pod, RunnerApi api, StopSignal stop) {
        this.settings = settings;
        this.around = around;
        this.pod = pod;
        this.api = api;
        this.stop = stop;
        this.contact = new Contact(around.timers());
        this.orders = new Orders(stop, around.clock(), around.timers(), around.log());
        this.reporter = new Reporter(api, pod, around.timers(), contact, orders);
        this.terminationLog = new TerminationLog(settings.terminationLog(), around.log());
        orders.onInterval(reporter::interval);
    }

    /** Blocks until the run is over. */
    public End run() throws InterruptedException {
        CompletableFuture<Reporter.Outcome> joined = reporter.join(patienceMillis());
        if (!doneOrStopped(joined) && !orders.reporterIsDone()) {
            return End.UNREACHABLE;
        }
        switch (joined.join()) {
            case ACCEPTED -> {}
            case SUPERSEDED -> {
                return End.SUPERSEDED;
            }
            case GONE -> {
                around.log().accept("SoftphoneRunner " + pod.runner() + ": required, observed none");
                return End.REFUSED;
            }
            case GIVEN_UP -> {
                return End.UNREACHABLE;
            }
        }
        SoftphoneRunner assignment = reporter.object().orElseThrow();
        try {
            Preparation prepared = Preparation.of(
                    pod, assignment.getSpec(), settings.test(), settings.allowedTargets(), around.secrets());
            AllowedTargets targets = AllowedTargets.of(
                    prepared.test(),
                    prepared.allowedTargets(),
                    ALLOWED,
                    around.clock().instant());
            Optional<Preflight> unresolved = targets.unresolvedPreflight();
            return unresolved.isPresent()
                    ? refused(unresolved.get().detail().orElse("the gateway has no address"), unresolved)
                    : run(prepared, targets);
        } catch (RefusedException e) {
            return refused(String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    private End refused(String why, Optional<Preflight> preflight) {
        around.log().accept(why);
        Supplier<StatusContent> content = () -> new StatusContent(
                Phase.Refused,
                around.clock().instant(),
                0,
                OptionalLong.empty(),
                Optional.of(why),
                preflight.map(one -> RunnerReport.soFar(Measurements.EMPTY, Optional.of(one))));
        terminationLog.write(TerminationMessage.of(content.get().status(pod, 1)));
        Reporter.Outcome outcome = reporter.finish(content, 0, patienceMillis()).join();
        return outcome == Reporter.Outcome.SUPERSEDED ? End.SUPERSEDED : End.REFUSED;
    }

    private End run(Preparation prepared, AllowedTargets targets) throws InterruptedException, RefusedException {
        LoadTest test = prepared.test();
        int softphones = prepared.identities().size();
        RunSetup setup = new RunSetup(
                test,
                prepared.share(),
                prepared.identities(),
                prepared.tokens(),
                around.secrets(),
                targets.targets(),
                targets.dnsMicros(),
                settings.lanes().orElse(RunSetup.lanesFor(softphones)));
        Course course = new Course(
                around.view(),
                around.timers(),
                nanos -> orders.start().map(start -> start.skewMillis(nanos)).orElse(0L),
                Measurements.nothingStarted(softphones));
        try (ControlFollower follower =
                        new ControlFollower(api, pod, around.timers(), contact, patienceMillis(), orders);
                Runner runner = new Runner(setup, course, stop, around.watches().apply(test))) {
            follower.start();
            arm(runner, course, softphones);
            Optional<TrialResult> trial = trials(prepared, course, runner);
            if (orders.superseded()) {
                return End.SUPERSEDED;
            }
            if (trial.isEmpty() && orders.misunderstood().isPresent()) {
                return refused(orders.misunderstood().get(), course.preflight());
            }
            return finish(prepared, course, trial, runner);
        }
    }

    private void arm(Runner runner, Course course, int softphones) throws InterruptedException {
        runner.warmUp();
        if (pod.index() == 0 && softphones > 0 && preflightIsDue()) {
            course.preflight(runner.preflight());
        }
        doneOrStopped(reporter.write(
                () -> content(Phase.Armed, course, Optional.empty(), course.soFar()), 0, patienceMillis()));
    }

    /** Waits for its region's turn; false when the run has begun without it, or is over. */
    private boolean preflightIsDue() throws InterruptedException {
        while (orders.start().isEmpty() && !stop.isRaised()) {
            if (orders.mayPreflight(pod.region())) {
                return true;
            }
            stop.await(POLL_MILLIS);
        }
        return false;
    }

    /** One trial, or those of a search one after the other; the result of the one that was told last, if it began. */
    private Optional<TrialResult> trials(Preparation prepared, Course course, Runner runner)
            throws InterruptedException, RefusedException {
        ShareOfTrial share = new ShareOfTrial(prepared.test(), prepared.share().part());
        Optional<TrialResult> last = Optional.empty();
        while (begin(prepared, course, share)) {
            StartOrder start = orders.start().orElseThrow();
            long startNanos = start.ownStartNanos(pod.incarnation().epoch(), TrialPlan.soon());
            TrialResult result = runner.trial(share.plan(start.size(), startNanos));
            course.ended(result);
            last = Optional.of(result);
            if (!share.ofSearch() || result.interrupted() || stop.isRaised()) {
                return last;
            }
            RunnerReport report = report(course, result.measurements(), last);
            doneOrStopped(reporter.write(
                    () -> content(Phase.TrialOver, course, Optional.empty(), report),
                    StartOrder.reportDelayMillis(prepared.share().number()),
                    patienceMillis()));
        }
        return course.underWay() ? Optional.empty() : last;
    }

    /** Waits for the common start of the next trial and says that it is running; true when that was accepted. */
    private boolean begin(Preparation prepared, Course course, ShareOfTrial share)
            throws InterruptedException, RefusedException {
        boolean first = course.trial() == 0;
        while (orders.startAfter(course.trial()).isEmpty()) {
            if (stop.await(POLL_MILLIS)) {
                return false;
            }
        }
        StartOrder start = orders.startAfter(course.trial()).get();
        course.begins(start.trial(), Measurements.nothingStarted(share.softphones(start.size())));
        Supplier<StatusContent> running = () -> content(Phase.Running, course, Optional.empty(), course.soFar());
        CompletableFuture<Reporter.Outcome> claim = reporter.write(
                running,
                start.claimDelayMillis(
                        prepared.share().number(), around.timers().nanos()),
                patienceMillis());
        if (!doneOrStopped(claim) || claim.join() != Reporter.Outcome.ACCEPTED) {
            return false;
        }
        if (first) {
            reporter.every(running, course::underWay);
        }
        return true;
    }

    private End finish(Preparation prepared, Course course, Optional<TrialResult> trial, Runner runner) {
        Measurements measured = trial.map(TrialResult::measurements).orElseGet(() -> notBegun(course, runner));
        course.phase(RunListener.Phase.Finished, "");
        RunnerReport report = report(course, measured, trial);
        boolean searched = prepared.test().arrival() instanceof Arrival.Search
                && trial.filter(one -> !one.interrupted()).isPresent();
        Optional<String> why = searched && orders.toldToDrain()
                ? Optional.empty()
                : orders.endedBy().or(() -> notBegun(trial));
        boolean evicted = prepared.replaced() && orders.evicted();
        Phase phase = evicted ? Phase.Running : Phase.Finished;
        Supplier<StatusContent> last = () -> content(phase, course, why, report);
        terminationLog.write(TerminationMessage.of(last.get().status(pod, 1), measured));
        Reporter.Outcome outcome = reporter.finish(
                        last, StartOrder.reportDelayMillis(prepared.share().number()), patienceMillis())
                .join();
        around.log().accept("final report: " + outcome);
        if (outcome == Reporter.Outcome.SUPERSEDED) {
            return End.SUPERSEDED;
        }
        return evicted ? End.EVICTED : End.DONE;
    }

    private static RunnerReport report(Course course, Measurements measured, Optional<TrialResult> trial) {
        return new RunnerReport(
                measured,
                course.preflight(),
                trial.flatMap(TrialResult::slotProbe),
                Transcript.firstOfEachOutcome(course.transcripts(), RunnerReport.MAX_TRANSCRIPTS),
                trial.filter(TrialResult::everyoneHeld).isPresent());
    }

    private static Measurements notBegun(Course course, Runner runner) {
        Measurements nothing = runner.nothingStarted();
        return course.trial() == 0 ? nothing : course.soFar().measurements().withHost(nothing.host());
    }

    /** Why there is nothing to report, where nobody asked for that. */
    private static Optional<String> notBegun(Optional<TrialResult> trial) {
        if (trial.isEmpty()) {
            return Optional.of("did not begin: Running was not accepted in time");
        }
        return trial.get().interrupted()
                ? Optional.of("did not begin: the run was over when its start was learnt")
                : Optional.empty();
    }

    private StatusContent content(Phase phase, Course course, Optional<String> message, RunnerReport report) {
        return new StatusContent(
                phase, around.clock().instant(), course.trial(), course.skewMillis(), message, Optional.of(report));
    }

    private boolean doneOrStopped(CompletableFuture<Reporter.Outcome> write) throws InterruptedException {
        while (!write.isDone()) {
            if (stop.await(POLL_MILLIS)) {
                return write.isDone();
            }
        }
        return true;
    }

    private long patienceMillis() {
        return settings.patience().toMillis();
    }
}
