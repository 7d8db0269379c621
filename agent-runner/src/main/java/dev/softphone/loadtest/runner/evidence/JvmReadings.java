package dev.softphone.loadtest.runner.evidence;

import java.util.OptionalLong;

/** What the virtual machine says about itself. Safe from any thread. */
public interface JvmReadings {

    /** Processors it may use. */
    OptionalLong cores();

    /** CPU time of the process so far, in nanoseconds. */
    OptionalLong cpuNanos();

    /** Time in collections that stop the program, so far, in milliseconds. */
    OptionalLong gcMillis();

    /** The longest such collection since this was asked last, in milliseconds. */
    OptionalLong gcPauseMaxMillis();
}
