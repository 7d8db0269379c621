package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.runner.StopSignal;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What this run is told from outside, kept until its own thread asks. Safe from any thread. */
final class Orders implements ControlFollower.Listener, Reporter.Listener {
    private final StopSignal stop;
    private final Clock clock;
    private final Timers timers;
    private final Consumer<String> log;
    private volatile LongConsumer interval = millis -> {};
    private volatile @Nullable Control latest;
    private volatile @Nullable StartOrder start;
    private volatile @Nullable String misunderstood;
    private volatile @Nullable String endedBy;
    private volatile Reporter.@Nullable Outcome over;

    /** @param log a line for people who read the pod's log */
    Orders(StopSignal stop, Clock clock, Timers timers, Consumer<String> log) {
        this.stop = stop;
        this.clock = clock;
        this.timers = timers;
        this.log = log;
    }

    /** Who is told how far apart reports are to be. */
    void onInterval(LongConsumer listener) {
        interval = listener;
    }

    /** Whether the preflight softphone of a region may go; false as long as nothing was told. */
    boolean mayPreflight(String region) {
        Control told = latest;
        return told != null && told.preflight().map(region::equals).orElse(true);
    }

    /** The common start of the latest trial, once it is known. */
    Optional<StartOrder> start() {
        return Optional.ofNullable(start);
    }

    /** The common start of a trial after this one, once it is known. */
    Optional<StartOrder> startAfter(int trial) {
        return start().filter(known -> known.trial() > trial);
    }

    /** Whether the test itself said that nothing more is to start. */
    boolean toldToDrain() {
        Control told = latest;
        return told != null && told.command() == Control.Command.Drain;
    }

    /** Why the run was ended early, if it was. */
    Optional<String> endedBy() {
        String told = endedBy;
        return evicted() ? Optional.of("the pod was told to end (SIGTERM)") : Optional.ofNullable(told);
    }

    /** Whether the run goes on without this pod: it was told to end, and by nobody of the test. */
    boolean evicted() {
        return endedBy == null && stop.isRaised();
    }

    /** What of the control object was not understood before the start. */
    Optional<String> misunderstood() {
        return Optional.ofNullable(misunderstood);
    }

    /** Whether the softphones are another pod's. */
    boolean superseded() {
        return over == Reporter.Outcome.SUPERSEDED;
    }

    /** Whether the reporter has said its last word; what waits for it is done in a moment. */
    boolean reporterIsDone() {
        return over != null;
    }

    @Override
    public void told(Control control) {
        latest = control;
        interval.accept(control.reportIntervalMillis());
        switch (control.command()) {
            case Arm -> {}
            case Run -> {
                StartOrder before = start;
                boolean news = before == null || control.trial() > before.trial();
                if (news && control.startAt().isPresent()) {
                    start = StartOrder.of(
                            control.trial(), control.size(), control.startAt().get(), clock.instant(), timers.nanos());
                    log.accept("told to run trial " + control.trial() + ", first arrival at "
                            + control.startAt().get());
                }
            }
            case Drain -> end("told to drain", false);
            case Abort -> end("told to abort", true);
        }
    }

    @Override
    public void misunderstood(String why) {
        log.accept(why);
        if (start == null) {
            misunderstood = why;
            stop.raise();
        }
    }

    @Override
    public void deserted(String why) {
        end(why, false);
    }

    @Override
    public void over(Reporter.Outcome why) {
        over = why;
        if (superseded()) {
            end("another pod has its softphones", true);
        } else {
            end("its SoftphoneRunner is gone", false);
        }
    }

    @Override
    public void trouble(String what) {
        log.accept(what);
    }

    private void end(String why, boolean atOnce) {
        if (!stop.isRaised()) {
            endedBy = why;
            log.accept(why);
        }
        if (atOnce) {
            stop.raiseAtOnce();
        } else {
            stop.raise();
        }
    }
}
