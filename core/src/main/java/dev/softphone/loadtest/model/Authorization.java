package dev.softphone.loadtest.model;

import java.time.Instant;

/**
 * The platform owner's permission; the run ends at {@code until} at the latest.
 *
 * @param ticket names the approval, for people
 */
public record Authorization(String ticket, Instant from, Instant until) {}
