package dev.softphone.loadtest.runner.signaling.sip;

import java.nio.charset.StandardCharsets;

/**
 * Reads one message in one pass. Strict where a mistake would change the meaning, lenient where RFC 3261 asks a reader
 * to be: empty lines before the message, folded headers, bare LF, a missing reason phrase. Content-Length is optional
 * (RFC 7118 §4.2); where it is given, a shorter body is an error and a longer one is cut (RFC 3261 §18.3).
 */
final class SipParser {
    private static final String VERSION = "SIP/2.0";
    private static final String[] SINGLE = {"From", "To", "Call-ID", "CSeq"};
    private static final int EXCERPT = 60;

    private final String text;
    private int at;

    SipParser(String text) {
        this.text = text;
    }

    SipMessage parse() throws MalformedSipException {
        if (text.length() > SipMessage.MAX_LENGTH) {
            throw new MalformedSipException(
                    "a message has at most " + SipMessage.MAX_LENGTH + " characters, not " + text.length());
        }
        while (at < text.length() && (text.charAt(at) == '\r' || text.charAt(at) == '\n')) {
            at++;
        }
        String start = line();
        return start.regionMatches(true, 0, VERSION, 0, VERSION.length()) ? response(start) : request(start);
    }

    private SipResponse response(String start) throws MalformedSipException {
        int digits = VERSION.length() + 1;
        boolean shaped = start.length() >= digits + 3
                && start.charAt(VERSION.length()) == ' '
                && (start.length() == digits + 3 || start.charAt(digits + 3) == ' ');
        int status = shaped ? status(start, digits) : 0;
        if (status < 100 || status > 699) {
            throw new MalformedSipException(
                    "a status line is SIP/2.0, a status from 100 to 699 and a reason, not " + excerpt(start));
        }
        SipHeaders headers = headers();
        return new SipResponse(status, start.substring(digits + 3).trim(), headers, body(headers));
    }

    private static int status(String start, int from) {
        int status = 0;
        for (int i = from; i < from + 3; i++) {
            int digit = start.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            status = status * 10 + digit;
        }
        return status;
    }

    private SipRequest request(String start) throws MalformedSipException {
        int first = start.indexOf(' ');
        int second = start.indexOf(' ', first + 1);
        if (first <= 0
                || second <= first + 1
                || !token(start, 0, first)
                || !start.substring(second + 1).equalsIgnoreCase(VERSION)) {
            throw new MalformedSipException("a request line is a method, a URI and SIP/2.0, not " + excerpt(start));
        }
        SipHeaders headers = headers();
        SipRequest request =
                new SipRequest(start.substring(0, first), start.substring(first + 1, second), headers, body(headers));
        if (!request.sequenceMethod().equals(request.method())) {
            throw new MalformedSipException("the CSeq of a request has its method, " + excerpt(request.method())
                    + ", not " + excerpt(request.sequenceMethod()));
        }
        return request;
    }

    private SipHeaders headers() throws MalformedSipException {
        SipHeaders headers = new SipHeaders();
        while (true) {
            if (at >= text.length()) {
                throw new MalformedSipException("the headers end with an empty line, not with the message");
            }
            String line = line();
            if (line.isEmpty()) {
                check(headers);
                return headers;
            }
            int colon = line.indexOf(':');
            int nameEnd = colon;
            while (nameEnd > 0 && space(line.charAt(nameEnd - 1))) {
                nameEnd--;
            }
            if (nameEnd <= 0 || !token(line, 0, nameEnd)) {
                throw new MalformedSipException("a header is a name, a colon and a value, not " + excerpt(line));
            }
            headers.add(line.substring(0, nameEnd), unfolded(line.substring(colon + 1)));
        }
    }

    /** The value with the lines that continue it (RFC 3261 §7.3.1), each joined by one space. */
    private String unfolded(String first) {
        if (at >= text.length() || !space(text.charAt(at))) {
            return first.trim();
        }
        StringBuilder value = new StringBuilder(first.trim());
        while (at < text.length() && space(text.charAt(at))) {
            value.append(' ').append(line().trim());
        }
        return value.toString().trim();
    }

    private static void check(SipHeaders headers) throws MalformedSipException {
        if (headers.count("Via") == 0) {
            throw new MalformedSipException("a message has a Via");
        }
        for (String name : SINGLE) {
            if (headers.count(name) != 1) {
                throw new MalformedSipException("a message has one " + name + ", not " + headers.count(name));
            }
        }
        String sequence = headers.required("CSeq");
        int digits = HeaderValue.digits(sequence);
        String method = sequence.substring(digits).trim();
        if (digits == 0 || digits > 10 || method.isEmpty() || !token(method, 0, method.length())) {
            throw new MalformedSipException("a CSeq is a number and a method, not " + excerpt(sequence));
        }
    }

    private String body(SipHeaders headers) throws MalformedSipException {
        String body = text.substring(at);
        String length = headers.first("Content-Length");
        if (length == null) {
            return body;
        }
        long wanted = HeaderValue.leadingNumber(length);
        if (wanted < 0) {
            throw new MalformedSipException("a Content-Length is a number, not " + excerpt(length));
        }
        if (wanted == 0) {
            return "";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (wanted > bytes.length) {
            throw new MalformedSipException(
                    "the body has the " + wanted + " bytes of its Content-Length, not " + bytes.length);
        }
        return wanted == bytes.length ? body : new String(bytes, 0, (int) wanted, StandardCharsets.UTF_8);
    }

    /** The next line without its end; the cursor moves behind it. */
    private String line() {
        int end = text.indexOf('\n', at);
        String line = end < 0 ? text.substring(at) : text.substring(at, end);
        at = end < 0 ? text.length() : end + 1;
        if (line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
        }
        return line.indexOf('\r') < 0 ? line : line.replace('\r', ' ');
    }

    private static boolean space(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean token(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (!HeaderValue.alphanumeric(c) && "-.!%*_+`'~".indexOf(c) < 0) {
                return false;
            }
        }
        return to > from;
    }

    private static String excerpt(String value) {
        String shown = value.length() <= EXCERPT ? value : value.substring(0, EXCERPT) + "…";
        return HeaderValue.quote(shown);
    }
}
