package dev.softphone.loadtest.model;

import java.time.Duration;

/**
 * Churn: how often each softphone connects on purpose.
 *
 * @param count 1 or more; 1 means no churn
 * @param pause between a softphone's own close and its next start
 */
public record Cycles(int count, Duration pause) {}
