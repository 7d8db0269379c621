package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.verdict.Evidence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class HtmlReportTest {

    private static final String R0 = HtmlReport.html(SampleRuns.threeHundredOfFiveHundred());
    private static final String DOUBTFUL = HtmlReport.html(Doubtful.run());

    @Test
    void tellsTheVerdictFirstThenWhyThenTheProof() throws Exception {
        Document page = Xml.parse(R0);

        assertThat(Xml.texts(page, "//h1")).containsExactly("three-hundred-of-five-hundred");
        assertThat(Xml.texts(page, "//header//strong")).containsExactly("Failed");
        assertThat(Xml.texts(page, "//header/p[@class='headline']"))
                .containsExactly(
                        "The gateway holds 300 softphones at one time and refused the other 200 of 500 with 503.");
        assertThat(Xml.texts(page, "//h2 | //h3"))
                .containsExactly(
                        "Cause",
                        "Concurrency cap ConcurrencyCap",
                        "Counts",
                        "Softphones",
                        "Attempts",
                        "Thresholds",
                        "Over time",
                        "Connected against the schedule",
                        "Attempts ended and connections lost, by code",
                        "Handshake, from the intended start to the 101",
                        "Event-loop lag",
                        "Processor",
                        "Open descriptors",
                        "TCP sockets",
                        "Rejections, failures and drops",
                        "Latencies by stage",
                        "Addresses",
                        "Probes",
                        "The generator itself",
                        "Transcripts",
                        "The numbers behind the charts",
                        "The run");
    }

    @Test
    void everyEquationAddsUpBeforeTheReader() throws Exception {
        List<String> equations = Xml.texts(Xml.parse(R0), "//p[@class='equation']");

        assertThat(equations)
                .contains(
                        "500 planned = 0 not started + 500 started",
                        "500 started = 300 connected + 200 rejected + 0 failed + 0 cancelled + 0 lost + 0 in progress");
        equations.addAll(Xml.texts(Xml.parse(DOUBTFUL), "//p[@class='equation']"));
        assertThat(equations).hasSize(4 + 5).allSatisfy(equation -> {
            List<Long> terms = Pattern.compile("[0-9,]+")
                    .matcher(equation)
                    .results()
                    .map(number -> Long.parseLong(number.group().replace(",", "")))
                    .toList();
            assertThat(terms.stream().skip(1).mapToLong(Long::longValue).sum()).isEqualTo(terms.get(0));
        });
        assertThat(R0 + DOUBTFUL).doesNotContain("does not add up");
    }

    @Test
    void saysSoWhenAnEquationDoesNotAddUp() {
        ReportInput r0 = SampleRuns.threeHundredOfFiveHundred();
        Measurements m = r0.evidence().measurements();
        Measurements wrong = new Measurements(
                m.elapsedMillis(),
                new SoftphoneCounts(500, 0, 500, 0, 299, 200, 0, 0, 0, 0, 0, 0),
                AttemptCounts.ZERO,
                m.calls(),
                m.outcomes(),
                m.histograms(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                m.series(),
                m.host());

        assertThat(HtmlReport.html(new ReportInput(
                        new Evidence(
                                r0.test(), wrong, Coverage.WHOLE, Optional.empty(), Optional.empty(), List.of(), false),
                        r0.judgement(),
                        r0.headline(),
                        List.of(),
                        r0.startedAt(),
                        r0.finishedAt(),
                        r0.version(),
                        r0.scheduled())))
                .contains("does not add up: the terms sum to 499");
    }

    @Test
    void needsNothingFromOutsideAndItsPolicyAllowsNothingElse() throws Exception {
        for (String html : List.of(R0, DOUBTFUL)) {
            Document page = Xml.parse(html);
            assertThat(Xml.texts(
                            page, "//@src | //@href | //@style | //@onclick | //link | //img | //iframe | //object"))
                    .isEmpty();
            assertThat(html).doesNotContain("url(", "@import", "fetch(", "XMLHttpRequest");
            String policy = Xml.texts(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
                    .get(0);
            assertThat(policy)
                    .startsWith("default-src 'none';")
                    .doesNotContain("unsafe")
                    .contains("style-src " + hash(between(html, "<style>", "</style>")))
                    .contains("script-src " + hash(between(html, "<script>", "</script>")));
        }
    }

    @Test
    void whatAGatewaySentStaysText() throws Exception {
        Document page = Xml.parse(DOUBTFUL);

        assertThat(Xml.texts(page, "//script")).hasSize(1);
        assertThat(Xml.texts(page, "//style")).hasSize(1);
        assertThat(Xml.texts(page, "//img")).isEmpty();
        assertThat(DOUBTFUL).doesNotContain("\u001b").doesNotContain("<script>alert");
        // The name, the headline, reasons, headers, organizations, transcripts and the patch all hold it.
        assertThat(DOUBTFUL.split(Pattern.quote("&lt;script&gt;alert(1)"), -1)).hasSizeGreaterThan(30);
    }

    @Test
    void whatTheHostDidNotTellIsUnknownAndNeverZero() throws Exception {
        Document page = Xml.parse(DOUBTFUL);

        assertThat(Xml.texts(page, "//p[@class='unknown']"))
                .containsExactly(Stream.generate(() -> "Unknown: this host did not tell.")
                        .limit(4)
                        .toArray(String[]::new));
        assertThat(Xml.texts(page, "//table[starts-with(caption, 'What its host said')]//tr/td[1]"))
                .hasSize(14)
                .containsOnly("unknown");
        assertThat(DOUBTFUL).contains("the range of local ports is unknown");
    }

    @Test
    void aPercentileStandsOnlyWhereThereIsASampleForIt() throws Exception {
        String row = "//tr[th='Handshake, delay to the 101']/td";

        assertThat(Xml.texts(Xml.parse(DOUBTFUL), row)).hasSize(6).element(4).isEqualTo("–");
        assertThat(Xml.texts(Xml.parse(R0), row))
                .hasSize(6)
                .element(4)
                .asString()
                .matches("[0-9,]+\\.[0-9]");
    }

    @Test
    void everyChartIsDescribedAndAllShareOneTimeAxis() throws Exception {
        Document page = Xml.parse(R0);

        List<String> charts = Xml.texts(page, "//svg[@class='chart']/@aria-labelledby");
        assertThat(charts).hasSize(7);
        for (String ids : charts) {
            for (String id : ids.split(" ", -1)) {
                assertThat(Xml.texts(page, "//*[@id='" + id + "']"))
                        .hasSize(1)
                        .first()
                        .asString()
                        .isNotEmpty();
            }
        }
        assertThat(new HashSet<>(Xml.texts(page, "//svg[@class='chart']/@data-span")))
                .containsExactly("366000");
        List<String> ids = Xml.texts(page, "//@id");
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void everyTableSaysWhatItsRowsAndColumnsAre() throws Exception {
        for (String html : List.of(R0, DOUBTFUL)) {
            Document page = Xml.parse(html);
            int tables = Xml.texts(page, "//table").size();
            assertThat(Xml.texts(page, "//table/caption[normalize-space()]")).hasSize(tables);
            assertThat(Xml.texts(page, "//thead//th[@scope='col'][normalize-space()]"))
                    .hasSameSizeAs(Xml.texts(page, "//thead//*[self::th or self::td]"));
        }
    }

    @Test
    void everyNumberOfTheChartsIsInATableToo() throws Exception {
        Document page = Xml.parse(R0);

        assertThat(Xml.texts(page, "//table[@id='numbers']/tbody/tr")).hasSize(183);
        assertThat(Xml.texts(page, "//table[@id='numbers']/tbody/tr[20]/td[last()]"))
                .containsExactly("upgrade http/503 × 17");
        List<String> columns = Xml.texts(page, "//table[@id='numbers']//th/@data-column");
        for (String wanted : Xml.texts(page, "//figure/@data-columns")) {
            assertThat(columns).contains(wanted.split(" ", -1));
        }
    }

    @Test
    void aRunWithoutAnythingIsStillAReport() throws Exception {
        Document page = Xml.parse(HtmlReport.html(Doubtful.quiet()));

        assertThat(Xml.texts(page, "//p[@class='unknown']")).containsExactly("No time series was recorded.");
        assertThat(Xml.texts(page, "//header//strong")).containsExactly("Inconclusive");
    }

    @Test
    void everyTextColourIsReadableOnItsGroundInLightDarkAndPrint() {
        String css = between(R0, "<style>", "</style>");
        List<Map<String, String>> schemes = Pattern.compile(":root \\{([^}]*)}")
                .matcher(css)
                .results()
                .map(block -> colours(block.group(1)))
                .toList();
        assertThat(schemes).hasSize(3);
        for (Map<String, String> colours : schemes) {
            for (String ground : List.of("page", "raised", "failed-soft", "passed-soft", "inconclusive-soft")) {
                for (String text : List.of("ink", "quiet", "failed", "passed", "inconclusive")) {
                    assertThat(contrast(colours, text, ground))
                            .as(text + " on " + ground + " of " + colours)
                            .isGreaterThan(4.5);
                }
            }
            for (String drawn :
                    List.of("blue", "code1", "code2", "code3", "code4", "code5", "other", "schedule", "faint")) {
                assertThat(contrast(colours, drawn, "page"))
                        .as(drawn + " on the page of " + colours)
                        .isGreaterThan(3);
            }
        }
    }

    private static Map<String, String> colours(String block) {
        Map<String, String> colours = new TreeMap<>();
        Matcher matcher = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6});").matcher(block);
        while (matcher.find()) {
            colours.put(matcher.group(1), matcher.group(2));
        }
        return colours;
    }

    /** WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of the relative luminances. */
    private static double contrast(Map<String, String> colours, String one, String other) {
        double a = luminance(Objects.requireNonNull(colours.get(one), one));
        double b = luminance(Objects.requireNonNull(colours.get(other), other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(colour.substring(2 * i, 2 * i + 2), 16) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }
}
