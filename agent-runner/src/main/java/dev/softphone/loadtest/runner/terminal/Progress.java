package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.runner.RunListener.Phase;
import java.util.List;

/**
 * A run at one moment.
 *
 * @param name of the test
 * @param note on the phase
 * @param elapsedMillis since the start of the trial; negative before it
 * @param expectedMillis how long the trial will take at most; 0 while unknown
 * @param scheduled softphones whose intended start has passed
 * @param events what happened so far, in order
 */
public record Progress(
        String name,
        Phase phase,
        String note,
        long elapsedMillis,
        long expectedMillis,
        long scheduled,
        Measurements measurements,
        List<Event> events) {
    public Progress {
        events = List.copyOf(events);
    }

    /**
     * Something worth a line of its own: a phase, the first of a code.
     *
     * @param atMillis since the start of the trial
     */
    public record Event(long atMillis, String text) {}
}
