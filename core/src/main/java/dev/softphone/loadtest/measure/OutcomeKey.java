package dev.softphone.loadtest.measure;

import dev.softphone.loadtest.model.Stage;

/**
 * What happened, where: {@code upgrade http/503}.
 *
 * @param code {@code http/429}, {@code ws/1008}, {@code sip/488}, {@code app/504} (the gateway answered); {@code
 *     tcp/refused}, {@code tcp/reset}, {@code tcp/eof}, {@code tls/…}, {@code dns/…}, {@code timeout/upgrade}, {@code
 *     timeout/pong} (no answer); {@code local/EMFILE}, {@code local/EADDRNOTAVAIL} (the generator's own)
 */
public record OutcomeKey(Kind kind, Stage stage, String code) implements Comparable<OutcomeKey> {

    public enum Kind {
        /** The gateway answered no: an attempt's or a call's end, or a request that was made again or done without. */
        REJECTION,
        /** No answer, or the generator's own fault: an attempt's or a call's end. */
        FAILURE,
        /** A registered connection was lost without our asking; no attempt's end. */
        DROP
    }

    /** True for faults of the generator itself, the only ones that begin with {@code local/}. */
    public boolean local() {
        return code.startsWith("local/");
    }

    @Override
    public int compareTo(OutcomeKey other) {
        int byKind = kind.compareTo(other.kind);
        if (byKind != 0) {
            return byKind;
        }
        int byStage = stage.compareTo(other.stage);
        return byStage != 0 ? byStage : code.compareTo(other.code);
    }
}
