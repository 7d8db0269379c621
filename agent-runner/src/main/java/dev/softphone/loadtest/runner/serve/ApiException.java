package dev.softphone.loadtest.runner.serve;

/** The API server did not answer, or answered something that may be otherwise a moment later, unless it is a denial. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean denied;

    public ApiException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** @param denied the server does not know who asks, or does not let them */
    public ApiException(String message, Throwable cause, boolean denied) {
        super(message, cause);
        this.denied = denied;
    }

    /** Whether asking again with the same credentials is of no use. */
    public boolean denied() {
        return denied;
    }
}
