package dev.softphone.loadtest.report;

import java.time.Duration;
import java.util.Locale;

/** Writes numbers the one way in which every report and terminal of this project shows them. */
public final class Figures {

    private Figures() {}

    /** {@code 28,232}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 500 softphones}, {@code 1 softphone}; the plural is formed with an s. */
    public static String count(long value, String noun) {
        return count(value) + " " + (value == 1 ? noun : noun + "s");
    }

    /** {@code 60 %}, {@code 0.4 %}, {@code < 0.1 %}; an en dash when there is no whole. */
    public static String share(long part, long whole) {
        if (whole <= 0) {
            return "–";
        }
        double percent = 100.0 * part / whole;
        if (part == 0 || part == whole) {
            return Math.round(percent) + " %";
        }
        if (percent < 0.1) {
            return "< 0.1 %";
        }
        // Never "100 %" for less than the whole.
        double shown = percent > 99 ? Math.floor(percent * 10) / 10 : Math.round(percent * 10) / 10.0;
        return plain(shown) + " %";
    }

    /** A length of time at three significant digits: {@code 0.42 ms}, {@code 84 ms}, {@code 1.91 s}, {@code 2 min 5 s}. */
    public static String micros(long micros) {
        if (micros <= 0) {
            return "0 ms";
        }
        if (micros < 999_500) {
            return significant(micros / 1000.0) + " ms";
        }
        return micros < 60_000_000 ? significant(micros / 1e6) + " s" : minutes(Math.round(micros / 1e6));
    }

    /** As {@link #micros}. */
    public static String millis(long millis) {
        return micros(Math.multiplyExact(millis, 1000L));
    }

    /** A duration as people say it: {@code 60 s}, {@code 5 min}, {@code 1 h 30 min}, {@code 250 ms}. */
    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 120_000) {
            return millis % 1000 == 0 ? millis / 1000 + " s" : millis(millis);
        }
        return minutes(Math.round(millis / 1000.0));
    }

    /** A moment of the run: {@code 0:36}, {@code 12:05}, {@code 1:02:05}. */
    public static String clock(long millis) {
        long seconds = Math.floorDiv(millis, 1000L);
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60);
    }

    /** A moment of the run with tenths: {@code 0:36.1}. */
    public static String clockTenths(long millis) {
        return clock(millis) + "." + Math.floorMod(millis, 1000L) / 100;
    }

    /** At most one decimal, none when it is zero. */
    public static String plain(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0
                ? count(tenths / 10)
                : String.format(Locale.ROOT, "%,d.%d", tenths / 10, Math.abs(tenths % 10));
    }

    private static String significant(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.indexOf('.') < 0 ? text : text.replaceAll("\\.?0+$", "");
    }

    private static String minutes(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        long rest = seconds % 60;
        StringBuilder out = new StringBuilder();
        if (hours > 0) {
            out.append(hours).append(" h ");
        }
        if (minutes > 0) {
            out.append(minutes).append(" min ");
        }
        if (rest > 0 || out.length() == 0) {
            out.append(rest).append(" s");
        }
        return out.toString().trim();
    }
}
