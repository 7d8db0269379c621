package dev.softphone.loadtest.measure;

/**
 * How much of the run the measurements cover.
 *
 * @param runners planned
 * @param reported runners whose final report is in
 * @param lost runners that are gone without one
 */
public record Coverage(int runners, int reported, int lost) {
    public static final Coverage WHOLE = new Coverage(1, 1, 0);
}
