package dev.softphone.loadtest.runner.signaling.sip;

import org.jspecify.annotations.Nullable;

/**
 * One SIP message (RFC 3261 §7), as it stands alone in one WebSocket message (RFC 7118 §4.1). One that was parsed has
 * Via, From, To, Call-ID and a CSeq that fits its method.
 */
sealed interface SipMessage permits SipRequest, SipResponse {
    /** The longest message that is read, in characters. */
    int MAX_LENGTH = 64 * 1024;

    SipHeaders headers();

    /** Empty where there is none. */
    String body();

    /** The message as it goes on the wire. Headers are written as they stand, Content-Length too. */
    String write();

    static SipMessage parse(String text) throws MalformedSipException {
        return new SipParser(text).parse();
    }

    default String callId() {
        return headers().required("Call-ID");
    }

    /** The number of the CSeq header, 0 to 2³²−1. */
    default long sequence() {
        return HeaderValue.leadingNumber(headers().required("CSeq"));
    }

    /** The method of the CSeq header. */
    default String sequenceMethod() {
        String value = headers().required("CSeq");
        return value.substring(HeaderValue.digits(value)).trim();
    }

    default @Nullable String fromTag() {
        return HeaderValue.parameter(headers().required("From"), "tag");
    }

    default @Nullable String toTag() {
        return HeaderValue.parameter(headers().required("To"), "tag");
    }

    /** The branch of the topmost Via, or the empty string. */
    default String branch() {
        String branch = HeaderValue.parameter(HeaderValue.firstElement(headers().required("Via")), "branch");
        return branch == null ? "" : branch;
    }
}
