package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.TimeSeries.Bucket;
import dev.softphone.loadtest.measure.TimeSeries.HostSample;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.LoadTest;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The end of the report: transcripts, the numbers behind the charts, and what was run. */
final class Appendix {

    private final ReportInput input;
    private final Timeline timeline;

    Appendix(ReportInput input, Timeline timeline) {
        this.input = input;
        this.timeline = timeline;
    }

    void write(Markup out) {
        transcripts(out);
        numbers(out);
        facts(out);
    }

    private void transcripts(Markup out) {
        if (input.transcripts().isEmpty()) {
            return;
        }
        out.leaf("h2", "Transcripts").line();
        out.leaf(
                "p",
                "What the first softphone with each outcome saw, redacted; seconds since its intended start.",
                "class",
                "lead");
        for (Transcript transcript : input.transcripts()) {
            out.open("details").open("summary");
            out.leaf(
                            "code",
                            transcript.outcome().stage().label() + " "
                                    + transcript.outcome().code())
                    .text(" softphone " + Figures.count(transcript.softphone()))
                    .close();
            out.leaf("pre", String.join("\n", transcript.lines())).close().line();
        }
    }

    /** The script reads values from this table, by the classes of its header cells. */
    private void numbers(Markup out) {
        if (timeline.empty()) {
            return;
        }
        String[][] columns = {
            {"at", "At"},
            {"scheduled", "Scheduled"},
            {"started", "Started"},
            {"registered", "Registered"},
            {"rejected", "Rejected"},
            {"failed", "Failed"},
            {"dropped", "Dropped"},
            {"connected-now", "Connected now"},
            {"handshakes", "Handshakes"},
            {"p50", "p50"},
            {"p99", "p99"},
            {"max", "max"},
            {"lag", "Loop lag"},
            {"cpu", "CPU"},
            {"descriptors", "Descriptors"},
            {"sockets", "Sockets"},
            {"time-wait", "TIME_WAIT"},
            {"codes", "Codes"}
        };
        out.leaf("h2", "The numbers behind the charts").line();
        out.open("details")
                .leaf(
                        "summary",
                        Figures.count(timeline.buckets().size(), "bucket") + " of "
                                + Figures.millis(timeline.bucketMillis()));
        out.open("div", "class", "scroll")
                .open("table", "id", "numbers")
                .leaf("caption", "By bucket; scheduled and connected now as of its end, everything else within it");
        out.open("thead").open("tr");
        for (String[] column : columns) {
            out.leaf(
                    "th",
                    column[1],
                    "scope",
                    "col",
                    "data-column",
                    column[0],
                    "class",
                    column[0].equals("codes") ? "words" : "number");
        }
        out.close().close().line().open("tbody");
        for (int i = 0; i < timeline.buckets().size(); i++) {
            bucket(out, i);
        }
        out.close().close().close().close().line();
    }

    private void bucket(Markup out, int i) {
        Bucket bucket = timeline.buckets().get(i);
        HostSample host = bucket.host();
        String[] cells = {
            Figures.count(Math.round(timeline.scheduled()[i + 1])),
            Figures.count(bucket.started()),
            Figures.count(bucket.connected()),
            Figures.count(bucket.rejected()),
            Figures.count(bucket.failed()),
            Figures.count(bucket.dropped()),
            Figures.count(bucket.connectedNow()),
            Figures.count(bucket.handshakeCount()),
            bucket.handshakeCount() < 2 ? "–" : latency(bucket.handshakeP50Micros()),
            bucket.handshakeCount() < 100 ? "–" : latency(bucket.handshakeP99Micros()),
            latency(bucket.handshakeMaxMicros()),
            known(host.loopLagMaxMillis(), " ms"),
            known(host.cpuPercent(), " %"),
            known(host.descriptors(), ""),
            known(host.sockets(), ""),
            known(host.timeWait(), "")
        };
        out.open("tr").leaf("th", Figures.clock((long) timeline.edges()[i]), "scope", "row", "class", "number");
        for (String cell : cells) {
            out.leaf("td", cell, "class", cell.equals("0") || cell.equals("–") ? "number nil" : "number");
        }
        out.leaf(
                        "td",
                        new TreeMap<>(bucket.codes())
                                .entrySet().stream()
                                        .map(e -> e.getKey() + " × " + Figures.count(e.getValue()))
                                        .collect(Collectors.joining(", ")),
                        "class",
                        "words")
                .close()
                .line();
    }

    private static String latency(OptionalLong micros) {
        return micros.isPresent() ? Figures.micros(micros.getAsLong()) : "–";
    }

    private static String known(OptionalLong value, String unit) {
        return value.isPresent() ? Figures.count(value.getAsLong()) + unit : "unknown";
    }

    private void facts(Markup out) {
        LoadTest test = input.test();
        out.open("footer").leaf("h2", "The run").open("dl", "class", "facts");
        RunFacts.of(test).forEach((name, value) -> fact(out, name, value));
        fact(out, "started", input.startedAt().toString());
        fact(out, "finished", input.finishedAt().toString());
        fact(out, "softphone-load", input.version());
        out.close().close().line();
    }

    private static void fact(Markup out, String name, String value) {
        out.open("div").leaf("dt", name).leaf("dd", value).close();
    }
}
