package dev.softphone.loadtest.runner.serve;

/** When the API server answered last, whatever it was asked. Safe from any thread. */
public final class Contact {
    private final Timers timers;
    private volatile long lastNanos;

    public Contact(Timers timers) {
        this.timers = timers;
        this.lastNanos = timers.nanos();
    }

    void made() {
        lastNanos = timers.nanos();
    }

    /** Since the last answer; since the beginning before the first. */
    long silentMillis() {
        return (timers.nanos() - lastNanos) / 1_000_000;
    }
}
