package dev.softphone.loadtest.verdict;

import java.util.List;

/** One way to explain outcomes: a pure function, without memory of other scenes. */
@FunctionalInterface
interface Rule {

    /** What it explains of what is still open; empty when it does not apply. */
    List<Finding> explain(Scene scene);
}
