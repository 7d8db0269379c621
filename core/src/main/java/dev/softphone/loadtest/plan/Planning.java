package dev.softphone.loadtest.plan;

import java.util.List;

/** What comes of planning. */
public sealed interface Planning permits ExecutionPlan, Infeasible {

    /** How the numbers came about, in short sentences for people; at most 64, each at most 256 characters. */
    List<String> arithmetic();
}
