package dev.softphone.loadtest.runner.signaling.sip;

/**
 * An answer.
 *
 * @param status 100 to 699
 * @param reason may be empty
 */
record SipResponse(int status, String reason, SipHeaders headers, String body) implements SipMessage {
    @Override
    public String write() {
        return SipText.response(status, reason).headers(headers).raw(body);
    }

    boolean provisional() {
        return status < 200;
    }

    boolean success() {
        return status >= 200 && status < 300;
    }

    /** Asks for credentials. */
    boolean challenge() {
        return status == 401 || status == 407;
    }
}
