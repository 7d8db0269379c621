package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.Transcript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What the first softphone with each outcome saw. Lines are kept while an attempt is under way, the last few while a
 * connection is held; as soon as every slot is taken, nothing is kept any more. Single-threaded: one per event loop.
 */
public final class Transcripts {
    /** Transcripts kept per event loop; the run keeps as many over all loops. */
    public static final int MAX = 20;

    private static final int MAX_LINES = 16;
    private static final int LINES_WHILE_HELD = 4;
    private static final int MAX_LINE_CHARS = 600;
    private static final int MAX_CHARS = 2048;

    private record Line(long nanos, char direction, String text) {}

    private static final class Draft {
        private final long originNanos;
        private final ArrayList<Line> lines = new ArrayList<>(6);
        private int max = MAX_LINES;

        Draft(long originNanos) {
            this.originNanos = originNanos;
        }

        void add(Line line) {
            if (lines.size() >= max) {
                lines.remove(0);
            }
            lines.add(line);
        }
    }

    private final Effects effects;
    private final BiFunction<Softphone, String, String> redact;
    private final Map<Softphone, Draft> drafts = new HashMap<>();
    private final List<Transcript> kept = new ArrayList<>();

    /** @param redact removes a softphone's secrets from a text */
    public Transcripts(Effects effects, BiFunction<Softphone, String, String> redact) {
        this.effects = effects;
        this.redact = redact;
    }

    /** What was kept, redacted. */
    public Collection<Transcript> kept() {
        return List.copyOf(kept);
    }

    /** A reason text as people may read it. */
    String clean(Softphone softphone, String detail) {
        return redact.apply(softphone, detail);
    }

    void begin(Softphone softphone, long intendedNanos) {
        if (kept.size() < MAX) {
            drafts.put(softphone, new Draft(intendedNanos));
        }
    }

    void sent(Softphone softphone, String text) {
        add(softphone, '>', text);
    }

    void received(Softphone softphone, String text) {
        add(softphone, '<', text);
    }

    void note(Softphone softphone, String text) {
        add(softphone, '*', text);
    }

    private void add(Softphone softphone, char direction, String text) {
        if (drafts.isEmpty()) {
            return;
        }
        Draft draft = drafts.get(softphone);
        if (draft != null) {
            draft.add(new Line(effects.nowNanos(), direction, text));
        }
    }

    /** The attempt went well: keep the room for what comes. */
    void settled(Softphone softphone) {
        Draft draft = drafts.get(softphone);
        if (draft != null) {
            draft.lines.clear();
            draft.max = LINES_WHILE_HELD;
        }
    }

    /** An outcome: kept if it is the first of its kind. */
    void ended(Softphone softphone, OutcomeTally outcome) {
        Draft draft = drafts.remove(softphone);
        if (draft == null || !outcome.first() || kept.size() >= MAX) {
            return;
        }
        List<String> lines = new ArrayList<>();
        int chars = 0;
        for (Line line : draft.lines) {
            String text =
                    redact.apply(softphone, line.text).replace("\r\n", " | ").replace('\n', ' ');
            String clipped = text.length() > MAX_LINE_CHARS ? text.substring(0, MAX_LINE_CHARS) + "…" : text;
            String full = String.format(
                    Locale.ROOT, "%+.3fs %c %s", (line.nanos - draft.originNanos) / 1e9, line.direction, clipped);
            chars += full.length() + 1;
            if (chars > MAX_CHARS) {
                break;
            }
            lines.add(full);
        }
        kept.add(new Transcript(outcome.key, softphone.number(), lines));
        if (kept.size() >= MAX) {
            drafts.clear();
        }
    }
}
