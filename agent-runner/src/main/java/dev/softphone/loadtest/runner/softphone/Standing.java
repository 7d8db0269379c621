package dev.softphone.loadtest.runner.softphone;

/** Where a softphone counts: the terms of the softphone equation. */
enum Standing {
    NOT_STARTED,
    IN_PROGRESS,
    CONNECTED,
    REJECTED,
    FAILED,
    CANCELLED
}
