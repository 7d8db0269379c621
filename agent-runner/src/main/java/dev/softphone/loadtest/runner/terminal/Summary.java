package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.report.Figures;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.runner.terminal.Style.Tone;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.ThresholdResult;
import dev.softphone.loadtest.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a run, for the person who waited for it: verdict, cause, what to do next, counts, files. Pure. */
public final class Summary {

    private static final int WIDEST = 100;
    private static final int INDENT = 13;
    private static final int OUTCOMES = 10;
    private static final int NARROW_NAME = 26;
    private static final int WIDE_NAME = 40;

    private final Style style;
    private final int columns;
    private final StringBuilder out = new StringBuilder();
    private Line current = new Line(Style.PLAIN, 0);

    private Summary(Style style, int columns) {
        this.style = style;
        this.columns = Math.min(WIDEST, Math.max(TerminalView.NARROWEST, columns));
    }

    /**
     * The text, each line ended by a line feed.
     *
     * @param files that were written, as the user can open them
     * @param next the command that runs the next test, if there is one
     */
    public static String text(ReportInput input, List<String> files, Optional<String> next, Style style, int columns) {
        Summary summary = new Summary(style, columns);
        summary.verdict(input);
        boolean first = true;
        for (Cause cause : input.judgement().causes()) {
            summary.cause(cause, first ? next : Optional.empty());
            first = false;
        }
        summary.counts(input);
        summary.outcomes(input);
        summary.thresholds(input);
        summary.files(files);
        return summary.out.toString();
    }

    private void verdict(ReportInput input) {
        Verdict verdict = input.judgement().verdict();
        line().add(tone(verdict), sign(verdict) + " " + verdict.name())
                .gap(2)
                .add(Tone.STRONG, input.test().name());
        end();
        paragraph("", input.headline(), 0);
    }

    private Line line() {
        current = new Line(style, Integer.MAX_VALUE);
        return current;
    }

