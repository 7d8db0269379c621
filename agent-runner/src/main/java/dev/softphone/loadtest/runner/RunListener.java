package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.Measurements;

/** Is told how a run goes. Called from the run's own thread; should return soon. */
public interface RunListener {

    /** Phases of a run, in order; a search goes through the middle ones once per trial. */
    enum Phase {
        WarmUp,
        Preflight,
        Arriving,
        Holding,
        Probing,
        Draining,
        Finished
    }

    /** A new phase. */
    void phase(Phase phase, String note);

    /**
     * About once a second.
     *
     * @param elapsedMillis since the start of the trial
     * @param expectedMillis how long the trial will take at most
     * @param scheduled softphones whose intended start has passed
     */
    void progress(Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled);

    /** Listens to nothing. */
    RunListener SILENT = new RunListener() {
        @Override
        public void phase(Phase phase, String note) {}

        @Override
        public void progress(Measurements measurements, long elapsedMillis, long expectedMillis, long scheduled) {}
    };
}
