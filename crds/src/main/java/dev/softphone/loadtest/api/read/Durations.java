package dev.softphone.loadtest.api.read;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The durations of the API.
 *
 * <pre>
 * duration = 1*( 1*digit unit )     unit = "ms" / "s" / "m" / "h"     1h30m = 1h + 30m
 * </pre>
 */
public final class Durations {

    private static final Pattern WHOLE = Pattern.compile("([0-9]+(ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h)");

    private Durations() {}

    /** Null when the text is none, or longer than 2^63 - 1 milliseconds. */
    public static @Nullable Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        try {
            long millis = 0;
            Matcher part = PART.matcher(text);
            while (part.find()) {
                long count = Long.parseLong(part.group(1));
                millis = Math.addExact(millis, Math.multiplyExact(count, millisOf(part.group(2))));
            }
            return Duration.ofMillis(millis);
        } catch (ArithmeticException | NumberFormatException tooLong) {
            return null;
        }
    }

    private static long millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }

    /** In the largest unit that divides it. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis != 0 && millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis != 0 && millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
