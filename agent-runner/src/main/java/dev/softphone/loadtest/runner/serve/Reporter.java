package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the status of one SoftphoneRunner: in order, one at a time, each with a sequence one higher, and only while the
 * object is this incarnation's. What is written is made at the moment of writing, so that a retry says the newest; what
 * fails gives way to what waits behind it.
 *
 * <p>Safe from any thread; has none of its own, and none of its methods blocks.
 */
public final class Reporter {
    private static final int CONFLICTS_IN_A_ROW = 5;

    /** What came of something to be written. */
    public enum Outcome {
        /** The API server has it. */
        ACCEPTED,
        /** There is no such object any more: the test was deleted. */
        GONE,
        /** The object is another incarnation's: nothing may be sent any more. */
        SUPERSEDED,
        /** Not within its time, or something newer came. */
        GIVEN_UP
    }

    /** Told of what concerns the whole run. Should return soon. */
    public interface Listener {
        /** {@link Outcome#GONE} or {@link Outcome#SUPERSEDED}, once. */
        void over(Outcome why);

        /** Something that people should read; not the end of anything. */
        void trouble(String what);
    }

    /**
     * @param content null: only look
     * @param last nothing is written after it
     */
    private record Task(
            @Nullable Supplier<StatusContent> content,
            boolean last,
            long giveUpNanos,
            CompletableFuture<Outcome> done) {}

    private final RunnerApi api;
    private final Pod pod;
    private final Timers timers;
    private final Contact contact;
    private final Listener listener;
    private final Backoff backoff;
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();
    private boolean working;
    private boolean finishing;
    private @Nullable Outcome over;
    private long intervalMillis = 5_000;
    private String lastTrouble = "";

    // Touched by the one task that works.
    private @Nullable SoftphoneRunner object;
    private long sequence;

    public Reporter(RunnerApi api, Pod pod, Timers timers, Contact contact, Listener listener) {
        this.api = api;
        this.pod = pod;
        this.timers = timers;
        this.contact = contact;
        this.listener = listener;
        this.backoff = new Backoff(pod.incarnation().uid());
    }

    /** Reads the own object, and with it whether it is free; {@link #object} has it then. */
    public CompletableFuture<Outcome> join(long patienceMillis) {
        return add(null, false, 0, patienceMillis);
    }

    /** What was read or written last. */
    public synchronized Optional<SoftphoneRunner> object() {
        return Optional.ofNullable(object);
    }

    /** Writes once. */
    public CompletableFuture<Outcome> write(Supplier<StatusContent> content, long afterMillis, long patienceMillis) {
        return add(content, false, afterMillis, patienceMillis);
    }

    /** Between the acceptance of one periodic report and the next. */
    public synchronized void interval(long millis) {
        intervalMillis = millis;
    }

    /**
     * Writes again and again, an interval after what was accepted before, until {@link #finish}.
     *
     * @param due whether there is something to write at the moment
     */
    public void every(Supplier<StatusContent> content, BooleanSupplier due) {
        long wait;
        synchronized (this) {
            if (finishing || over != null) {
                return;
            }
            wait = intervalMillis;
        }
        timers.after(wait, () -> {
            if (due.getAsBoolean()) {
                add(content, false, 0, Long.MAX_VALUE).thenAccept(outcome -> every(content, due));
            } else {
                every(content, due);
            }
        });
    }

    /** Writes the last status; nothing is written after it. */
    public CompletableFuture<Outcome> finish(Supplier<StatusContent> content, long afterMillis, long patienceMillis) {
        synchronized (this) {
            finishing = true;
        }
        return add(content, true, afterMillis, patienceMillis);
    }

