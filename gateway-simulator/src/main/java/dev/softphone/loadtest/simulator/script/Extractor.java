package dev.softphone.loadtest.simulator.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request tells its organization.
 *
 * @param source the kind of place
 * @param name the header, query parameter or JSON path; empty for a SIP domain
 * @param capture its first group (or the whole match, without groups) is the organization
 */
public record Extractor(Source source, String name, Pattern capture) {

    /** The kinds of places. */
    public enum Source {
        HEADER,
        QUERY,
        FIELD,
        SIP_DOMAIN
    }

    /** The organization in {@code value}, or null where the capture does not match the whole of it. */
    public @Nullable String organizationOf(@Nullable String value) {
        if (value == null) {
            return null;
        }
        Matcher matcher = capture.matcher(value);
        if (!matcher.matches()) {
            return null;
        }
        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    }
}
