package dev.softphone.loadtest.runner.cli;

/** The input is invalid or not allowed; nothing was started. The message is for the user, without a stack trace. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
