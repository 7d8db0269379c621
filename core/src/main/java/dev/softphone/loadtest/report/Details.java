package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.StepCounts;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Threshold.Percentile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The tables behind the findings: outcomes, latencies, steps, groups, probes and the generator's own evidence. */
final class Details {

    private final ReportInput input;
    private final Measurements measured;

    Details(ReportInput input) {
        this.input = input;
        this.measured = input.evidence().measurements();
    }

    void write(Markup out) {
        section(out, "Rejections, failures and drops", outcomes());
        Table latencies = latencies("Delays", "ms", false);
        section(out, "Latencies by stage", latencies, latencies("Ages of connections", "s", true));
        if (!latencies.empty()) {
            out.leaf(
                    "p",
                    "– where there are fewer samples than the percentile needs: 2 for p50, 10 for p90, 100 for p99."
                            + " Delays count from the intended start, service times from the real one.",
                    "class",
                    "beside");
        }
        section(out, "Steps", steps());
        section(out, "Search trials", trials());
        section(
                out,
                "Organizations",
                groups("Softphones by organization", "Organization", measured.organizations()),
                restBudgets());
        Table remote = groups("Softphones by remote address", "Remote address", measured.remoteAddresses());
        Table local = groups("Softphones by local address", "Local address", measured.localAddresses());
        section(out, "Addresses", remote, local);
        probes(out);
        generator(out);
    }

    private static void section(Markup out, String title, Table... tables) {
        boolean any = false;
        for (Table table : tables) {
            any |= !table.empty();
        }
        if (!any) {
            return;
        }
        out.leaf("h2", title).line();
        for (Table table : tables) {
            table.write(out);
        }
    }

