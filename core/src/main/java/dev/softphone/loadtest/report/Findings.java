package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.ThresholdResult;
import dev.softphone.loadtest.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What the run found: verdict, causes, counts and thresholds. */
final class Findings {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final ReportInput input;
    private final Measurements measured;

    Findings(ReportInput input) {
        this.input = input;
        this.measured = input.evidence().measurements();
    }

    void write(Markup out) {
        verdict(out);
        causes(out);
        counts(out);
        thresholds(out);
    }

    private void verdict(Markup out) {
        Verdict verdict = input.judgement().verdict();
        out.open("header", "class", "verdict " + HtmlReport.style(verdict));
        out.leaf("p", "Softphone load test", "class", "overline")
                .leaf("h1", input.test().name());
        out.open("p", "class", "word");
        symbol(out, verdict, 34);
        out.leaf("strong", verdict.name()).close();
        out.leaf("p", input.headline(), "class", "headline");
        out.open("p", "class", "when")
                .leaf("span", hosts(input.test().gateway().endpoints()))
                .leaf("span", WHEN.format(input.startedAt()))
                .leaf("span", Figures.duration(Duration.between(input.startedAt(), input.finishedAt())));
        if (input.evidence().interrupted()) {
            out.leaf("span", "interrupted", "class", "notice");
        }
        out.close().close().line();
    }

    private static String hosts(List<URI> endpoints) {
        int more = endpoints.size() - 1;
        return endpoints.get(0).getAuthority() + (more == 0 ? "" : " and " + more + " more");
    }

