package dev.softphone.loadtest.runner.signaling.xmpp;

/** A message that is not one complete element of the XML that XMPP allows; the message says what was found instead. */
public final class MalformedXmlException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedXmlException(String message) {
        super(message, null, false, false);
    }
}
