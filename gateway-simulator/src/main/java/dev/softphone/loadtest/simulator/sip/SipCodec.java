package dev.softphone.loadtest.simulator.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads SIP messages (RFC 3261 §25): one message is one WebSocket message (RFC 7118 §4), Content-Length is optional. */
final class SipCodec {
    private static final Set<String> LISTS = Set.of("via", "route", "record-route", "contact");
    private static final List<String> NEEDED = List.of("Via", "From", "To", "Call-ID", "CSeq");

    private SipCodec() {}

    /** Whether the first line looks like one of a SIP message. */
    static boolean looksLikeSip(String text) {
        int end = text.indexOf('\n');
        String line = (end < 0 ? text : text.substring(0, end)).strip();
        return line.startsWith("SIP/2.0 ") || line.endsWith(" SIP/2.0");
    }

    /** The message, or null where the text is none or lacks a header that every message has. */
    static @Nullable SipMessage parse(String text) {
        int bodyAt = text.indexOf("\r\n\r\n");
        String head = bodyAt < 0 ? text : text.substring(0, bodyAt);
        List<String> lines = unfold(head);
        SipMessage message = lines.isEmpty() ? null : startLine(lines.get(0));
        if (message == null) {
            return null;
        }
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                return null;
            }
            addHeader(
                    message,
                    line.substring(0, colon).strip(),
                    line.substring(colon + 1).strip());
        }
        message.setRawBody(bodyAt < 0 ? "" : text.substring(bodyAt + 4));
        return NEEDED.stream().allMatch(message::has) && cseq(message) != null ? message : null;
    }

    private static List<String> unfold(String head) {
        List<String> lines = new ArrayList<>();
        for (String line : head.split("\r?\n", -1)) {
            boolean folded = (line.startsWith(" ") || line.startsWith("\t")) && !lines.isEmpty();
            if (folded) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.strip());
            } else if (!line.isBlank()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static @Nullable SipMessage startLine(String line) {
        String[] parts = line.strip().split(" ", 3);
        if (parts.length >= 2 && parts[0].equals("SIP/2.0") && parts[1].matches("[1-6]\\d\\d")) {
            return SipMessage.answer(Integer.parseInt(parts[1]), parts.length == 3 ? parts[2] : "");
        }
        if (parts.length == 3 && parts[2].equals("SIP/2.0") && parts[0].matches("[A-Z]+") && !parts[1].isEmpty()) {
            return SipMessage.request(parts[0], parts[1]);
        }
        return null;
    }

    private static void addHeader(SipMessage message, String name, String value) {
        String longName = SipMessage.longName(name);
        if (LISTS.contains(longName.toLowerCase(Locale.ROOT))) {
            split(value).forEach(one -> message.add(longName, one));
        } else {
            message.add(longName, value);
        }
    }

    /** Splits at commas outside of quotes and angle brackets. */
    static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted && i + 1 < value.length()) {
                part.append(c).append(value.charAt(++i));
                continue;
            }
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '<' || c == '>')) {
                bracketed = c == '<';
            }
            if (c == ',' && !quoted && !bracketed) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    /**
     * A CSeq header taken apart.
     *
     * @param number the sequence number
     * @param method the method
     */
    record Cseq(long number, String method) {}

    /** The CSeq of a message, or null where it is malformed. */
    static @Nullable Cseq cseq(SipMessage message) {
        String[] parts = message.need("CSeq").split("\\s+", -1);
        if (parts.length != 2 || !parts[0].matches("\\d{1,10}")) {
            return null;
        }
        return new Cseq(Long.parseLong(parts[0]), parts[1]);
    }

    /** The branch parameter of a Via value; empty where there is none. */
    static String branch(String via) {
        for (String parameter : via.split(";", -1)) {
            String stripped = parameter.strip();
            if (stripped.startsWith("branch=")) {
                return stripped.substring("branch=".length());
            }
        }
        return "";
    }
}
