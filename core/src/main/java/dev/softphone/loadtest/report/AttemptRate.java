package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.TimeSeries.Bucket;
import java.util.Locale;

/**
 * The chart of attempts by second, in runs with retries: it shows whether softphones that were dropped together came back
 * together, in waves, or spread over time.
 */
final class AttemptRate {
    private static final String TITLE = "Attempts started, retries among them";

    private AttemptRate() {}

    static void write(Markup out, ReportInput input, Timeline timeline, Scale time) {
        if (input.evidence().measurements().attempts().retries() == 0) {
            return;
        }
        double[] started = timeline.perSecond(Bucket::started);
        double[] scheduled = timeline.scheduledPerSecond();
        double most = Timeline.max(started);
        double asked = Timeline.max(scheduled);
        String summary = String.format(
                Locale.ROOT,
                "At most %s a second, at %s; the schedule asks for at most %s.",
                Figures.plain(most),
                Figures.clock((long) timeline.edges()[highest(started)]),
                Figures.plain(asked));
        Charts.figure(out, "attempts", TITLE, summary, "scheduled started dropped");
        Chart chart = new Chart(
                "chart-attempts",
                TITLE,
                summary,
                28,
                190,
                time,
                Scale.linear(Math.max(most, asked), 4),
                Figures::plain,
                "per second",
                true);
        chart.stack("code3", timeline.edges(), started).steps("scheduled", timeline.edges(), scheduled);
        chart.label("started", Figures.plain(most), "at most", time.high(), most);
        chart.label("scheduled", Figures.plain(asked), "scheduled", time.high(), asked);
        double[] dropped = timeline.perSecond(Bucket::dropped);
        if (Timeline.max(dropped) > 0) {
            int at = highest(dropped);
            chart.mark(
                    Figures.count(timeline.buckets().get(at).dropped()) + " dropped "
                            + Figures.clock((long) timeline.edges()[at]),
                    timeline.edges()[at]);
        }
        chart.draw(out);
        out.close().line();
    }

    private static int highest(double[] values) {
        int at = 0;
        for (int i = 1; i < values.length; i++) {
            at = values[i] > values[at] ? i : at;
        }
        return at;
    }
}
