package dev.softphone.loadtest.runner.signaling.sip;

/** A request; methods are case-sensitive. */
record SipRequest(String method, String uri, SipHeaders headers, String body) implements SipMessage {
    @Override
    public String write() {
        return SipText.request(method, uri).headers(headers).raw(body);
    }
}
