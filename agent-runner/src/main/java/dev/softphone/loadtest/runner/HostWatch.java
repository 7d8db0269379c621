package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.TimeSeries;

/** The generator's own health. {@link #sample} and {@link #reset} are called by the run's own thread only. */
public interface HostWatch {

    /** A new trial: peaks and totals begin again. */
    void reset();

    /** One reading, about once a second. */
    TimeSeries.HostSample sample();

    /** Peaks and totals since {@link #reset}. */
    HostEvidence evidence();
}
