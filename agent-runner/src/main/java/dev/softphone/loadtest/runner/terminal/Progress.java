package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.runner.RunListener.Phase;
import java.util.List;

/**
 * A run at one moment.
 *
 * @param name of the test
 * @param phase in words
 * @param note on the phase
 * @param elapsedMillis since the start of the trial; negative before it
 * @param expectedMillis how long the trial will take at most; 0 while unknown
 * @param scheduled softphones whose intended start has passed; negative where nobody says
 * @param stages that have begun
 * @param events what happened so far, in order
 */
public record Progress(
        String name,
        String phase,
        String note,
        long elapsedMillis,
        long expectedMillis,
        long scheduled,
        Measurements measurements,
        List<StageLines> stages,
        List<Event> events) {
    public Progress {
        stages = List.copyOf(stages);
        events = List.copyOf(events);
    }

    /** Of a run on this machine. */
    public Progress(
            String name,
            Phase phase,
            String note,
            long elapsedMillis,
            long expectedMillis,
            long scheduled,
            Measurements measurements,
            List<Event> events) {
        this(
                name,
                words(phase),
                note,
                elapsedMillis,
                expectedMillis,
                scheduled,
                measurements,
                StageLines.of(measurements),
                events);
    }

    /**
     * Something worth a line of its own: a phase, the first of a code.
     *
     * @param atMillis since the start of the trial
     */
    public record Event(long atMillis, String text) {}

    Progress with(List<Event> others) {
        return new Progress(name, phase, note, elapsedMillis, expectedMillis, scheduled, measurements, stages, others);
    }

    Progress in(Phase other, String otherNote) {
        boolean anew = other == Phase.Arriving;
        return new Progress(
                name,
                words(other),
                otherNote,
                anew ? 0 : elapsedMillis,
                expectedMillis,
                anew ? 0 : scheduled,
                measurements,
                stages,
                events);
    }

    private static String words(Phase phase) {
        return switch (phase) {
            case WarmUp -> "warming up";
            case Preflight -> "preflight";
            case Arriving -> "arriving";
            case Holding -> "holding";
            case Probing -> "probing slots";
            case Draining -> "draining";
            case Finished -> "finished";
        };
    }
}