    /** A verdict's sign, so that nobody has to tell it by colour. */
    static void symbol(Markup out, Verdict verdict, int size) {
        String side = Integer.toString(size);
        out.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                "symbol " + HtmlReport.style(verdict),
                "viewBox",
                "0 0 24 24",
                "width",
                side,
                "height",
                side,
                "aria-hidden",
                "true");
        out.empty("circle", "cx", "12", "cy", "12", "r", "11");
        out.empty(
                "path",
                "d",
                switch (verdict) {
                    case Passed -> "M7 12.5l3.5 3.5 6.5-7.5";
                    case Failed -> "M8 8l8 8M16 8l-8 8";
                    case Inconclusive -> "M9 9.4a3 3 0 1 1 4.6 2.6c-1 .7-1.6 1.2-1.6 2.4M12 17.6h.01";
                });
        out.close();
    }

    private void causes(Markup out) {
        List<Cause> causes = input.judgement().causes();
        if (causes.isEmpty()) {
            return;
        }
        out.open("section").leaf("h2", causes.size() == 1 ? "Cause" : "Causes");
        boolean first = true;
        for (Cause cause : causes) {
            cause(out, cause, first);
            first = false;
        }
        out.close().line();
    }

    private static void cause(Markup out, Cause cause, boolean first) {
        out.open("article", "class", first ? "cause first" : "cause");
        out.open("h3").text(words(cause.type().name())).text(" ");
        out.leaf("code", cause.type().name()).close();
        out.leaf("p", cause.type().meaning(), "class", "meaning");
        out.open("dl", "class", "facts");
        fact(out, "confidence", cause.confidence().name());
        cause.scope().ifPresent(scope -> fact(out, "scope", scope));
        cause.limit().ifPresent(limit -> fact(out, "limit", Figures.count(limit)));
        if (cause.softphones() > 0) {
            fact(out, "explains", Figures.count(cause.softphones(), "softphone"));
        }
        out.close();
        out.leaf("h4", "Evidence").open("ul");
        cause.evidence().forEach(sentence -> out.leaf("li", sentence));
        out.close();
        out.leaf("h4", "What to do").leaf("p", cause.remedy());
        cause.nextTest().ifPresent(next -> {
            out.leaf("h4", "The run that would tell more").leaf("p", next.why());
            out.leaf("pre", PatchText.yaml(next.specPatch()), "class", "patch");
            if (first) {
                out.open("p").text("Ready to run beside this report: ");
                out.leaf("code", "softphone-load run next-test.yaml").close();
            }
        });
        out.close().line();
    }

    private static void fact(Markup out, String name, String value) {
        out.open("div").leaf("dt", name).leaf("dd", value).close();
    }

    /** {@code ConcurrencyCap} as {@code Concurrency cap}. */
    static String words(String camelCase) {
        String spaced = camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return spaced.substring(0, 1) + spaced.substring(1).toLowerCase(Locale.ROOT);
    }

    private void counts(Markup out) {
        SoftphoneCounts s = measured.softphones();
        AttemptCounts a = measured.attempts();
        CallCounts c = measured.calls();
        out.open("section").leaf("h2", "Counts");
        out.leaf("h3", "Softphones");
        new Equation(s.planned(), "planned", "")
                .plus(s.notStarted(), "not started", "not-started")
                .plus(s.started(), "started", "")
                .write(out, false);
        new Equation(s.started(), "started", "")
                .plus(s.connected(), "connected", "connected")
                .plus(s.rejected(), "rejected", "rejected")
                .plus(s.failed(), "failed", "failed")
                .plus(s.cancelled(), "cancelled", "cancelled")
                .plus(s.lost(), "lost", "lost")
                .plus(s.inProgress(), "in progress", "in-progress")
                .write(out, true);
        out.leaf(
                "p",
                "Of the connected, " + Figures.count(s.droppedAfterConnect())
                        + " lost the connection at least once; " + Figures.count(s.connectedNow())
                        + " were connected when the run ended. Of the started, " + Figures.count(s.late())
                        + " could not be started in time by us.",
                "class",
                "beside");
        out.leaf("h3", "Attempts");
        new Equation(a.first() + a.retries(), "attempts", "")
                .plus(a.first(), "first", "")
                .plus(a.retries(), "retries", "")
                .write(out, false);
        new Equation(a.first() + a.retries(), "attempts", "")
                .plus(a.succeeded(), "succeeded", "connected")
                .plus(a.rejected(), "rejected", "rejected")
                .plus(a.failed(), "failed", "failed")
                .plus(a.cancelled(), "cancelled", "cancelled")
                .plus(a.lost(), "lost", "lost")
                .plus(a.inProgress(), "in progress", "in-progress")
                .write(out, false);
        if (c.placed() > 0) {
            out.leaf("h3", "Calls");
            new Equation(c.placed(), "placed", "")
                    .plus(c.established(), "established", "connected")
                    .plus(c.rejected(), "rejected", "rejected")
                    .plus(c.failed(), "failed", "failed")
                    .plus(c.cancelled(), "cancelled", "cancelled")
                    .plus(c.lost(), "lost", "lost")
                    .plus(c.inProgress(), "in progress", "in-progress")
                    .write(out, false);
            out.leaf(
                    "p",
                    Figures.count(c.droppedAfterEstablished(), "established call") + " ended without a BYE.",
                    "class",
                    "beside");
        }
        out.close().line();
    }

    private void thresholds(Markup out) {
        out.open("section").leaf("h2", "Thresholds");
        out.open("div", "class", "scroll").open("table").leaf("caption", "What the verdict is judged by");
        out.open("thead").open("tr");
        for (String name : List.of("Required", "Observed", "Verdict")) {
            out.leaf("th", name, "scope", "col", "class", "words");
        }
        out.close().close().open("tbody");
        for (ThresholdResult result : input.judgement().thresholds()) {
            out.open("tr").leaf("th", result.required(), "scope", "row", "class", "words");
            out.leaf("td", result.observed(), "class", "words");
            out.open("td", "class", "words " + HtmlReport.style(result.verdict()));
            symbol(out, result.verdict(), 16);
            out.text(" ").leaf("b", result.verdict().name()).close().close();
        }
        out.close().close().close().close().line();
    }
}
