package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.TimeSeries.Bucket;
import dev.softphone.loadtest.measure.TimeSeries.HostSample;
import dev.softphone.loadtest.model.Threshold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The charts of a run, all on one time axis. */
final class Charts {

    private static final int CODES_SHOWN = 5;

    private final ReportInput input;
    private final Measurements measured;
    private final Timeline timeline;
    private final Scale time;

    Charts(ReportInput input, Timeline timeline) {
        this.input = input;
        this.measured = input.evidence().measurements();
        this.timeline = timeline;
        this.time = Scale.time(timeline.spanMillis(), 10);
    }

    void write(Markup out) {
        connections(out);
        AttemptRate.write(out, input, timeline, time);
        endings(out);
        handshakes(out);
        health(out);
    }

    private void connections(Markup out) {
        double[] connected = timeline.connectedNow();
        double[] scheduled = timeline.scheduled();
        double[] started = timeline.startedCumulative();
        int end = scheduled.length - 1;
        // Retries can start many times the planned softphones; drawn to their scale, nothing else could be read.
        boolean showStarted = started[end] <= 1.5 * scheduled[end];
        double max = Timeline.max(connected, scheduled, showStarted ? started : connected);
        long most = Math.round(Timeline.max(connected));
        int held = timeline.holdEnds(input.evidence());
        String last = Figures.count(Math.round(connected[held]));
        figure(
                out,
                "connections",
                "Connected against the schedule",
                showStarted
                        ? ""
                        : Figures.count(Math.round(started[end]), "attempt")
                                + " started, retries included: more than this axis can show.",
                "scheduled started connected-now");
        Chart chart = new Chart(
                "chart-connections",
                "Connected against the schedule",
                "Of " + Figures.count(Math.round(scheduled[end])) + " scheduled softphones at most "
                        + Figures.count(most) + " were connected at one time; " + last + " at "
                        + Figures.clock((long) timeline.edges()[held]) + ".",
                46,
                230,
                time,
                Scale.counts(max, 5),
                Figures::plain,
                "softphones",
                true);
        chart.line("scheduled", timeline.edges(), scheduled);
        if (showStarted) {
            chart.line("started", timeline.edges(), started);
        }
        chart.line("connected strong", timeline.edges(), connected);
        double right = time.high();
        chart.label("scheduled", Figures.count(Math.round(scheduled[end])), "scheduled", right, scheduled[end]);
        if (showStarted) {
            chart.label("started", Figures.count(Math.round(started[end])), "attempts started", right, started[end]);
        }
        chart.label("connected", last, "connected", right, connected[held]);
        marks(chart, held, true);
        chart.draw(out);
        out.close().line();
    }

    private void marks(Chart chart, int held, boolean named) {
        double ramp = timeline.scheduleEnds();
        if (ramp > 0 && ramp < timeline.spanMillis()) {
            chart.mark(named ? "all scheduled " + Figures.clock((long) ramp) : "", ramp);
        }
        firstRefusal().ifPresent(first -> {
            long at = first.getValue().firstAfterMillis();
            chart.mark(named ? "first " + first.getKey().code() + " " + Figures.clockTenths(at) : "", (double) at);
        });
        if (held < timeline.edges().length - 1) {
            double end = timeline.edges()[held];
            chart.mark(named ? "hold ends " + Figures.clock((long) end) : "", end);
        }
    }

