package dev.softphone.loadtest.runner.serve;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the test's control object: reads it, watches it, and reads it again every now and then, for a watch may be
 * dead without anybody noticing.
 *
 * <p>Safe from any thread; has none of its own. The listener is called by one thread at a time.
 */
public final class ControlFollower implements AutoCloseable {
    private static final long MOST_POLL_MILLIS = 30_000;
    private static final long ABSENT_MILLIS = 1_000;

    /** Told what the control object says. Should return soon. */
    public interface Listener {
        /** It says something else than before. */
        void told(Control control);

        /** It says something that nobody understands; what was told before still holds. */
        void misunderstood(String why);

        /** There is nobody any more who could tell; called once, and nothing after it. */
        void deserted(String why);
    }

    private final RunnerApi api;
    private final Timers timers;
    private final Contact contact;
    private final long patienceMillis;
    private final Listener listener;
    private final Backoff backoff;
    private final long pollMillis;
    private final long startedNanos;

    private @Nullable Watcher watcher;
    private long version = -1;
    private boolean seen;
    private boolean closed;
    private int turn;
    private @Nullable Control last;

    /** @param patienceMillis how long the API server may be silent before its runners are deserted */
    public ControlFollower(
            RunnerApi api, Pod pod, Timers timers, Contact contact, long patienceMillis, Listener listener) {
        this.api = api;
        this.timers = timers;
        this.contact = contact;
        this.patienceMillis = patienceMillis;
        this.listener = listener;
        this.backoff = new Backoff(pod.incarnation().uid());
        this.pollMillis = Math.min(MOST_POLL_MILLIS, Math.max(1, patienceMillis / 5));
        this.startedNanos = timers.nanos();
    }

    public void start() {
        lookAfter(0);
    }

    /** One look is due at a time: the one asked for last. */
    private synchronized void lookAfter(long millis) {
        int mine = ++turn;
        timers.after(millis, () -> {
            synchronized (this) {
                if (closed || mine != turn) {
                    return;
                }
            }
            look();
        });
    }

    private void look() {
        long next = pollMillis;
        try {
            Optional<RunnerApi.ControlObject> found = api.control();
            contact.made();
            if (found.isPresent()) {
                if (changed(found.get())) {
                    // Not told by the watch, which may be dead.
                    endWatch();
                }
                watchFrom(found.get().version());
            } else {
                next = absent();
            }
            synchronized (this) {
                backoff.succeeded();
            }
        } catch (ApiException e) {
            synchronized (this) {
                next = Math.min(pollMillis, backoff.failedMillis());
            }
        }
        if (contact.silentMillis() >= patienceMillis) {
            desert("the API server did not answer for " + patienceMillis / 1000 + " s");
        }
        lookAfter(next);
    }

    /** One that was never there may still come; one that was there is gone. */
    private long absent() {
        boolean waitedLong = (timers.nanos() - startedNanos) / 1_000_000 >= patienceMillis;
        boolean was;
        synchronized (this) {
            was = seen;
        }
        if (was) {
            desert("the control object is gone");
        } else if (waitedLong) {
            desert("there was no control object for " + patienceMillis / 1000 + " s");
        }
        return ABSENT_MILLIS;
    }

    private void watchFrom(String from) throws ApiException {
        Watcher next = new Watcher();
        synchronized (this) {
            if (closed || watcher != null) {
                return;
            }
            watcher = next;
        }
        try {
            next.opened(api.watchControl(from, next));
        } catch (ApiException e) {
            next.forget();
            throw e;
        }
    }

    private synchronized void endWatch() {
        if (watcher != null) {
            watcher.close();
            watcher = null;
        }
    }

    /** Whether it was news. */
    private synchronized boolean changed(RunnerApi.ControlObject object) {
        long itsVersion = number(object.version());
        if (closed || (itsVersion >= 0 && itsVersion <= version)) {
            return false;
        }
        version = itsVersion;
        seen = true;
        try {
            Control control = Control.of(object.data());
            if (!control.equals(last)) {
                last = control;
                listener.told(control);
            }
        } catch (IllegalArgumentException e) {
            listener.misunderstood(String.valueOf(e.getMessage()));
        }
        return true;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private synchronized void desert(String why) {
        if (!closed) {
            close();
            listener.deserted(why);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        endWatch();
    }

    private final class Watcher implements RunnerApi.ControlWatcher {
        private RunnerApi.@Nullable Watching watching;
        private boolean over;

        void opened(RunnerApi.Watching handle) {
            synchronized (ControlFollower.this) {
                if (!over) {
                    watching = handle;
                    return;
                }
            }
            handle.close();
        }

        void close() {
            over = true;
            if (watching != null) {
                watching.close();
            }
        }

        /** Whether it was the one in use. */
        boolean forget() {
            synchronized (ControlFollower.this) {
                over = true;
                boolean current = watcher == this;
                if (current) {
                    watcher = null;
                }
                return current;
            }
        }

        @Override
        public void changed(RunnerApi.ControlObject control) {
            contact.made();
            ControlFollower.this.changed(control);
        }

        @Override
        public void deleted() {
            contact.made();
            desert("the control object is gone");
        }

        @Override
        public void ended() {
            if (forget()) {
                long wait;
                synchronized (ControlFollower.this) {
                    wait = backoff.failedMillis();
                }
                lookAfter(wait);
            }
        }
    }
}