    private void end() {
        out.append(current).append('\n');
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case Passed -> Tone.GOOD;
            case Failed -> Tone.BAD;
            case Inconclusive -> Tone.DOUBT;
        };
    }

    private String sign(Verdict verdict) {
        return switch (verdict) {
            case Passed -> style.sign("✓", "+");
            case Failed -> style.sign("✕", "x");
            case Inconclusive -> "?";
        };
    }

    private void cause(Cause cause, Optional<String> command) {
        out.append('\n');
        Line head = line().add(Tone.STRONG, cause.type().name());
        List<String> facts = new ArrayList<>();
        cause.scope().ifPresent(scope -> facts.add("scope " + scope));
        cause.limit().ifPresent(limit -> facts.add("limit " + Figures.count(limit)));
        facts.add("confidence " + cause.confidence());
        if (cause.softphones() > 0) {
            facts.add("explains " + Figures.count(cause.softphones(), "softphone"));
        }
        head.gap(2).add(Tone.QUIET, String.join(", ", facts));
        end();
        for (String sentence : cause.evidence()) {
            paragraph("  " + style.sign("•", "*") + " ", sentence, 4);
        }
        paragraph("  What to do", cause.remedy(), INDENT);
        cause.nextTest().ifPresent(next -> {
            paragraph("  Next test", next.why(), INDENT);
            command.ifPresent(text -> field("", text, Tone.STRONG));
        });
    }

    private void counts(ReportInput input) {
        SoftphoneCounts s = input.evidence().measurements().softphones();
        AttemptCounts a = input.evidence().measurements().attempts();
        CallCounts c = input.evidence().measurements().calls();
        out.append('\n');
        sum("Softphones", s.planned(), "planned", of(s.notStarted(), "not started"), of(s.started(), "started"));
        sum(
                "",
                s.started(),
                "started",
                of(s.connected(), "connected"),
                of(s.rejected(), "rejected"),
                of(s.failed(), "failed"),
                of(s.cancelled(), "cancelled"),
                of(s.lost(), "lost"),
                of(s.inProgress(), "in progress"));
        if (s.droppedAfterConnect() + s.late() > 0) {
            paragraph(
                    "",
                    Figures.count(s.droppedAfterConnect()) + " of the connected were dropped at least once, "
                            + Figures.count(s.late()) + " of the started were late by our own fault",
                    INDENT);
        }
        sum("Attempts", a.first() + a.retries(), "attempts", of(a.first(), "first"), of(a.retries(), "retries"));
        sum(
                "",
                a.first() + a.retries(),
                "attempts",
                of(a.succeeded(), "succeeded"),
                of(a.rejected(), "rejected"),
                of(a.failed(), "failed"),
                of(a.cancelled(), "cancelled"),
                of(a.lost(), "lost"),
                of(a.inProgress(), "in progress"));
        if (c.placed() > 0) {
            sum(
                    "Calls",
                    c.placed(),
                    "placed",
                    of(c.established(), "established"),
                    of(c.rejected(), "rejected"),
                    of(c.failed(), "failed"),
                    of(c.cancelled(), "cancelled"),
                    of(c.lost(), "lost"),
                    of(c.inProgress(), "in progress"));
        }
    }

    private static String of(long value, String name) {
        return Figures.count(value) + " " + name;
    }

    /** All terms, zeros too: what does not appear cannot be seen to be nothing. */
    private void sum(String name, long total, String what, String... terms) {
        List<String> pieces = new ArrayList<>();
        pieces.add(of(total, what) + " = " + terms[0]);
        for (int i = 1; i < terms.length; i++) {
            pieces.add("+ " + terms[i]);
        }
        lines(name, Wrap.join(pieces, columns - INDENT), INDENT);
    }

    private void outcomes(ReportInput input) {
        List<Map.Entry<OutcomeKey, OutcomeCount>> outcomes =
                new ArrayList<>(input.evidence().measurements().outcomes().entrySet());
        if (outcomes.isEmpty()) {
            return;
        }
        outcomes.sort(Comparator.comparingLong(
                        (Map.Entry<OutcomeKey, OutcomeCount> e) -> -e.getValue().times())
                .thenComparing(Map.Entry::getKey));
        out.append('\n');
        List<Map.Entry<OutcomeKey, OutcomeCount>> shown = outcomes.subList(0, Math.min(OUTCOMES, outcomes.size()));
        int widest = shown.stream()
                .mapToInt(entry -> name(entry.getKey()).length())
                .max()
                .orElse(0);
        for (Map.Entry<OutcomeKey, OutcomeCount> entry : shown) {
            OutcomeKey key = entry.getKey();
            OutcomeCount count = entry.getValue();
            String kind = TerminalView.kind(key);
            current = new Line(style, columns);
            current.left(Tone.QUIET, kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1), INDENT)
                    .left(null, name(key), Math.max(NARROW_NAME, Math.min(WIDE_NAME, widest)))
                    .right(null, Figures.count(count.times()), 7)
                    .gap(2)
                    .add(Tone.QUIET, "first " + Figures.clockTenths(count.firstAfterMillis()));
            count.detail().ifPresent(detail -> current.gap(2).add(Tone.QUIET, detail));
            end();
        }
        if (outcomes.size() > OUTCOMES) {
            field("", "and " + (outcomes.size() - OUTCOMES) + " more codes", Tone.QUIET);
        }
    }

    private static String name(OutcomeKey key) {
        return key.stage().label() + " " + key.code();
    }

    private void thresholds(ReportInput input) {
        out.append('\n');
        int widest = input.judgement().thresholds().stream()
                .mapToInt(result -> result.required().length())
                .max()
                .orElse(0);
        String name = "Thresholds";
        for (ThresholdResult result : input.judgement().thresholds()) {
            line().left(Tone.QUIET, name, INDENT)
                    .add(tone(result.verdict()), sign(result.verdict()))
                    .gap(1)
                    .left(null, result.required(), Math.min(40, widest) + 2)
                    .add(result.observed());
            end();
            name = "";
        }
    }

    private void files(List<String> files) {
        if (files.isEmpty()) {
            return;
        }
        out.append('\n');
        String name = "Files";
        for (String file : files) {
            field(name, file, null);
            name = "";
        }
    }

    /** Never cut: a path or a command must be whole. */
    private void field(String name, String value, @Nullable Tone tone) {
        line().left(Tone.QUIET, name, INDENT).add(tone, value);
        end();
    }

    private void paragraph(String name, String text, int indent) {
        lines(name, Wrap.at(style.safe(text), columns - indent), indent);
    }

    private void lines(String name, List<String> lines, int indent) {
        String label = name;
        for (String part : lines) {
            line().left(Tone.QUIET, label, indent).add(part);
            end();
            label = "";
        }
    }
}
