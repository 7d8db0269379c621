package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.Transcript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Transcripts as text files. */
public final class TranscriptText {

    private static final int LONGEST_NAME = 80;

    private TranscriptText() {}

    /**
     * The files, by name: {@code upgrade-http-503.txt}. Names are of lower-case letters, digits, dots within, and
     * dashes, so that they are safe on every file system whatever a gateway called its code; a name that is taken gets a
     * number.
     */
    public static Map<String, String> files(List<Transcript> transcripts) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Transcript transcript : transcripts) {
            String stem = stem(transcript);
            String name = stem + ".txt";
            for (int i = 2; files.containsKey(name); i++) {
                name = stem + "-" + i + ".txt";
            }
            files.put(name, text(transcript));
        }
        return files;
    }

    /** One transcript with a line on top that says whose it is. */
    public static String text(Transcript transcript) {
        StringBuilder out = new StringBuilder();
        out.append("# ")
                .append(transcript.outcome().stage().label())
                .append(' ')
                .append(Printable.oneLine(transcript.outcome().code()))
                .append(", softphone ")
                .append(transcript.softphone())
                .append("; seconds since its intended start\n");
        for (String line : transcript.lines()) {
            out.append(Printable.oneLine(line)).append('\n');
        }
        return out.toString();
    }

    private static String stem(Transcript transcript) {
        String raw = transcript.outcome().stage().label() + "-"
                + transcript.outcome().code().toLowerCase(Locale.ROOT);
        String safe =
                raw.replaceAll("[^a-z0-9.]+", "-").replaceAll("\\.{2,}", ".").replaceAll("^[.-]+|[.-]+$", "");
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
    }
}
