package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import java.util.random.RandomGenerator;

/**
 * What a {@link Softphone} wants done. Implemented by an event loop, called on it; answers come back as events carrying
 * the {@code connection} number they belong to, so that a stale one is known as such.
 */
public interface Effects {

    /** A tick later than this counts as saturation of the generator. */
    long SATURATED_NANOS = 100_000_000L;

    /** Monotonic, in nanoseconds. */
    long nowNanos();

    /** Wall clock, in milliseconds since the epoch. */
    long epochMillis();

    /** One REST call; answered by {@link Softphone#restAnswered} or {@link Softphone#restBroken} with its ticket. */
    void rest(Softphone softphone, int ticket, RestRequest request);

    /** One REST call whose answer concerns nobody. */
    void restAside(Softphone softphone, RestRequest request);

    /** Opens the softphone's socket; answered by {@link Softphone#opened} or {@link Softphone#notOpened}. */
    void connect(Softphone softphone, int connection, UpgradeRequest request, long limitNanos);

    void send(Softphone softphone, String message);

    /** A WebSocket ping frame. */
    void ping(Softphone softphone);

    /** Closes in order, with code 1000; what comes in afterwards is ignored. */
    void close(Softphone softphone);

    /** Drops whatever there is: socket, connect or REST calls in flight. */
    void abandon(Softphone softphone);

    /** Starts or moves a timer. */
    void start(TimerWheel.Timer timer, long dueNanos);

    void stop(TimerWheel.Timer timer);

    /** The intended start for a further attempt, not before {@code earliestNanos}: what the limits leave. */
    long reserveConnect(long earliestNanos);

    /**
     * How long this event loop has been late by more than {@link #SATURATED_NANOS} so far, summed over all such episodes:
     * a stopped process, a starved core, a long collection.
     */
    long saturatedNanos();

    /** The event loop's own, seeded by the test's seed. */
    RandomGenerator random();

    /** The softphone is registered, for the first time or again. */
    void registered(Softphone softphone);

    /** The softphone will do nothing more by itself. */
    void finished(Softphone softphone);
}
