package dev.softphone.loadtest.verdict;

/** How a finished test ended; unset until then. */
public enum Verdict {
    Passed,
    Failed,
    Inconclusive
}
