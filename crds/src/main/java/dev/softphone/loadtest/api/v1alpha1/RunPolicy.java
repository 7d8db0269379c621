package dev.softphone.loadtest.api.v1alpha1;

/** Whether a test goes on: the one part of a spec that may change. */
public enum RunPolicy {
    /** As described. */
    Run,
    /** Drain and finish. */
    Stop
}