    private Table outcomes() {
        boolean saturated = measured.outcomes().values().stream().anyMatch(count -> count.timesSaturated() > 0);
        Table table = new Table("What went wrong, by stage and code; times in minutes and seconds since the start")
                .words("Outcome")
                .words("Kind")
                .number("Times")
                .number("Softphones")
                .number("First")
                .number("Last");
        if (saturated) {
            table.number("While we were saturated");
        }
        table.words("What the first one said");
        measured.outcomes().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<OutcomeKey, OutcomeCount> e) ->
                                e.getKey().kind())
                        .thenComparing(e -> -e.getValue().times())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    OutcomeKey key = entry.getKey();
                    OutcomeCount count = entry.getValue();
                    List<Table.Cell> row = new ArrayList<>();
                    row.add(new Table.Cell(key.stage().label() + " " + key.code(), "code"));
                    row.add(new Table.Cell(
                            key.local() ? "our fault" : kind(key.kind()),
                            key.kind().name().toLowerCase(Locale.ROOT)));
                    row.add(new Table.Cell(Figures.count(count.times()), ""));
                    row.add(new Table.Cell(Figures.count(count.softphones()), ""));
                    row.add(new Table.Cell(Figures.clockTenths(count.firstAfterMillis()), ""));
                    row.add(new Table.Cell(Figures.clockTenths(count.lastAfterMillis()), ""));
                    if (saturated) {
                        row.add(new Table.Cell(Figures.count(count.timesSaturated()), ""));
                    }
                    row.add(new Table.Cell(said(count), "said"));
                    table.row(row);
                });
        return table;
    }

    private static String kind(OutcomeKey.Kind kind) {
        return switch (kind) {
            case REJECTION -> "rejected";
            case FAILURE -> "failed";
            case DROP -> "dropped";
        };
    }

    private static String said(OutcomeCount count) {
        List<String> parts = new ArrayList<>();
        count.detail().ifPresent(parts::add);
        new TreeMap<>(count.hints()).forEach((name, value) -> parts.add(name + ": " + value));
        return parts.isEmpty() ? "–" : String.join(" · ", parts);
    }

    /** @param ages whether of the metrics that are kept in milliseconds and shown in seconds, or of all others */
    private Table latencies(String caption, String unit, boolean ages) {
        Table table = new Table(caption)
                .words("What")
                .number("n")
                .number("min", unit)
                .number("p50", unit)
                .number("p90", unit)
                .number("p99", unit)
                .number("max", unit);
        for (Metric metric : Metric.values()) {
            Histograms.Frozen histogram = measured.histograms().get(metric);
            if (histogram != null && histogram.count() > 0 && MetricNames.age(metric) == ages) {
                table.row(
                        MetricNames.name(metric),
                        Figures.count(histogram.count()),
                        thousandth(histogram.min()),
                        percentile(histogram, Percentile.P50),
                        percentile(histogram, Percentile.P90),
                        percentile(histogram, Percentile.P99),
                        thousandth(histogram.max()));
            }
        }
        return table;
    }

    private static String percentile(Histograms.Frozen histogram, Percentile percentile) {
        return histogram.count() < percentile.minimumSample() ? "–" : thousandth(histogram.valueAt(percentile.value()));
    }

    private static String thousandth(long value) {
        return String.format(Locale.ROOT, "%,.1f", value / 1000.0);
    }

    private Table steps() {
        Table table = new Table("By the softphones that each step started")
                .number("Step")
                .number("At")
                .number("Softphones")
                .number("Started")
                .number("Connected")
                .number("Rejected")
                .number("Failed")
                .number("Dropped")
                .number("Longest handshake", "ms");
        int number = 0;
        for (StepCounts step : measured.steps()) {
            number++;
            table.row(
                    Integer.toString(number),
                    Figures.clock(step.startAfterMillis()),
                    Figures.count(step.softphones()),
                    Figures.count(step.started()),
                    Figures.count(step.connected()),
                    Figures.count(step.rejected()),
                    Figures.count(step.failed()),
                    Figures.count(step.dropped()),
                    step.maxHandshakeMicros() == 0 ? "–" : thousandth(step.maxHandshakeMicros()));
        }
        return table;
    }

    private Table trials() {
        Table table = new Table("Each trial by itself; the rest of this report is about the last one")
                .number("Trial")
                .number("Softphones")
                .number("Ramp", "s")
                .number("Connected")
                .number("Rejected")
                .number("Failed")
                .number("Dropped")
                .number("p99", "ms")
                .words("Held");
        for (Trial trial : input.evidence().trials()) {
            SoftphoneCounts counts = trial.measurements().softphones();
            Histograms.Frozen handshake = trial.measurements().histograms().get(Metric.HANDSHAKE);
            table.row(List.of(
                    new Table.Cell(Integer.toString(trial.number()), ""),
                    new Table.Cell(Figures.count(trial.softphones()), ""),
                    new Table.Cell(Figures.plain(trial.rampMillis() / 1000.0), ""),
                    new Table.Cell(Figures.count(counts.connected()), ""),
                    new Table.Cell(Figures.count(counts.rejected()), ""),
                    new Table.Cell(Figures.count(counts.failed()), ""),
                    new Table.Cell(Figures.count(counts.droppedAfterConnect()), ""),
                    new Table.Cell(handshake == null ? "–" : percentile(handshake, Percentile.P99), ""),
                    new Table.Cell(trial.held() ? "✓ held" : "✕ did not hold", trial.held() ? "passed" : "failed")));
        }
        return table;
    }

    private static Table groups(String caption, String name, Map<String, GroupCounts> groups) {
        Table table = new Table(caption)
                .words(name)
                .number("Started")
                .number("Share of started")
                .number("Connected")
                .number("Share of connected")
                .number("Rejected")
                .number("Failed")
                .number("Dropped");
        long started = groups.values().stream().mapToLong(GroupCounts::started).sum();
        long connected =
                groups.values().stream().mapToLong(GroupCounts::connected).sum();
        groups.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, GroupCounts> e) ->
                                -e.getValue().started())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    GroupCounts counts = entry.getValue();
                    table.row(
                            entry.getKey(),
                            Figures.count(counts.started()),
                            Figures.share(counts.started(), started),
                            Figures.count(counts.connected()),
                            Figures.share(counts.connected(), connected),
                            Figures.count(counts.rejected()),
                            Figures.count(counts.failed()),
                            Figures.count(counts.dropped()));
                });
        return table;
    }

    private Table restBudgets() {
        Gateway.Signaling signaling = input.test().gateway().signaling();
        Table table = new Table("REST calls against the quotas of access tokens")
                .words("Organization")
                .number("Calls answered")
                .number("Calls of a login")
                .number("Lowest limit of a token, a minute")
                .number("Logins a minute on one token")
                .number("Fewest calls left");
        new TreeMap<>(measured.restUse())
                .forEach((name, use) -> table.row(
                        name.isEmpty() ? "–" : name,
                        Figures.count(use.answered()),
                        told(signaling.restCallsPerLogin()),
                        told(use.perMinute()),
                        told(signaling.loginsPerMinute(use.perMinute())),
                        told(use.leastLeft())));
        return table;
    }

    private static String told(OptionalLong value) {
        return value.isPresent() ? Figures.count(value.getAsLong()) : "–";
    }

    private void probes(Markup out) {
        if (input.evidence().preflight().isEmpty()
                && input.evidence().slotProbe().isEmpty()) {
            return;
        }
        out.leaf("h2", "Probes").line();
        input.evidence().preflight().ifPresent(preflight -> {
            out.open("p").leaf("b", "Preflight, one softphone before all others: ");
            out.text(preflight.passed() ? "it registered" : "it did not register");
            preflight.outcome().ifPresent(key -> out.text(", " + key.stage().label() + " ")
                    .leaf("code", key.code()));
            preflight.detail().ifPresent(detail -> out.text(" (" + detail + ")"));
            preflight.handshakeMicros().ifPresent(micros -> out.text(", handshake " + Figures.micros(micros)));
            preflight.dnsMicros().ifPresent(micros -> out.text(", name resolved in " + Figures.micros(micros)));
            if (!preflight.addresses().isEmpty()) {
                out.text(", to " + String.join(", ", preflight.addresses()));
            }
            out.text(".").close().line();
        });
        input.evidence().slotProbe().ifPresent(probe -> {
            out.open("p").leaf("b", "Slot probe: ");
            out.text("with " + Figures.count(probe.connectedBefore()) + " connected, " + Figures.count(probe.closed())
                    + " left on purpose; of " + Figures.count(probe.attempts()) + " further attempts "
                    + Figures.count(probe.admitted()) + " got in.");
            out.close().line();
        });
    }

    private void generator(Markup out) {
        HostEvidence host = measured.host();
        out.leaf("h2", "The generator itself").line();
        out.leaf("p", PortsSentence.of(input.test(), host), "class", "lead");
        Table table = new Table("What its host said during the run; peaks and totals")
                .words("Evidence")
                .number("Observed")
                .number("Limit");
        table.row("Open descriptors, peak", known(host.descriptorsPeak(), ""), known(host.descriptorLimit(), ""));
        table.row("TCP sockets in use, peak", known(host.socketsPeak(), ""), "–");
        table.row("Sockets in TIME_WAIT, peak", known(host.timeWaitPeak(), ""), "–");
        table.row("Connection-tracking entries, peak", known(host.conntrackPeak(), ""), known(host.conntrackMax(), ""));
        table.row("Segments retransmitted", known(host.retransmits(), ""), sent(host));
        table.row("Listen-queue overflows", known(host.listenOverflows(), ""), "–");
        table.row("Connects waiting to be made, peak", known(host.pendingConnectsPeak(), ""), "–");
        table.row("Event-loop lag, longest", known(host.loopLagMaxMillis(), " ms"), "–");
        table.row("Event loops late by more than 100 ms", known(host.saturatedMillis(), " ms"), "–");
        table.row("Garbage collection, longest", known(host.gcPauseMaxMillis(), " ms"), "–");
        table.row("Garbage collection, all", known(host.gcMillis(), " ms"), "–");
        table.row("Processor, busiest second", known(host.cpuPeakPercent(), " %"), "100 %");
        table.row("Processor time taken by the cgroup", known(host.cpuThrottledMillis(), " ms"), "–");
        table.row("Jump of the wall clock, largest", known(host.clockStepMillis(), " ms"), "–");
        table.write(out);
        out.leaf(
                "p",
                "Transport " + host.transport().orElse("unknown") + ", TLS engine "
                        + (input.test().gateway().secure() ? host.tlsEngine().orElse("unknown") : "not used") + ", "
                        + (host.cpuCores().isPresent()
                                ? Figures.count(host.cpuCores().getAsLong(), "processor")
                                : "processors unknown")
                        + ". REST calls opened " + Figures.count(measured.restConnections(), "connection") + ". "
                        + coverage(),
                "class",
                "beside");
    }

    private String coverage() {
        var coverage = input.evidence().coverage();
        return coverage.runners() == 1 && coverage.reported() == 1
                ? "The one runner reported to the end."
                : Figures.count(coverage.reported()) + " of " + Figures.count(coverage.runners(), "runner")
                        + " reported to the end, " + Figures.count(coverage.lost()) + " were lost.";
    }

    private static String sent(HostEvidence host) {
        return host.segmentsSent().isPresent()
                ? "of " + Figures.count(host.segmentsSent().getAsLong())
                : "–";
    }

    private static String known(OptionalLong value, String unit) {
        return value.isPresent() ? Figures.count(value.getAsLong()) + unit : "unknown";
    }
}
