package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.api.read.Reading;

/** The input is invalid or not allowed; nothing was started. The message is for the user, without a stack trace. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    /** The value, or every violation as one message. */
    public static <T> T unlessAccepted(Reading<T> reading) throws RefusedException {
        if (reading instanceof Reading.Accepted<T> accepted) {
            return accepted.value();
        }
        Reading.Refused<T> refused = (Reading.Refused<T>) reading;
        StringBuilder message = new StringBuilder();
        refused.violations().forEach(violation -> message.append(violation).append(System.lineSeparator()));
        throw new RefusedException(message.toString().stripTrailing());
    }
}
