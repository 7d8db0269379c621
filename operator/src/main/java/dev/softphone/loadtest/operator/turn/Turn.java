package dev.softphone.loadtest.operator.turn;

import dev.softphone.loadtest.api.read.Violation;

/** Whether a test may go. */
public sealed interface Turn {

    /** It may. */
    record Now() implements Turn {}

    /**
     * Not yet.
     *
     * @param reason in one word
     * @param message what it waits for
     * @param tooLong what to refuse it with when it has waited long enough; without the time
     */
    record Waits(String reason, String message, Violation tooLong) implements Turn {}

    /** However long it waits. */
    record Never(Violation violation) implements Turn {}
}
