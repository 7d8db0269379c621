package dev.softphone.loadtest.simulator.matching;

/** How many requests are still allowed. Times are monotonic nanoseconds. Not thread safe. */
public sealed interface Budget permits TokenBucket, FixedWindow {

    /** Takes one request's worth if there is any. */
    boolean take(long nowNanos);

    /** Whole requests left. */
    int left(long nowNanos);

    /** Nanoseconds until a request is allowed; zero where one is. */
    long untilNext(long nowNanos);

    /** Nanoseconds until all of the budget is there again. */
    long untilReset(long nowNanos);
}
