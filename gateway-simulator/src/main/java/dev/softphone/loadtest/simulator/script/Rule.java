package dev.softphone.loadtest.simulator.script;

/**
 * One rule of a list; the first whose conditions hold answers.
 *
 * @param when its conditions
 * @param then what the gateway does
 * @param <A> what can be done in this list
 */
public record Rule<A>(Conditions when, A then) {}
