package dev.softphone.loadtest.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis: maps {@code low..high} to 0..1 and carries a few ticks on numbers that people count in.
 *
 * <pre>
 * linear: at(v) = (v − low) / (high − low)
 * log:    at(v) = (ln v − ln low) / (ln high − ln low)
 * </pre>
 *
 * @param ticks ascending, each within low and high
 */
record Scale(double low, double high, boolean log, List<Double> ticks) {

    private static final long[] TIME_STEPS = {
        1_000,
        2_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        10_800_000,
        21_600_000,
        43_200_000,
        86_400_000
    };

    Scale {
        ticks = List.copyOf(ticks);
    }

    /** From 0 to the first tick at or above {@code max}; steps of 1, 2 or 5 times a power of ten, never below 1. */
    static Scale counts(double max, int about) {
        return linear(max, Math.max(1, niceStep(Math.max(max, 1) / about)));
    }

    /** From 0 to the first tick at or above {@code max}; steps of 1, 2 or 5 times a power of ten. */
    static Scale linear(double max, int about) {
        return linear(max, niceStep((max > 0 ? max : 1) / about));
    }

    private static Scale linear(double max, double step) {
        long steps = Math.max(1, (long) Math.ceil(max / step - 1e-9));
        List<Double> ticks = new ArrayList<>();
        for (long i = 0; i <= steps; i++) {
            ticks.add(i * step);
        }
        return new Scale(0, steps * step, false, ticks);
    }

    /**
     * From the power of ten at or below {@code min} to the first 1, 2 or 5 times a power of ten at or above {@code
     * max}, a decade at least; ticks on powers of ten, and on their fives where that leaves few.
     */
    static Scale log(double min, double max) {
        double low = Math.pow(10, Math.floor(Math.log10(min) + 1e-9));
        double high = low;
        while (high < max * (1 - 1e-9)) {
            high = next(high);
        }
        high = Math.max(high, low * 10);
        boolean fives = high / low <= 1000;
        List<Double> ticks = new ArrayList<>();
        for (double decade = low; decade <= high * (1 + 1e-9); decade *= 10) {
            ticks.add(decade);
            if (fives && decade * 5 <= high * (1 + 1e-9)) {
                ticks.add(decade * 5);
            }
        }
        return new Scale(low, high, true, ticks);
    }

    /** From 0 to exactly {@code spanMillis}; ticks on seconds, minutes and hours as clocks have them. */
    static Scale time(long spanMillis, int about) {
        long span = Math.max(1, spanMillis);
        long step = TIME_STEPS[TIME_STEPS.length - 1];
        for (int i = TIME_STEPS.length - 1; i >= 0 && span / TIME_STEPS[i] <= about; i--) {
            step = TIME_STEPS[i];
        }
        while (span / step > about) {
            step *= 2;
        }
        List<Double> ticks = new ArrayList<>();
        for (long tick = 0; tick <= span; tick += step) {
            ticks.add((double) tick);
        }
        return new Scale(0, span, false, ticks);
    }

    /** 0 at {@link #low}, 1 at {@link #high}; values outside are held at the edge. */
    double at(double value) {
        double share = log
                ? (Math.log(Math.max(value, low)) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        return Math.min(1, Math.max(0, share));
    }

    /** The smallest of 1, 2 and 5 times a power of ten that is at least {@code raw}. */
    static double niceStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power;
        double nice = lead <= 1 + 1e-9 ? 1 : lead <= 2 + 1e-9 ? 2 : lead <= 5 + 1e-9 ? 5 : 10;
        return nice * power;
    }

    private static double next(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        double lead = Math.round(value / power);
        return lead < 2 ? 2 * power : lead < 5 ? 5 * power : 10 * power;
    }
}
