package dev.softphone.loadtest.runner.evidence;

/** What the event loops say about themselves. Safe from any thread. */
public interface LoopReadings {

    /** The longest any loop was late since this was asked last, in nanoseconds. */
    long lagMaxNanos();

    /** How long loops were saturated so far, in nanoseconds; never falls. */
    long saturatedNanos();

    /** Connects asked for and without a socket yet. */
    long pendingConnects();
}
