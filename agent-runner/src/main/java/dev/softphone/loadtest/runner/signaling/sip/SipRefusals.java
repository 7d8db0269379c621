package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.plan.RetryAfter;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A final answer that says no, as a {@link Refusal}: code {@code sip/NNN}, detail and hints as the gateway wrote them, less
 * the secrets that it may quote.
 */
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
    static Refusal of(SipResponse response, String why, long epochMillis, Redactor redactor) {
        StringBuilder detail = new StringBuilder(why);
        append(detail, response.reason());
        for (String warning : response.headers().fields("Warning")) {
            append(detail, warning);
        }
        return new Refusal(
                "sip/" + response.status(),
                redactor.line(detail.toString(), MAX_DETAIL),
                retryAfter(response, epochMillis),
                hints(response, redactor));
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

    private static Map<String, String> hints(SipResponse response, Redactor redactor) {
        Map<String, String> hints = new HashMap<>();
        for (String name : HINTS) {
            String value = response.headers().first(name);
            if (value != null) {
                hints.put(name.toLowerCase(Locale.ROOT), redactor.line(value, MAX_DETAIL));
            }
        }
        return hints;
    }
}
