package dev.softphone.loadtest.runner.signaling.generic;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * A url whose path and query may hold references, and whose scheme, host and port may not: where load goes is known
 * before it goes.
 *
 * @param authority scheme, host and port
 * @param target the rest without a fragment, beginning with a slash
 */
record Url(URI authority, Text target) {

    /** @throws IllegalArgumentException when it is not absolute, or malformed */
    static Url of(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            throw new IllegalArgumentException("required an absolute url or a path, observed " + url);
        }
        int end = scheme + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int fragment = url.indexOf('#', end);
        String target = url.substring(end, fragment < 0 ? url.length() : fragment);
        return new Url(URI.create(url.substring(0, end)), Text.url(target.startsWith("/") ? target : "/" + target));
    }

    /**
     * Header values with what they refer to; none with control characters, which would begin a header of their own.
     *
     * @throws Unresolved when a value is not known or has control characters
     */
    static Map<String, String> headers(Map<String, Text> headers, Values.Exchange values) throws Unresolved {
        Map<String, String> resolved = new HashMap<>();
        for (Map.Entry<String, Text> header : headers.entrySet()) {
            String value = Unresolved.orThrow(header.getValue(), values);
            if (value.chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 0x7F))) {
                throw new Unresolved(
                        "protocol/invalid-value",
                        "required a value without control characters for header " + header.getKey()
                                + ", observed one with");
            }
            resolved.put(header.getKey(), value);
        }
        return resolved;
    }
}
