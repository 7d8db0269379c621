package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;

/** Answers to requests. In all of them {@code toTag} is ours, used where the request has none yet. */
final class SipAnswers {
    private SipAnswers() {}

    /** Begins an answer with what RFC 3261 §8.2.6.2 copies from the request. */
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

    /** The answer to OPTIONS. */
    static String capabilities(SipRequest request, String toTag) {
        return to(request, 200, "OK", toTag)
                .header("Allow", SipSettings.ALLOW)
                .header("Accept", CannedAudio.CONTENT_TYPE)
                .header("Supported", SipSettings.SUPPORTED)
                .header("User-Agent", SipSettings.USER_AGENT)
                .end();
    }

    static String notImplemented(SipRequest request, String toTag) {
        return to(request, 501, "Not Implemented", toTag)
                .header("Allow", SipSettings.ALLOW)
                .end();
    }

    static String noSuchCall(SipRequest request, String toTag) {
        return to(request, 481, "Call/Transaction Does Not Exist", toTag).end();
    }

    /** An extension is required that we do not have (RFC 3261 §8.2.2.3). */
    static String badExtension(SipRequest request, String toTag, String extension) {
        return to(request, 420, "Bad Extension", toTag)
                .header("Unsupported", extension)
                .end();
    }

    static String unsupportedMediaType(SipRequest request, String toTag) {
        return to(request, 415, "Unsupported Media Type", toTag)
                .header("Accept", CannedAudio.CONTENT_TYPE)
                .end();
    }

    static String notAcceptable(SipRequest request, String toTag, String host, CannedAudio.Outcome.Refused refused) {
        return to(request, 488, "Not Acceptable Here", toTag)
                .header("Warning", refused.warnCode() + " " + host + " " + HeaderValue.quote(refused.text()))
                .end();
    }
}
