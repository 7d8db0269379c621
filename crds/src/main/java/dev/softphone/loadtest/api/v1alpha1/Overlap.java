package dev.softphone.loadtest.api.v1alpha1;

/** Whether two tests may load one target at the same time. */
public enum Overlap {
    /** One after the other, in the order of their creation. */
    Forbid,
    /** Together, where both tests and the operator allow it. */
    Allow
}
