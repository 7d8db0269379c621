package dev.softphone.loadtest.runner.signaling.generic;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** How a value is written where it stands. */
enum Encoding {
    PLAIN {
        @Override
        void append(String value, StringBuilder text) {
            text.append(value);
        }
    },
    /** RFC 8259 §7. */
    JSON_STRING {
        @Override
        void append(String value, StringBuilder text) {
            text.append(JsonStringEncoder.getInstance().quoteAsString(value));
        }
    },
    /** {@code application/x-www-form-urlencoded}; a space is {@code %20}, which forms read as well. */
    FORM {
        @Override
        void append(String value, StringBuilder text) {
            percent(value, "", text);
        }
    },
    /** RFC 3986 §3.3, slashes kept. */
    PATH {
        @Override
        void append(String value, StringBuilder text) {
            percent(value, "/:@!$&'()*+,;=", text);
        }
    },
    /** RFC 3986 §3.4, without what separates parameters. */
    QUERY {
        @Override
        void append(String value, StringBuilder text) {
            percent(value, "/:@?,", text);
        }
    };

    private static final String UNRESERVED = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    abstract void append(String value, StringBuilder text);

    private static void percent(String value, String kept, StringBuilder text) {
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (alphanumeric || UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
            }
        }
    }
}
