package dev.softphone.loadtest.plan;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers by which a gateway tells its limit: {@code inin-ratelimit-*} (per minute), {@code x-ratelimit-*},
 * {@code ratelimit-*} of the IETF draft, where {@code w=} is the window in seconds.
 */
public record RateHeaders(NavigableMap<String, String> headers) {

    private static final Pattern POLICY = Pattern.compile("(\\d+)[^,]*;\\s*w=(\\d+)");
    private static final Pattern DRAFT_POLICY = Pattern.compile("q=(\\d+)[^,]*;\\s*w=(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

    /** @param hints headers of an answer, lower-case names */
    public static RateHeaders of(Map<String, String> hints) {
        NavigableMap<String, String> chosen = new TreeMap<>();
        hints.forEach((name, value) -> {
            if (name.contains("ratelimit") || name.contains("rate-limit")) {
                chosen.put(name, value);
            }
        });
        return new RateHeaders(chosen);
    }

    /** Whether the gateway told of a limit at all; Retry-After alone does not. */
    public boolean present() {
        return !headers.isEmpty();
    }

    /** Events per minute, where the headers name a window; empty otherwise, for a limit without a window is half a fact. */
    public OptionalLong perMinute() {
        for (Pattern pattern : List.of(DRAFT_POLICY, POLICY)) {
            for (String value : headers.values()) {
                Matcher matcher = pattern.matcher(value);
                if (matcher.find() && number(matcher.group(2)).orElse(0) > 0) {
                    return OptionalLong.of(number(matcher.group(1)).orElse(0)
                            * 60
                            / number(matcher.group(2)).orElse(60));
                }
            }
        }
        return Optional.ofNullable(headers.get("inin-ratelimit-allowed")).stream()
                .flatMapToLong(value -> number(value).stream())
                .findFirst();
    }

    private static OptionalLong number(String text) {
        String trimmed = text.trim();
        return NUMBER.matcher(trimmed).matches() ? OptionalLong.of(Long.parseLong(trimmed)) : OptionalLong.empty();
    }

    /** {@code x-ratelimit-limit: 300, retry-after: 17}, as the gateway wrote it. */
    public static String quoted(Map<String, String> hints) {
        List<String> parts = new TreeMap<>(hints)
                .entrySet().stream()
                        .filter(entry -> entry.getKey().contains("ratelimit")
                                || entry.getKey().contains("rate-limit")
                                || entry.getKey().equals("retry-after"))
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList();
        String joined = String.join(", ", parts);
        return joined.length() <= 160 ? joined : joined.substring(0, 159) + "…";
    }
}
