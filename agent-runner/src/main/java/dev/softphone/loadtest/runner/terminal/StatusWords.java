package dev.softphone.loadtest.runner.terminal;

import static dev.softphone.loadtest.api.status.StatusLists.orNone;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Cause;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.ThresholdResult;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts;
import dev.softphone.loadtest.report.Figures;
import dev.softphone.loadtest.runner.terminal.Style.Tone;
import dev.softphone.loadtest.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The verdict of a test of a cluster in words, by its status: why, on what evidence, what to do, what to run next. Pure. */
public final class StatusWords {
    private static final int WIDEST = 100;
    private static final int INDENT = 13;

    private final Style style;
    private final int columns;
    private final StringBuilder out = new StringBuilder();

    private StatusWords(Style style, int columns) {
        this.style = style;
        this.columns = Math.min(WIDEST, Math.max(TerminalView.NARROWEST, columns));
    }

    /**
     * Each line ended by a line feed.
     *
     * @param name {@code namespace/name}
     */
    public static String text(String name, SoftphoneLoadTestStatus status, Style style, int columns) {
        StatusWords words = new StatusWords(style, columns);
        words.verdict(name, status);
        orNone(status.causes()).forEach(words::cause);
        words.thresholds(orNone(status.thresholds()));
        if (status.reportRef() != null) {
            words.out.append('\n');
            words.paragraph("Report", "ConfigMap " + status.reportRef().name(), INDENT);
        }
        return words.out.toString();
    }

    private void verdict(String name, SoftphoneLoadTestStatus status) {
        Verdict verdict = status.verdict();
        String word = verdict != null
                ? verdict.name()
                : status.phase() == null ? "Pending" : status.phase().name();
        out.append(style.in(verdict == null ? Tone.DOUBT : tone(verdict), word))
                .append("  ")
                .append(style.in(Tone.STRONG, style.safe(name)))
                .append('\n');
        StatusCounts.Softphones counted = status.softphones();
        if (counted != null) {
            paragraph(
                    "",
                    Figures.count(counted.connected()) + " of " + Figures.count(counted.planned(), "softphone")
                            + " connected, " + Figures.count(counted.rejected()) + " rejected, "
                            + Figures.count(counted.failed()) + " failed, " + Figures.count(counted.cancelled())
                            + " cancelled, " + Figures.count(counted.lost()) + " lost.",
                    0);
        }
        if (verdict == null) {
            // Nothing is judged yet, or ever: what the conditions say is all there is.
            orNone(status.conditions()).stream()
                    .filter(condition -> !condition.status().equals("Unknown"))
                    .forEach(this::condition);
        }
    }

    private void condition(Condition condition) {
        paragraph("  " + condition.type(), condition.status() + ", " + condition.message(), INDENT + 3);
    }

    private void cause(Cause cause) {
        List<String> facts = new ArrayList<>();
        if (cause.scope() != null) {
            facts.add("scope " + cause.scope());
        }
        if (cause.limit() != null) {
            facts.add("limit " + Figures.count(cause.limit()));
        }
        facts.add("confidence " + cause.confidence());
        if (cause.softphones() > 0) {
            facts.add("explains " + Figures.count(cause.softphones(), "softphone"));
        }
        out.append('\n')
                .append(style.in(Tone.STRONG, style.safe(cause.type())))
                .append("  ")
                .append(style.in(Tone.QUIET, style.safe(String.join(", ", facts))))
                .append('\n');
        Explain.find(cause.type()).ifPresent(type -> paragraph("", type.meaning(), 2));
        for (String sentence : orNone(cause.evidence())) {
            paragraph("  " + style.sign("•", "*") + " ", sentence, 4);
        }
        paragraph("  What to do", cause.remedy(), INDENT);
        if (cause.nextTest() != null) {
            paragraph("  Next test", cause.nextTest(), INDENT);
        }
    }

    private void thresholds(List<ThresholdResult> results) {
        String name = "\nThresholds";
        for (ThresholdResult result : results) {
            paragraph(
                    name,
                    result.verdict() + ": required " + result.required() + ", observed " + result.observed(),
                    INDENT);
            name = "";
        }
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case Passed -> Tone.GOOD;
            case Failed -> Tone.BAD;
            case Inconclusive -> Tone.DOUBT;
        };
    }

    private void paragraph(String name, String text, int indent) {
        String label = name;
        if (label.startsWith("\n")) {
            out.append('\n');
            label = label.substring(1);
        }
        for (String part : Wrap.at(style.safe(text), columns - indent)) {
            out.append(style.in(Tone.QUIET, label))
                    .append(" ".repeat(Math.max(0, indent - label.length())))
                    .append(part)
                    .append('\n');
            label = "";
        }
    }
}
