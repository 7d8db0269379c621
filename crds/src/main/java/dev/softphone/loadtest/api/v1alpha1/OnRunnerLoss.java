package dev.softphone.loadtest.api.v1alpha1;

/** What becomes of a run that has lost a runner. */
public enum OnRunnerLoss {
    /** The others go on; the verdict counts what is lost. */
    Continue,
    /** Another pod takes its softphones, and ramps up anew at its own share of the rate. */
    Replace,
    /** The others drain, and the test finishes. */
    Stop
}
