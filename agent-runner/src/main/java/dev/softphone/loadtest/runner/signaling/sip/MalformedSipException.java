package dev.softphone.loadtest.runner.signaling.sip;

/** A message that is not SIP; the text says what was required and what was found. Costs no stack trace. */
final class MalformedSipException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedSipException(String message) {
        super(message, null, false, false);
    }
}
