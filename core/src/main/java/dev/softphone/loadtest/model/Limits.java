package dev.softphone.loadtest.model;

import java.util.OptionalInt;

/**
 * Ceilings over all runners together, retries included. They shape the schedule before intended times are fixed, so
 * that waiting for a slot never reads as latency.
 */
public record Limits(OptionalInt connectsPerSecond, OptionalInt callsPerSecond) {}
