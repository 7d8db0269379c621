package dev.softphone.loadtest.plan;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Retry-After header of HTTP (RFC 9110 §10.2.3: seconds, or a date in any of the three forms of §5.6.7) and of SIP
 * (RFC 3261 §20.33: seconds, a comment, parameters).
 */
public final class RetryAfter {

    /** The longest wait that is believed. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** Seconds, then comments and {@code ;parameters}, which do not change how long to wait. */
    private static final Pattern SECONDS = Pattern.compile("(-?)(\\d+)\\s*(?:[;(].*)?", Pattern.DOTALL);

    /** A day's name adds nothing to a date, so a wrong one spoils nothing. */
    private static final Pattern DATE = Pattern.compile("(?:[A-Za-z]+,|[A-Za-z]{3}(?= )) *(.*)");

    private static final DateTimeFormatter IMF_FIXDATE = format("dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = format("MMM ppd HH:mm:ss uuuu");

    private RetryAfter() {}

    /**
     * How long to wait.
     *
     * @param header the value of the field
     * @param nowEpochMillis the wall clock, for dates
     * @return milliseconds, 0 for what is past or negative, at most {@link #LONGEST}; empty if it is none of the forms
     */
    public static OptionalLong parse(String header, long nowEpochMillis) {
        String value = header.strip();
        Matcher seconds = SECONDS.matcher(value);
        if (seconds.matches()) {
            if (!seconds.group(1).isEmpty()) {
                return OptionalLong.of(0);
            }
            String digits = seconds.group(2);
            // Nine digits fit into an int and are past the cap already.
            long wait = digits.length() > 9 ? LONGEST.toSeconds() : Long.parseLong(digits);
            return OptionalLong.of(Math.min(wait * 1000, LONGEST.toMillis()));
        }
        return date(value, nowEpochMillis)
                .map(at -> OptionalLong.of(Math.max(0, Math.min(at - nowEpochMillis, LONGEST.toMillis()))))
                .orElseGet(OptionalLong::empty);
    }

    private static Optional<Long> date(String value, long nowEpochMillis) {
        Matcher date = DATE.matcher(value);
        if (!date.matches()) {
            return Optional.empty();
        }
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(nowEpochMillis), ZoneOffset.UTC);
        // A year of two digits that seems more than 50 years ahead is one of the past century (RFC 9110 §5.6.7).
        DateTimeFormatter rfc850 = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern("dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, today.minusYears(49))
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US);
        return Stream.of(IMF_FIXDATE, rfc850, ASCTIME)
                .flatMap(form -> epochMillis(date.group(1), form).stream())
                .findFirst();
    }

    private static Optional<Long> epochMillis(String date, DateTimeFormatter form) {
        try {
            return Optional.of(
                    LocalDateTime.parse(date, form).toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException notThisForm) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter format(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.US);
    }
}