    /** The first occurrence of the outcome that happened most often. */
    private Optional<Map.Entry<OutcomeKey, OutcomeCount>> firstRefusal() {
        return measured.outcomes().entrySet().stream()
                .max(Comparator.comparingLong((Map.Entry<OutcomeKey, OutcomeCount> e) ->
                                e.getValue().times())
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())));
    }

    private void endings(Markup out) {
        List<Layer> layers = layers();
        double[] total = timeline.perSecond(bucket -> layers.stream()
                .mapToLong(layer -> layer.events().applyAsLong(bucket))
                .sum());
        figure(
                out,
                "endings",
                "Attempts ended and connections lost, by code",
                "",
                "registered rejected failed dropped codes");
        out.open("ul", "class", "legend");
        for (Layer layer : layers) {
            out.open("li").leaf("span", "", "class", "swatch " + layer.style());
            out.leaf("b", Figures.count(layer.total())).text(" " + layer.name());
            out.close();
        }
        out.close();
        StringBuilder words = new StringBuilder("Totals:");
        layers.forEach(layer -> words.append(' ')
                .append(layer.name())
                .append(' ')
                .append(Figures.count(layer.total()))
                .append(';'));
        Chart chart = new Chart(
                "chart-endings",
                "Attempts ended and connections lost, per second, by code",
                words.toString(),
                28,
                190,
                time,
                Scale.linear(Timeline.max(total), 4),
                Figures::plain,
                "per second",
                true);
        layers.forEach(layer -> chart.stack(layer.style(), timeline.edges(), timeline.perSecond(layer.events())));
        marks(chart, timeline.holdEnds(input.evidence()), false);
        chart.draw(out);
        out.close().line();
    }

    private record Layer(String name, String style, long total, ToLongFunction<Bucket> events) {}

    private List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(
                "registered",
                "connected",
                timeline.buckets().stream().mapToLong(Bucket::connected).sum(),
                Bucket::connected));
        List<String> shown = new ArrayList<>();
        Map<String, Long> codes = timeline.codes();
        codes.forEach((code, times) -> {
            if (shown.size() < CODES_SHOWN && !code.equals("other")) {
                shown.add(code);
                layers.add(new Layer(code, "code" + shown.size(), times, bucket -> bucket.codes()
                        .getOrDefault(code, 0L)));
            }
        });
        long rest = codes.entrySet().stream()
                .filter(e -> !shown.contains(e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (rest > 0) {
            layers.add(new Layer("other codes", "other", rest, bucket -> bucket.codes().entrySet().stream()
                    .filter(e -> !shown.contains(e.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum()));
        }
        return layers;
    }

    private void handshakes(Markup out) {
        double[] p50 = timeline.handshake(Threshold.Percentile.P50);
        double[] p99 = timeline.handshake(Threshold.Percentile.P99);
        double[] max = timeline.within(bucket -> known(bucket.handshakeMaxMicros()));
        figure(
                out,
                "handshakes",
                "Handshake, from the intended start to the 101",
                "Successes only; a p50 over at least 10 of them, a p99 over at least 100.",
                "handshakes p50 p99 max");
        int last = Timeline.last(max);
        if (last < 0) {
            out.leaf("p", "No handshake succeeded.", "class", "unknown").close().line();
            return;
        }
        double high = Timeline.max(max);
        double low = Timeline.min(p50, max);
        Optional<Threshold.Latency> limit = input.test().thresholds().stream()
                .filter(Threshold.Latency.class::isInstance)
                .map(Threshold.Latency.class::cast)
                .filter(latency -> latency.metric() == Threshold.LatencyMetric.handshake)
                .findFirst();
        double limitMicros = limit.map(l -> l.max().toNanos() / 1000.0).orElse(0.0);
        double reach = Math.max(high, limitMicros);
        boolean log = reach > 20 * low;
        Chart chart = new Chart(
                "chart-handshakes",
                "Handshake over time",
                "The longest handshake took " + latency(high) + ".",
                28,
                190,
                time,
                log ? Scale.log(Math.max(1, low), reach) : Scale.linear(reach, 4),
                Charts::latency,
                log ? "log scale" : "",
                true);
        limit.ifPresent(l -> chart.limit(
                "limit " + l.percentile().name().toLowerCase(java.util.Locale.ROOT) + " " + Figures.duration(l.max()),
                limitMicros));
        chart.dots("max", timeline.edges(), max)
                .steps("p99", timeline.edges(), p99)
                .steps("connected", timeline.edges(), p50);
        handshakeLabel(chart, "max", "max", max);
        handshakeLabel(chart, "p99", "p99", p99);
        handshakeLabel(chart, "connected", "p50", p50);
        chart.draw(out);
        out.close().line();
    }

    private void handshakeLabel(Chart chart, String style, String name, double[] values) {
        int last = Timeline.last(values);
        if (last >= 0) {
            chart.label(style, name, "", timeline.edges()[last + 1], values[last]);
        }
    }

    private void health(Markup out) {
        HostEvidence host = measured.host();
        out.open("div", "class", "health");
        vital(
                out,
                "lag",
                "Event-loop lag",
                "lag",
                "longest " + peak(host.loopLagMaxMillis(), " ms") + "; late by more than 100 ms for "
                        + peak(host.saturatedMillis(), " ms") + " in all",
                Charts::latency,
                OptionalLong.empty(),
                new Vital("started", "max", HostSample::loopLagMaxMillis, 1000));
        vital(
                out,
                "cpu",
                "Processor",
                "cpu",
                "peak " + peak(host.cpuPeakPercent(), " %") + " of " + peak(host.cpuCores(), "")
                        + " processors; throttled " + peak(host.cpuThrottledMillis(), " ms"),
                percent -> Figures.plain(percent) + " %",
                OptionalLong.of(100),
                new Vital("started", "cpu", HostSample::cpuPercent, 1));
        vital(
                out,
                "descriptors",
                "Open descriptors",
                "descriptors",
                "peak " + peak(host.descriptorsPeak(), "") + " of " + peak(host.descriptorLimit(), ""),
                Figures::plain,
                host.descriptorLimit(),
                new Vital("started", "open", HostSample::descriptors, 1));
        vital(
                out,
                "sockets",
                "TCP sockets",
                "sockets time-wait",
                "peak " + peak(host.socketsPeak(), "") + " in use, " + peak(host.timeWaitPeak(), "") + " in TIME_WAIT",
                Figures::plain,
                OptionalLong.empty(),
                new Vital("started", "in use", HostSample::sockets, 1),
                new Vital("code1", "TIME_WAIT", HostSample::timeWait, 1));
        out.close().line();
    }

    /** @param unit what one of the value is on the axis */
    private record Vital(String style, String name, Function<HostSample, OptionalLong> value, double unit) {}

    private void vital(
            Markup out,
            String id,
            String title,
            String columns,
            String summary,
            DoubleFunction<String> text,
            OptionalLong limit,
            Vital... vitals) {
        double max = 0;
        boolean known = false;
        for (Vital vital : vitals) {
            known |= Timeline.last(values(vital)) >= 0;
            max = Math.max(max, Timeline.max(values(vital)));
        }
        figure(out, id, title, known ? summary : "", columns);
        if (!known) {
            out.leaf("p", "Unknown: this host did not tell.", "class", "unknown")
                    .close()
                    .line();
            return;
        }
        // A limit far above the use would flatten the curve; it stands in the summary all the same.
        boolean near = limit.isPresent() && limit.getAsLong() <= 3 * max;
        Chart chart = new Chart(
                "chart-" + id,
                title,
                summary,
                12,
                76,
                time,
                Scale.counts(near ? Math.max(max, (double) limit.getAsLong()) : max, 2),
                text,
                "",
                id.equals("sockets"));
        if (near) {
            double at = (double) limit.getAsLong();
            chart.limit("limit " + text.apply(at), at);
        }
        for (Vital vital : vitals) {
            double[] values = values(vital);
            int last = Timeline.last(values);
            if (last >= 0) {
                chart.steps(vital.style(), timeline.edges(), values);
                chart.label(vital.style(), "", vital.name(), timeline.edges()[last + 1], values[last]);
            }
        }
        chart.draw(out);
        out.close().line();
    }

    static void figure(Markup out, String id, String title, String note, String columns) {
        out.open("figure", "id", id, "data-columns", columns);
        out.open("figcaption").leaf("h3", title);
        if (!note.isEmpty()) {
            out.leaf("p", note);
        }
        out.leaf("p", "", "class", "readout", "aria-hidden", "true");
        out.close();
    }

    private double[] values(Vital vital) {
        return timeline.within(bucket -> known(vital.value().apply(bucket.host())) * vital.unit());
    }

    private static String latency(double micros) {
        return Figures.micros(Math.round(micros));
    }

    private static double known(OptionalLong value) {
        return value.isPresent() ? (double) value.getAsLong() : Double.NaN;
    }

    private static String peak(OptionalLong value, String unit) {
        return value.isPresent() ? Figures.count(value.getAsLong()) + unit : "unknown";
    }
}
