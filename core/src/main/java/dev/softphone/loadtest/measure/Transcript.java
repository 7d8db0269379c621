package dev.softphone.loadtest.measure;

import java.util.List;

/**
 * What the first softphone with one outcome saw, redacted; at most 20 a run, at most 2 kB each.
 *
 * @param softphone its number from 0
 * @param lines {@code +12.345s > REGISTER sip:…}: seconds since its intended start, direction, text
 */
public record Transcript(OutcomeKey outcome, int softphone, List<String> lines) {
    public Transcript {
        lines = List.copyOf(lines);
    }
}
