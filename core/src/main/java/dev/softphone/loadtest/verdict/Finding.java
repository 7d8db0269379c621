package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.OutcomeKey;
import java.util.Set;

/**
 * A cause and what it explains.
 *
 * @param explained outcomes that want no further cause
 * @param saturated outcomes of which only the part that overlapped our own saturation is explained
 */
record Finding(Cause cause, Set<OutcomeKey> explained, Set<OutcomeKey> saturated) {}
