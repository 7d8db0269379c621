package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.ThresholdResult;
import dev.softphone.loadtest.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The verdict for CI systems: one test suite a run, one test case a threshold, in the form that Surefire writes and
 * Jenkins, GitLab and others read. A failed threshold is a {@code failure}. An inconclusive one is an {@code error}
 * and not {@code skipped}, because a skipped case leaves a build green, and what could not be judged is no pass. Where
 * the run's verdict is worse than every threshold's (a run that was interrupted), one more case named {@code verdict}
 * carries it. Causes and counts stand in the first case's {@code system-out}. Only what both the Surefire schema and
 * Jenkins' {@code junit-10.xsd} allow is written, which is why the start is a property and no attribute.
 */
public final class JUnitXml {

    private JUnitXml() {}

    /** @param type of the failure; the name of the first cause where there is one */
    private record Case(String name, Verdict verdict, String message, String type) {}

    /** The whole document. */
    public static String xml(ReportInput input) {
        List<Case> cases = cases(input);
        String seconds = seconds(input);
        Markup out = new Markup();
        out.trusted("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.open(
                "testsuite",
                "name",
                input.test().name(),
                "tests",
                Integer.toString(cases.size()),
                "failures",
                Long.toString(count(cases, Verdict.Failed)),
                "errors",
                Long.toString(count(cases, Verdict.Inconclusive)),
                "skipped",
                "0",
                "time",
                seconds);
        out.line().open("properties").line();
        property(out, "verdict", input.judgement().verdict().name());
        property(out, "startedAt", input.startedAt().toString());
        property(out, "seed", Long.toString(input.test().seed()));
        property(out, "version", input.version());
        out.close().line();
        boolean told = false;
        for (Case one : cases) {
            testCase(out, input, one, seconds);
            if (!told) {
                out.leaf("system-out", story(input));
                told = true;
            }
            out.close().line();
        }
        out.close().line();
        return out.done();
    }

    private static void testCase(Markup out, ReportInput input, Case one, String seconds) {
        out.open(
                "testcase",
                "name",
                one.name(),
                "classname",
                "softphone-load." + input.test().name(),
                "time",
                seconds);
        if (one.verdict() != Verdict.Passed) {
            String element = one.verdict() == Verdict.Failed ? "failure" : "error";
            out.leaf(element, input.headline(), "message", one.message(), "type", one.type());
        }
    }

    private static List<Case> cases(ReportInput input) {
        String type = input.judgement().causes().isEmpty()
                ? "Threshold"
                : input.judgement().causes().get(0).type().name();
        List<Case> cases = new ArrayList<>();
        for (ThresholdResult result : input.judgement().thresholds()) {
            cases.add(new Case(
                    result.required(),
                    result.verdict(),
                    "required " + result.required() + ", observed " + result.observed(),
                    type));
        }
        Verdict verdict = input.judgement().verdict();
        if (verdict != Verdict.Passed && cases.stream().allMatch(one -> one.verdict() == Verdict.Passed)) {
            cases.add(new Case("verdict", verdict, input.headline(), type));
        }
        return cases;
    }

    private static long count(List<Case> cases, Verdict verdict) {
        return cases.stream().filter(one -> one.verdict() == verdict).count();
    }

    private static void property(Markup out, String name, String value) {
        out.empty("property", "name", name, "value", value).line();
    }

    private static String seconds(ReportInput input) {
        double seconds = Duration.between(input.startedAt(), input.finishedAt()).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private static String story(ReportInput input) {
        SoftphoneCounts s = input.evidence().measurements().softphones();
        StringBuilder out = new StringBuilder();
        out.append(input.judgement().verdict())
                .append(": ")
                .append(input.headline())
                .append("\n\n");
        out.append(s.planned()).append(" planned = ").append(s.notStarted()).append(" not started + ");
        out.append(s.started()).append(" started\n");
        out.append(s.started()).append(" started = ").append(s.connected()).append(" connected + ");
        out.append(s.rejected()).append(" rejected + ").append(s.failed()).append(" failed + ");
        out.append(s.cancelled()).append(" cancelled + ").append(s.lost()).append(" lost + ");
        out.append(s.inProgress()).append(" in progress\n");
        for (Cause cause : input.judgement().causes()) {
            out.append('\n').append(cause.type());
            cause.scope().ifPresent(scope -> out.append(", scope ").append(scope));
            cause.limit().ifPresent(limit -> out.append(", limit ").append(limit));
            out.append(", confidence ").append(cause.confidence()).append('\n');
            out.append(cause.evidence().stream().map(e -> "  - " + e + "\n").collect(Collectors.joining()));
            out.append("  What to do: ").append(cause.remedy()).append('\n');
            cause.nextTest()
                    .ifPresent(next ->
                            out.append("  Next test: ").append(next.why()).append('\n'));
        }
        return out.toString();
    }
}
