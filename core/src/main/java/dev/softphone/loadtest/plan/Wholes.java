package dev.softphone.loadtest.plan;

/** Division of things that come whole. */
final class Wholes {

    private Wholes() {}

    /** The smallest whole number that is not below {@code a / b}. */
    static long up(long a, long b) {
        return -Math.floorDiv(-a, b);
    }
}
