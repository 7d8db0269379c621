package dev.softphone.loadtest.plan;

/**
 * How much of something that several use is ours.
 *
 * @param ours 1 to {@code all}
 * @param all 1 or more
 */
public record Fraction(int ours, int all) {

    /** Nobody else uses it. */
    public static final Fraction WHOLE = new Fraction(1, 1);

    public Fraction {
        if (ours < 1 || ours > all) {
            throw new IllegalArgumentException("ours: required 1 to " + all + ", observed " + ours);
        }
    }

    /** floor(n * ours / all), exactly; n 0 or more. Of fractions that sum to one, the results sum to n at most. */
    public long of(long n) {
        return n / all * ours + n % all * ours / all;
    }

    public boolean isWhole() {
        return ours == all;
    }
}
