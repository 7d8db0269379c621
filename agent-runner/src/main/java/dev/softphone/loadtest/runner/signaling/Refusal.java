package dev.softphone.loadtest.runner.signaling;

import java.util.Map;
import java.util.OptionalLong;

/**
 * An answer that says no.
 *
 * @param code outcome code: {@code http/429}, {@code sip/488}, {@code app/504}
 * @param detail reason phrase, Warning header, error text: as the gateway wrote it, at most 256 characters, without
 *     secrets; may be empty
 * @param retryAfterMillis the wait it asked for, from now
 * @param hints headers worth quoting, lower-case names: server, via, warning, retry-after,
 *     www-authenticate, rate-limit headers
 */
public record Refusal(String code, String detail, OptionalLong retryAfterMillis, Map<String, String> hints) {
    public Refusal {
        hints = Map.copyOf(hints);
    }

    public static Refusal of(String code, String detail) {
        return new Refusal(code, detail, OptionalLong.empty(), Map.of());
    }
}
