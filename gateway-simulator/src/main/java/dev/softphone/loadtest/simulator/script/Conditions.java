package dev.softphone.loadtest.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a rule answers: all the given conditions hold. No condition at all always holds.
 *
 * @param matches conditions on the request itself
 * @param during a window of time since the first TCP accept
 * @param atLeast a number of things held at present (sockets, registrations, calls, requests in flight)
 * @param attempts which of the requests that satisfy the conditions before this one, counted from 1
 * @param rate a rate above which requests are refused
 */
public record Conditions(
        List<Match> matches,
        Optional<During> during,
        Optional<AtLeast> atLeast,
        Optional<Attempts> attempts,
        Optional<Rate> rate) {

    public Conditions {
        matches = List.copyOf(matches);
    }

    /** From {@code from} (inclusive) until {@code to} (exclusive) after the first TCP accept. */
    public record During(Duration from, Duration to) {}

    /** At least {@code count} held now, in the group of the request under {@code per}. */
    public record AtLeast(int count, Key per) {}

    /** The {@code from}-th to the {@code to}-th request (both inclusive, from 1), and of those each {@code every}-th. */
    public record Attempts(int from, int to, int every, Key per) {}

    /**
     * More than {@code count} requests in {@code period}, as a token bucket of size {@code burst} that is refilled
     * evenly. A request that finds a token takes it and is not above the rate.
     */
    public record Rate(int count, Duration period, int burst, Key per) {}
}
