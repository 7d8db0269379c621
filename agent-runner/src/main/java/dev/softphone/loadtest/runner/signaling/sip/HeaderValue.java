package dev.softphone.loadtest.runner.signaling.sip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads parts of one header value (RFC 3261 §25.1): elements of a comma list, the URI of a {@code name-addr} or {@code
 * addr-spec}, parameters. Quoted strings and angle brackets are respected. Never throws: what is not there is null or
 * empty.
 */
final class HeaderValue {
    private static final long MAX_NUMBER = 4_294_967_295L;

    private HeaderValue() {}

    /** Appends the elements of a comma list; empty elements are left out. */
    static void addElements(String value, List<String> elements) {
        int start = 0;
        while (start < value.length()) {
            int end = scan(value, start, ',');
            String element = value.substring(start, end).trim();
            if (!element.isEmpty()) {
                elements.add(element);
            }
            start = end + 1;
        }
    }

    static String firstElement(String value) {
        return value.substring(0, scan(value, 0, ',')).trim();
    }

    /** The URI of {@code "Name" <uri>;params} or {@code uri;params}. */
    static String uri(String value) {
        int open = scan(value, 0, '<');
        if (open < value.length()) {
            int close = value.indexOf('>', open);
            return close < 0 ? "" : value.substring(open + 1, close).trim();
        }
        return value.substring(0, scan(value, 0, ';')).trim();
    }

    /** A parameter's value without its quotes; empty for a parameter without a value; null where there is none. */
    static @Nullable String parameter(String value, String name) {
        int at = scan(value, 0, ';');
        while (at < value.length()) {
            int end = scan(value, at + 1, ';');
            int equals = value.indexOf('=', at + 1);
            int nameEnd = equals >= 0 && equals < end ? equals : end;
            String found = value.substring(at + 1, nameEnd).trim();
            if (found.equalsIgnoreCase(name)) {
                return nameEnd == end
                        ? ""
                        : unquote(value.substring(nameEnd + 1, end).trim());
            }
            at = end;
        }
        return null;
    }

    /** A parameter's value as a number that is not negative; −1 where there is none. */
    static long numberParameter(String value, String name) {
        String text = parameter(value, name);
        return text == null ? -1 : leadingNumber(text);
    }

    /** The digits at the beginning, at most 2³²−1 (larger is read as that); −1 where there are none. */
    static long leadingNumber(String text) {
        int digits = digits(text);
        long number = 0;
        for (int i = 0; i < digits; i++) {
            number = Math.min(MAX_NUMBER, number * 10 + (text.charAt(i) - '0'));
        }
        return digits == 0 ? -1 : number;
    }

    /** How many digits the text begins with. */
    static int digits(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }

    /** The text as a quoted-string, which cannot hold control characters: those are left out. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            if (c >= ' ' && c != 0x7f) {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        if (text.indexOf('\\') < 0) {
            return text.substring(1, text.length() - 1);
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length() - 1) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    /** The index of the first {@code wanted} outside quotes and angle brackets, or the length. */
    static int scan(String value, int from, char wanted) {
        boolean quoted = false;
        int depth = 0;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == wanted && depth == 0) {
                return i;
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                depth = 1;
            } else if (c == '>') {
                depth = 0;
            }
        }
        return value.length();
    }

    static boolean alphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
