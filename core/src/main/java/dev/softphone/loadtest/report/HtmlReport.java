package dev.softphone.loadtest.report;

import dev.softphone.loadtest.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * The report for people: one HTML file that needs nothing else. It loads no resource, its style and script are bound
 * by their hashes in a content security policy, and it is complete without the script, which only reads values out
 * under the pointer. Everything from outside is escaped. Well-formed as XML too.
 */
public final class HtmlReport {

    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");
    private static final String POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src "
            + hash(STYLE) + "; script-src " + hash(SCRIPT);

    private HtmlReport() {}

    /** The whole document. Safe from any thread. */
    public static String html(ReportInput input) {
        Markup out = new Markup();
        out.trusted("<!DOCTYPE html>\n").open("html", "lang", "en");
        head(out, input);
        out.open("body").open("div", "class", "page").line();
        new Findings(input).write(out);
        Timeline timeline = new Timeline(input.evidence(), input.scheduled());
        charts(out, input, timeline);
        new Details(input).write(out);
        new Appendix(input, timeline).write(out);
        out.close().line();
        out.open("script").trusted(SCRIPT).close().close().close().line();
        return out.done();
    }

    private static void head(Markup out, ReportInput input) {
        out.open("head").line().empty("meta", "charset", "utf-8").line();
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .line();
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        out.empty("meta", "name", "color-scheme", "content", "light dark").line();
        out.empty("meta", "name", "referrer", "content", "no-referrer").line();
        out.leaf("title", input.judgement().verdict() + ": " + input.test().name())
                .line();
        out.open("style").trusted(STYLE).close().line().close().line();
    }

    private static void charts(Markup out, ReportInput input, Timeline timeline) {
        out.open("section", "class", "charts").leaf("h2", "Over time");
        if (timeline.empty()) {
            out.leaf("p", "No time series was recorded.", "class", "unknown");
        } else {
            out.leaf(
                    "p",
                    "Minutes and seconds since the start of the "
                            + (input.evidence().trials().isEmpty() ? "run" : "last trial") + ", in buckets of "
                            + Figures.millis(timeline.bucketMillis()) + ".",
                    "class",
                    "lead");
            new Charts(input, timeline).write(out);
        }
        out.close().line();
    }

    /** The class of a verdict in the style sheet. */
    static String style(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
