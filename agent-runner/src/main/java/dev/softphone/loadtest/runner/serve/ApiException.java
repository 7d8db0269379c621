package dev.softphone.loadtest.runner.serve;

/** The API server did not answer, or answered something that may be otherwise a moment later. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    public ApiException(String message, Throwable cause) {
        super(message, cause);
    }
}
