package dev.softphone.loadtest.measure;

import java.util.ArrayList;
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

    /** Of several with the same outcome the first one, at most so many. */
    public static List<Transcript> firstOfEachOutcome(List<Transcript> transcripts, int most) {
        List<Transcript> first = new ArrayList<>();
        for (Transcript transcript : transcripts) {
            if (first.size() < most && first.stream().noneMatch(t -> t.outcome().equals(transcript.outcome()))) {
                first.add(transcript);
            }
        }
        return first;
    }
}
