package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.plan.RetryAfter;
import dev.softphone.loadtest.runner.signaling.Refusal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** A final answer that says no, as a {@link Refusal}: code {@code sip/NNN}, detail as the gateway wrote it. */
final class SipRefusals {
    private static final int MAX_DETAIL = 256;
    private static final String[] HINTS = {"Server", "Warning", "Retry-After", "Reason"};

    private SipRefusals() {}

    /**
     * Reads a refusal.
     *
     * @param why what we have to say about it, before the gateway's own words
     * @param epochMillis the wall clock, for a Retry-After that is a date
     */
    static Refusal of(SipResponse response, String why, long epochMillis) {
        StringBuilder detail = new StringBuilder(why);
        append(detail, response.reason());
        for (String warning : response.headers().fields("Warning")) {
            append(detail, warning);
        }
        if (detail.length() > MAX_DETAIL) {
            detail.setLength(MAX_DETAIL);
        }
        return new Refusal(
                "sip/" + response.status(), detail.toString(), retryAfter(response, epochMillis), hints(response));
    }

    private static void append(StringBuilder detail, String part) {
        if (!part.isEmpty()) {
            detail.append(detail.isEmpty() ? "" : "; ").append(part);
        }
    }

    private static OptionalLong retryAfter(SipResponse response, long epochMillis) {
        String value = response.headers().first("Retry-After");
        return value == null ? OptionalLong.empty() : RetryAfter.parse(value, epochMillis);
    }

    private static Map<String, String> hints(SipResponse response) {
        Map<String, String> hints = new HashMap<>();
        for (String name : HINTS) {
            String value = response.headers().first(name);
            if (value != null) {
                hints.put(
                        name.toLowerCase(Locale.ROOT),
                        value.length() <= MAX_DETAIL ? value : value.substring(0, MAX_DETAIL));
            }
        }
        return hints;
    }
}
