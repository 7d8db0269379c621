package dev.softphone.loadtest.runner.signaling.sip;

/** Answers to requests. */
final class SipAnswers {
    private SipAnswers() {}

    /**
     * Begins an answer with what RFC 3261 §8.2.6.2 copies from the request.
     *
     * @param toTag our tag, used where the request has none and the answer is not 100
     */
    static SipText to(SipRequest request, int status, String reason, String toTag) {
        SipText text = SipText.response(status, reason);
        for (String via : request.headers().fields("Via")) {
            text.header("Via", via);
        }
        String to = request.headers().required("To");
        return text.header("From", request.headers().required("From"))
                .header("To", status == 100 || request.toTag() != null ? to : to + ";tag=" + toTag)
                .header("Call-ID", request.callId())
                .header("CSeq", request.headers().required("CSeq"));
    }
}
