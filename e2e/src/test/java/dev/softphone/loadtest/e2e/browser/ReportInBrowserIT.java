package dev.softphone.loadtest.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of a run, as Chromium shows it. The pictures are in {@code target/browser}. */
@Timeout(300)
class ReportInBrowserIT {
    private static final Path PICTURES = LoadRun.root().resolve("e2e/target/browser");
    /** WCAG 2.2, 1.4.3 and 1.4.11: of text, and of text that is large. */
    private static final double CONTRAST = 4.5;

    private static Browser browser;
    private static Path report;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        LoadRun.Result run = LoadRun.of(LoadRun.scenario("cap-of-the-tenant")).run();
        assertThat(run.verdict()).as(run.toString()).isEqualTo("Failed");
        report = run.out().resolve("report.html");
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "screen, light, 1280",
        "screen, dark, 1280",
        "screen, light, 390",
        "screen, dark, 390",
        "print, light, 720",
        "print, dark, 720"
    })
    void itIsReadableAsAWholeAndSaysNothingToTheConsole(String medium, String scheme, int width) throws Exception {
        Page page = browser.page().wide(width, 800).as(medium, scheme).open(report);
        Files.write(PICTURES.resolve(medium + "-" + scheme + "-" + width + ".png"), page.picture());

        assertThat(page.says("document.body.innerText").asText())
                .contains("Failed", "cap-of-the-tenant", "Cause", "Counts", "Thresholds", "Over time", "http/503")
                .contains("Connected against the schedule", "What to do");
        assertThat(page.says("document.querySelectorAll('svg.chart').length").asInt())
                .isGreaterThan(3);
        assertThat(page.says("document.documentElement.scrollWidth").asInt())
                .as("no wider than the window; sticking out: %s", page.says(script("sticking-out.js")))
                .isLessThanOrEqualTo(width);
        JsonNode faint = page.says(script("faintest.js"));
        assertThat(faint.path("contrast").asDouble()).as(faint.toString()).isGreaterThanOrEqualTo(CONTRAST);
        boolean paper = medium.equals("print") || scheme.equals("light");
        assertThat(faint.path("page").asDouble())
                .as("luminance of the page")
                .satisfies(luminance -> assertThat(luminance > 0.5).isEqualTo(paper));
        assertThat(page.complaints()).isEmpty();
        assertThat(page.requests()).containsExactly(report.toUri().toString());
    }

    @Test
    void thePointerReadsOutTheValuesOfOneMomentOnAllCharts() throws Exception {
        Page page = browser.page().wide(1280, 800).as("screen", "light").open(report);
        JsonNode box = page.says("(() => { const chart = document.querySelector('svg.chart');"
                + " chart.scrollIntoView({block: 'center'}); const b = chart.getBoundingClientRect();"
                + " return {x: b.left + b.width / 2, y: b.top + b.height / 2}; })()");

        page.movePointer(box.path("x").asDouble(), box.path("y").asDouble());

        assertThat(page.says("[...document.querySelectorAll('.readout')].filter(r => r.textContent !== '').length")
                        .asInt())
                .isGreaterThan(3);
        assertThat(page.says("document.querySelector('.readout').textContent").asText())
                .contains("connected");
        Files.write(PICTURES.resolve("pointer.png"), page.picture());
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void itPrintsToAFewPages() throws Exception {
        byte[] pdf = browser.page().open(report).print();
        Files.write(PICTURES.resolve("report.pdf"), pdf);

        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("%PDF-");
        int pages = text.split("/Type /Page\\b", -1).length - 1;
        assertThat(pages).isBetween(2, 12);
    }

    /** What shows that the test above can fail. */
    @Test
    void aPageThatComplainsLoadsMoreOrIsTooWideIsNoticed() throws Exception {
        Path careless = Files.createTempFile("careless-", ".html");
        Files.writeString(careless, """
                <!DOCTYPE html><title>careless</title><body style="background: white">
                <p style="color: #bbb; width: 2000px">faint</p><img src="missing.png">
                <script>console.error("something is wrong")</script>
                """);
        Page page = browser.page().wide(390, 800).as("screen", "light").open(careless);

        assertThat(page.complaints()).anyMatch(said -> said.contains("something is wrong"));
        assertThat(page.requests()).hasSize(2);
        assertThat(page.says("document.documentElement.scrollWidth").asInt()).isGreaterThan(390);
        assertThat(page.says(script("sticking-out.js")).toString()).contains("faint");
        assertThat(page.says(script("faintest.js")).path("contrast").asDouble()).isLessThan(CONTRAST);
    }

    private static String script(String name) throws IOException {
        try (InputStream in = ReportInBrowserIT.class.getResourceAsStream("/browser/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
