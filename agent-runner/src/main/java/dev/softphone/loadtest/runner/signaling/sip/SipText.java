package dev.softphone.loadtest.runner.signaling.sip;

/** Writes one message, line by line. No value can open a line of its own: line ends in it become spaces. */
final class SipText {
    private static final String LINE_END = "\r\n";

    private final StringBuilder text;

    private SipText(int capacity) {
        text = new StringBuilder(capacity);
    }

    static SipText request(String method, String uri) {
        SipText message = new SipText(768);
        message.text.append(method).append(' ');
        message.value(uri).append(" SIP/2.0").append(LINE_END);
        return message;
    }

    static SipText response(int status, String reason) {
        SipText message = new SipText(768);
        message.text.append("SIP/2.0 ").append(status).append(' ');
        message.value(reason).append(LINE_END);
        return message;
    }

    SipText header(String name, String value) {
        text.append(name).append(": ");
        value(value).append(LINE_END);
        return this;
    }

    SipText header(String name, long value) {
        text.append(name).append(": ").append(value).append(LINE_END);
        return this;
    }

    SipText headers(SipHeaders headers) {
        headers.writeTo(this);
        return this;
    }

    /** Ends a message without a body. */
    String end() {
        return text.append("Content-Length: 0")
                .append(LINE_END)
                .append(LINE_END)
                .toString();
    }

    /** Ends a message with a body of ASCII characters. */
    String end(String contentType, String body) {
        header("Content-Type", contentType);
        header("Content-Length", body.length());
        return raw(body);
    }

    /** Ends a message whose headers already describe its body. */
    String raw(String body) {
        return text.append(LINE_END).append(body).toString();
    }

    private StringBuilder value(String value) {
        if (value.indexOf('\r') < 0 && value.indexOf('\n') < 0) {
            return text.append(value);
        }
        return text.append(value.replace('\r', ' ').replace('\n', ' '));
    }
}
