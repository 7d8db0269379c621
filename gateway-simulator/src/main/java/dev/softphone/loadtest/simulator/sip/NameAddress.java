package dev.softphone.loadtest.simulator.sip;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of a From, To, Contact or Route header (RFC 3261 §20.10): an URI and header parameters.
 *
 * @param uri without angle brackets
 * @param parameters of the header, with lower-case names; without a value: empty text
 */
record NameAddress(String uri, Map<String, String> parameters) {

    static NameAddress parse(String value) {
        int open = bracket(value);
        int close = value.indexOf('>', Math.max(open, 0));
        if (open >= 0 && close > open) {
            return new NameAddress(value.substring(open + 1, close).strip(), parameters(value.substring(close + 1)));
        }
        int semicolon = value.indexOf(';');
        return semicolon < 0
                ? new NameAddress(value.strip(), Map.of())
                : new NameAddress(value.substring(0, semicolon).strip(), parameters(value.substring(semicolon)));
    }

    /** The opening bracket outside of a quoted display name. */
    private static int bracket(String value) {
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '<' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            if (!part.isBlank()) {
                int equals = part.indexOf('=');
                String name = (equals < 0 ? part : part.substring(0, equals)).strip();
                String value = equals < 0 ? "" : part.substring(equals + 1).strip();
                parameters.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        return parameters;
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    /** The user part; empty where there is none. */
    String user() {
        String rest = withoutScheme();
        int at = rest.indexOf('@');
        return at < 0 ? "" : rest.substring(0, at);
    }

    /** The host in lower case, without port and URI parameters. */
    String host() {
        String rest = withoutScheme();
        String host = rest.substring(rest.indexOf('@') + 1).split("[;?]", 2)[0];
        int port = host.startsWith("[") ? host.indexOf(':', host.indexOf(']')) : host.indexOf(':');
        return (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
    }

    /** {@code user@host}: what a registrar knows a user by. */
    String addressOfRecord() {
        return user() + "@" + host();
    }

    private String withoutScheme() {
        return uri.substring(uri.indexOf(':') + 1);
    }
}
