package dev.softphone.loadtest.runner.signaling.sip;

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

    static Refusal of(SipResponse response) {
        return of(response, "");
    }

    /** {@code why} is what we have to say about it, before the gateway's own words. */
    static Refusal of(SipResponse response, String why) {
        StringBuilder detail = new StringBuilder(why);
        append(detail, response.reason());
        for (String warning : response.headers().fields("Warning")) {
            append(detail, warning);
        }
        if (detail.length() > MAX_DETAIL) {
            detail.setLength(MAX_DETAIL);
        }
        return new Refusal("sip/" + response.status(), detail.toString(), retryAfter(response), hints(response));
    }

    private static void append(StringBuilder detail, String part) {
        if (!part.isEmpty()) {
            detail.append(detail.isEmpty() ? "" : "; ").append(part);
        }
    }

    /** RFC 3261 §20.33: seconds, then perhaps a comment and parameters. */
    private static OptionalLong retryAfter(SipResponse response) {
        String value = response.headers().first("Retry-After");
        long seconds = value == null ? -1 : HeaderValue.leadingNumber(value);
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds * 1_000);
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