    private CompletableFuture<Outcome> add(
            @Nullable Supplier<StatusContent> content, boolean last, long afterMillis, long patienceMillis) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        long patience = Math.min(patienceMillis, Long.MAX_VALUE / 4_000_000);
        Task task = new Task(content, last, timers.nanos() + (afterMillis + patience) * 1_000_000, done);
        timers.after(afterMillis, () -> {
            Outcome known;
            synchronized (this) {
                known = over == null && finishing && !task.last() ? Outcome.GIVEN_UP : over;
                if (known == null) {
                    tasks.add(task);
                }
            }
            if (known == null) {
                next(0);
            } else {
                done.complete(known);
            }
        });
        return done;
    }

    private void next(long afterMillis) {
        synchronized (this) {
            if (working || tasks.isEmpty()) {
                return;
            }
            working = true;
        }
        timers.after(afterMillis, this::work);
    }

    private void work() {
        Task task;
        synchronized (this) {
            task = tasks.element();
        }
        Outcome outcome = null;
        String trouble = "";
        try {
            outcome = attempt(task);
        } catch (ApiException e) {
            trouble = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            trouble = "a report could not be made: " + e;
            outcome = Outcome.GIVEN_UP;
        }
        long wait = 0;
        if (outcome == null) {
            wait = backoff.failedMillis();
            boolean late = timers.nanos() + wait * 1_000_000 > task.giveUpNanos();
            synchronized (this) {
                outcome = late || tasks.size() > 1 ? Outcome.GIVEN_UP : null;
            }
        } else if (outcome != Outcome.GIVEN_UP) {
            backoff.succeeded();
        }
        settle(outcome, trouble);
        next(wait);
    }

    /** Of the task at the head. */
    private void settle(@Nullable Outcome outcome, String trouble) {
        ArrayDeque<Task> settled = new ArrayDeque<>();
        boolean tellTrouble;
        boolean tellOver = false;
        synchronized (this) {
            working = false;
            tellTrouble = !trouble.isEmpty() && !trouble.equals(lastTrouble);
            lastTrouble = trouble;
            if (outcome != null) {
                settled.add(tasks.remove());
                if (outcome == Outcome.GONE || outcome == Outcome.SUPERSEDED) {
                    tellOver = over == null;
                    over = outcome;
                    settled.addAll(tasks);
                    tasks.clear();
                }
            }
        }
        if (tellTrouble) {
            listener.trouble(trouble);
        }
        if (tellOver && outcome != null) {
            listener.over(outcome);
        }
        for (Task one : settled) {
            if (outcome != null) {
                one.done().complete(outcome);
            }
        }
    }

    /** Reads where it must, writes, and reads again after a conflict: that is where it learns that it was fenced. */
    private Outcome attempt(Task task) throws ApiException {
        String why = "";
        for (int i = 0; i < CONFLICTS_IN_A_ROW; i++) {
            SoftphoneRunner base = object;
            if (base == null) {
                Optional<SoftphoneRunner> read = api.runner();
                contact.made();
                if (read.isEmpty()) {
                    return Outcome.GONE;
                }
                base = read.get();
                SoftphoneRunnerStatus seen = base.getStatus();
                if (pod.incarnation().supersededBy(seen, sequence > 0)) {
                    return Outcome.SUPERSEDED;
                }
                if (seen != null && seen.incarnation().equals(pod.incarnation().uid())) {
                    sequence = Math.max(sequence, seen.sequence());
                }
                remember(base);
            }
            Supplier<StatusContent> content = task.content();
            if (content == null) {
                return Outcome.ACCEPTED;
            }
            RunnerApi.Answer answer = api.updateStatus(with(base, content.get().status(pod, sequence + 1)));
            contact.made();
            switch (answer.written()) {
                case Accepted -> {
                    sequence++;
                    remember(answer.object());
                    return Outcome.ACCEPTED;
                }
                case Gone -> {
                    return Outcome.GONE;
                }
                case Conflict, Invalid -> {
                    why = answer.why();
                    remember(null);
                }
            }
        }
        throw new ApiException("the status is not accepted: " + why, new IllegalStateException(why));
    }

    private synchronized void remember(@Nullable SoftphoneRunner now) {
        object = now;
    }

    private static SoftphoneRunner with(SoftphoneRunner base, SoftphoneRunnerStatus status) {
        SoftphoneRunner next = new SoftphoneRunner();
        next.setMetadata(base.getMetadata());
        next.setSpec(base.getSpec());
        next.setStatus(status);
        return next;
    }
}
