package dev.softphone.loadtest.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one answer says of the quota that its request was counted in: {@code inin-ratelimit-*}, {@code X-RateLimit-*} and
 * {@code RateLimit-*} (the IETF draft, in its older form of three headers and its newer one of one). Where an answer tells
 * of several limits, the one with the least left counts. A limit that does not say when its window ends is not read: half a
 * fact is no ground to wait on.
 *
 * @param allowed calls in each window; {@link #UNTOLD} where the answer does not say
 * @param remaining calls that are left in the window
 * @param resetMillis until the window ends, at most {@link RetryAfter#LONGEST}; whole seconds as answers tell them, rounded
 *     who knows how
 */
public record QuotaReading(long allowed, long remaining, long resetMillis) {
    static final long UNTOLD = Long.MAX_VALUE;
    private static final int REFUSED = 429;
    /** A reset past this is a time of day and no duration. */
    private static final double EPOCH_SECONDS = 1e9;

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(?:[,;].*)?");
    private static final Pattern LEFT = Pattern.compile("\\b(?:r|remaining)=(\\d{1,15})");
    private static final Pattern ENDS = Pattern.compile("\\b(?:t|reset)=(\\d{1,15})");

    /**
     * @param headers lower-case names
     * @param epochMillis the wall clock, for times of day
     */
    public static Optional<QuotaReading> of(int status, Map<String, String> headers, long epochMillis) {
        OptionalLong retryAfter = RetryAfter.parse(headers.getOrDefault("retry-after", ""), epochMillis);
        if (status == REFUSED && retryAfter.isPresent()) {
            long allowed = told(headers, epochMillis).map(QuotaReading::allowed).orElse(UNTOLD);
            return Optional.of(new QuotaReading(allowed, 0, retryAfter.getAsLong()));
        }
        Optional<QuotaReading> told = told(headers, epochMillis);
        return status == REFUSED
                ? told.map(reading -> new QuotaReading(reading.allowed, 0, reading.resetMillis))
                : told;
    }

    private static Optional<QuotaReading> told(Map<String, String> headers, long epochMillis) {
        Stream<QuotaReading> fields = Stream.of(
                        counted(headers, epochMillis),
                        left(headers, "x-ratelimit-", epochMillis),
                        left(headers, "x-rate-limit-", epochMillis),
                        left(headers, "ratelimit-", epochMillis))
                .flatMap(Optional::stream);
        return Stream.concat(fields, structured(headers.getOrDefault("ratelimit", "")))
                .min(QuotaReading::tighter);
    }

    /** Less left is tighter, and of as much left the window that lasts longer. */
    private static int tighter(QuotaReading one, QuotaReading other) {
        int byLeft = Long.compare(one.remaining, other.remaining);
        return byLeft != 0 ? byLeft : Long.compare(other.resetMillis, one.resetMillis);
    }

    private static Optional<QuotaReading> counted(Map<String, String> headers, long epochMillis) {
        OptionalDouble allowed = number(headers.get("inin-ratelimit-allowed"));
        OptionalDouble count = number(headers.get("inin-ratelimit-count"));
        OptionalDouble reset = number(headers.get("inin-ratelimit-reset"));
        return allowed.isPresent() && count.isPresent() && reset.isPresent()
                ? Optional.of(reading(
                        allowed.getAsDouble(),
                        allowed.getAsDouble() - count.getAsDouble(),
                        reset.getAsDouble(),
                        epochMillis))
                : Optional.empty();
    }

    private static Optional<QuotaReading> left(Map<String, String> headers, String family, long epochMillis) {
        OptionalDouble allowed = number(headers.get(family + "limit"));
        OptionalDouble remaining = number(headers.get(family + "remaining"));
        OptionalDouble reset = number(headers.get(family + "reset"));
        return remaining.isPresent() && reset.isPresent()
                ? Optional.of(reading(
                        allowed.orElse(Double.MAX_VALUE), remaining.getAsDouble(), reset.getAsDouble(), epochMillis))
                : Optional.empty();
    }

    /** {@code "burst";r=4;t=2, "day";r=900;t=8000}, one item for each limit; or {@code limit=100, remaining=4, reset=2}. */
    private static Stream<QuotaReading> structured(String value) {
        List<String> items = value.contains("remaining=") ? List.of(value) : List.of(value.split(",", -1));
        return items.stream()
                .map(item -> {
                    Matcher left = LEFT.matcher(item);
                    Matcher ends = ENDS.matcher(item);
                    return left.find() && ends.find()
                            ? reading(
                                    Double.MAX_VALUE,
                                    Double.parseDouble(left.group(1)),
                                    Double.parseDouble(ends.group(1)),
                                    0)
                            : null;
                })
                .filter(Objects::nonNull);
    }

    private static QuotaReading reading(double allowed, double remaining, double reset, long epochMillis) {
        double millis = reset < EPOCH_SECONDS ? reset * 1000 : reset * 1000 - (double) epochMillis;
        long wait = (long) Math.ceil(Math.max(0, millis));
        return new QuotaReading(
                (long) allowed, (long) Math.max(0, remaining), Math.min(wait, RetryAfter.LONGEST.toMillis()));
    }

    private static OptionalDouble number(@Nullable String value) {
        Matcher number = NUMBER.matcher(value == null ? "" : value);
        return number.matches() ? OptionalDouble.of(Double.parseDouble(number.group(1))) : OptionalDouble.empty();
    }
}
