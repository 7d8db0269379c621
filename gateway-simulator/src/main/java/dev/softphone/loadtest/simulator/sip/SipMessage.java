package dev.softphone.loadtest.simulator.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SIP request or answer (RFC 3261 §7) with its headers in order. Values of Via, Route, Record-Route and Contact stand
 * one to a header, whatever the wire had. Mutable; for one thread.
 */
final class SipMessage {
    private static final Map<String, String> LONG_NAMES = Map.of(
            "v", "Via",
            "f", "From",
            "t", "To",
            "m", "Contact",
            "i", "Call-ID",
            "l", "Content-Length",
            "c", "Content-Type",
            "k", "Supported",
            "s", "Subject",
            "e", "Content-Encoding");

    private record Header(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    private final String method;
    private String uri;
    private final int status;
    private final String reason;
    private final List<Header> headers = new ArrayList<>();
    private String body = "";

    private SipMessage(String method, String uri, int status, String reason) {
        this.method = method;
        this.uri = uri;
        this.status = status;
        this.reason = reason;
    }

    static SipMessage request(String method, String uri) {
        return new SipMessage(method, uri, 0, "");
    }

    static SipMessage answer(int status, String reason) {
        return new SipMessage("", "", status, reason);
    }

    /** An answer to {@code request}: its Via, From, To, Call-ID and CSeq, with {@code toTag} if To had no tag. */
    static SipMessage answerTo(SipMessage request, int status, String reason, String toTag) {
        SipMessage answer = answer(status, reason);
        request.all("Via").forEach(via -> answer.add("Via", via));
        answer.add("From", request.need("From"));
        String to = request.need("To");
        boolean tagged = NameAddress.parse(to).parameter("tag") != null;
        answer.add("To", tagged || status == 100 ? to : to + ";tag=" + toTag);
        answer.add("Call-ID", request.need("Call-ID"));
        answer.add("CSeq", request.need("CSeq"));
        return answer;
    }

    SipMessage copy() {
        SipMessage copy = new SipMessage(method, uri, status, reason);
        copy.headers.addAll(headers);
        copy.body = body;
        return copy;
    }

    boolean isRequest() {
        return status == 0;
    }

    boolean is(String requestMethod) {
        return method.equals(requestMethod);
    }

    /** The request method; empty for an answer. */
    String method() {
        return method;
    }

    /** The Request-URI; empty for an answer. */
    String uri() {
        return uri;
    }

    void setUri(String newUri) {
        uri = newUri;
    }

    /** The status of an answer; 0 for a request. */
    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String body() {
        return body;
    }

    SipMessage setBody(String contentType, String newBody) {
        remove("Content-Type");
        body = newBody;
        return newBody.isEmpty() ? this : add("Content-Type", contentType);
    }

    void setRawBody(String newBody) {
        body = newBody;
    }

    @Nullable
    String first(String name) {
        return headers.stream()
                .filter(h -> h.is(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    /** The first value of a header that every SIP message has; the codec has checked that. */
    String need(String name) {
        String value = first(name);
        if (value == null) {
            throw new IllegalStateException("no " + name);
        }
        return value;
    }

    List<String> all(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).toList();
    }

    boolean has(String name) {
        return first(name) != null;
    }

    SipMessage add(String name, String value) {
        headers.add(new Header(longName(name), value));
        return this;
    }

    /** Puts a value before all others of its name (all headers, where there is none). */
    SipMessage addFirst(String name, String value) {
        int at = 0;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).is(name)) {
                at = i;
                break;
            }
        }
        headers.add(at, new Header(longName(name), value));
        return this;
    }

    SipMessage set(String name, String value) {
        remove(name);
        return add(name, value);
    }

    void remove(String name) {
        headers.removeIf(h -> h.is(name));
    }

    void removeFirst(String name) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).is(name)) {
                headers.remove(i);
                return;
            }
        }
    }

    static String longName(String name) {
        return LONG_NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    }

    /** The wire form; Content-Length is written from the body. */
    String format() {
        StringBuilder text = new StringBuilder(512);
        if (isRequest()) {
            text.append(method).append(' ').append(uri).append(" SIP/2.0\r\n");
        } else {
            text.append("SIP/2.0 ").append(status).append(' ').append(reason).append("\r\n");
        }
        for (Header header : headers) {
            if (!header.is("Content-Length")) {
                text.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return text.append("Content-Length: ")
                .append(length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }
}
