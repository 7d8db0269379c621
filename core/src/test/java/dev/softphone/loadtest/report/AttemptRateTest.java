package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.TimeSeries.Bucket;
import dev.softphone.loadtest.verdict.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class AttemptRateTest {
    private static final String CHART = "//svg[@aria-labelledby='chart-attempts-title chart-attempts-desc']";

    @Test
    void aWaveOfRetriesIsDrawnBesideTheScheduleAndTheInstantOfTheDrop() throws Exception {
        Document page = Xml.parse(HtmlReport.html(comingBackTogether()));

        assertThat(Xml.texts(page, "//figure[@id='attempts']/figcaption/p[1]"))
                .containsExactly("At most 150 a second, at 3:22; the schedule asks for at most 8.5.");
        assertThat(Xml.texts(page, CHART + "/text[@class='mark-name']")).containsExactly("300 dropped 3:20");
        assertThat(Xml.texts(page, CHART + "/path[@class='area code3']/@d"))
                .singleElement()
                .asString()
                .contains("V28")
                .as("the wave reaches the top of the plot, at y = 28 of 190 high")
                .matches("(M[^M]*Z)+");
        assertThat(Xml.texts(page, CHART + "/path[@class='line scheduled']/@d")).hasSize(1);
        assertThat(Xml.texts(page, "//h3"))
                .containsSubsequence(
                        "Connected against the schedule",
                        "Attempts started, retries among them",
                        "Attempts ended and connections lost, by code");
    }

    @Test
    void aRunWithoutRetriesHasNoSuchChart() throws Exception {
        Document page = Xml.parse(HtmlReport.html(SampleRuns.threeHundredOfFiveHundred()));

        assertThat(Xml.texts(page, "//figure[@id='attempts']")).isEmpty();
    }

    /** The sample, with 300 dropped in the bucket of 200 s and 300 retries in the next one. */
    private static ReportInput comingBackTogether() {
        ReportInput r0 = SampleRuns.threeHundredOfFiveHundred();
        Measurements m = r0.evidence().measurements();
        List<Bucket> buckets = new ArrayList<>(m.series().buckets());
        buckets.set(100, bucket(buckets.get(100), 0, 300));
        buckets.set(101, bucket(buckets.get(101), 300, 0));
        Measurements again = new Measurements(
                m.elapsedMillis(),
                m.softphones(),
                new AttemptCounts(500, 300, 0, 600, 200, 0, 0, 0),
                m.calls(),
                m.outcomes(),
                m.histograms(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                new TimeSeries(m.series().bucketMillis(), buckets),
                m.host());
        return new ReportInput(
                new Evidence(
                        r0.test(),
                        again,
                        r0.evidence().coverage(),
                        r0.evidence().preflight(),
                        r0.evidence().slotProbe(),
                        r0.evidence().trials(),
                        false),
                r0.judgement(),
                r0.headline(),
                r0.transcripts(),
                r0.startedAt(),
                r0.finishedAt(),
                r0.version(),
                r0.scheduled());
    }

    private static Bucket bucket(Bucket like, long started, long dropped) {
        return new Bucket(
                started,
                started,
                0,
                0,
                dropped,
                like.connectedNow(),
                started,
                0,
                like.codes(),
                like.handshake(),
                like.host());
    }
}
