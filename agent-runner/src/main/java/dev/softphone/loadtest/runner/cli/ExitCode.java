package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.verdict.Verdict;

/** What the process says to the shell. */
public final class ExitCode {
    public static final int PASSED = 0;
    public static final int FAILED = 1;
    /** Inconclusive, or interrupted. */
    public static final int INCONCLUSIVE = 2;
    /** Refused or invalid: nothing was started. */
    public static final int REFUSED = 3;
    /** A fault of this program, or of its build. */
    public static final int INTERNAL = 4;
    /** {@code serve}: another pod has the softphones. */
    public static final int SUPERSEDED = 5;

    private ExitCode() {}

    static int of(Verdict verdict) {
        return switch (verdict) {
            case Passed -> PASSED;
            case Failed -> FAILED;
            case Inconclusive -> INCONCLUSIVE;
        };
    }
}
