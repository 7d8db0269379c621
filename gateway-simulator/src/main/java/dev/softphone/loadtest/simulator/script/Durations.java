package dev.softphone.loadtest.simulator.script;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as text: a whole number and {@code ms}, {@code s}, {@code m} or {@code h}, at most 24 h. */
public final class Durations {
    /** What a text that is refused should have been. */
    public static final String REQUIRED = "a duration such as 250ms, 15s or 2m, at most 24h";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofHours(24);

    private Durations() {}

    /** The duration, or empty where the text is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                };
        return duration.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(duration);
    }
}
