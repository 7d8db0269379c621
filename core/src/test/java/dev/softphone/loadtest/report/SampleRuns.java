package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Cycles;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.model.Timeouts;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.CauseType;
import dev.softphone.loadtest.verdict.Evidence;
import dev.softphone.loadtest.verdict.Judgement;
import dev.softphone.loadtest.verdict.ThresholdResult;
import dev.softphone.loadtest.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Runs as the engine would have measured them, made from a seed. */
final class SampleRuns {

    static final Instant START = Instant.parse("2026-11-21T09:14:02Z");

    private static final int SOFTPHONES = 500;
    private static final int RAMP_SECONDS = 60;
    private static final int END_SECONDS = 366;

    private SampleRuns() {}

    static LoadTest test(String name, Arrival arrival, Duration hold) {
        return new LoadTest(
                name,
                SOFTPHONES,
                new Gateway(
                        "wss://gateway.example.com/signaling?token=${token}",
                        URI.create("wss://gateway.example.com"),
                        Optional.of("sip"),
                        Map.of(),
                        new Gateway.Tls(
                                Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                        new Gateway.SipOverWebSocket("example.com", 600)),
                new Identities.Generated("agent-{index}", List.of(), Optional.empty()),
                arrival,
                hold,
                Duration.ofSeconds(30),
                new Cycles(1, Duration.ZERO),
                Optional.empty(),
                Optional.empty(),
                new Timeouts(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(32),
                        Duration.ofSeconds(32)),
                new KeepAlive(KeepAlive.Kind.WebSocketPing, Duration.ofSeconds(14), Duration.ofSeconds(15), 1, 10),
                new Retry(Retry.Profile.None, Duration.ZERO, 100, Duration.ZERO, Retry.Jitter.None, 0, true, List.of()),
                new Limits(OptionalInt.empty(), OptionalInt.empty()),
                List.of(),
                Placement.ANYWHERE,
                List.of(
                        new Threshold.Latency(
                                Threshold.LatencyMetric.handshake,
                                Threshold.Percentile.P99,
                                Duration.ofSeconds(3),
                                Threshold.OnBroken.Continue),
                        new Threshold.AtLeast(Threshold.ShareMetric.connected, 99, Threshold.OnBroken.Continue)),
                Optional.empty(),
                7_301_442L);
    }

    /** R0: 500 softphones over 60 s; from the 301st on, 503. */
    static ReportInput threeHundredOfFiveHundred() {
        SplittableRandom random = new SplittableRandom(7);
        Map<Metric, Histogram> histograms = new EnumMap<>(Metric.class);
        List<TimeSeries.Bucket> buckets = new ArrayList<>();
        int started = 0;
        int connectedNow = 0;
        for (int second = 0; second < END_SECONDS; second += 2) {
            int due = Math.min(SOFTPHONES, (second + 2) * SOFTPHONES / RAMP_SECONDS) - started;
            int admitted = Math.min(due, Math.max(0, 300 - connectedNow));
            admitted = second < RAMP_SECONDS ? admitted : 0;
            Histogram handshakes = Histograms.coarse();
            for (int i = 0; i < due; i++) {
                long micros = handshakeMicros(random, connectedNow + i);
                record(histograms, Metric.START_LAG, 200 + random.nextInt(900));
                if (i < admitted) {
                    handshakes.recordValue(micros);
                    record(histograms, Metric.HANDSHAKE, micros);
                    record(histograms, Metric.HANDSHAKE_SERVICE, micros - 150);
                    record(histograms, Metric.REGISTER, 9_000 + random.nextInt(26_000));
                    record(histograms, Metric.HELD_MILLIS, 300_000L + (60 - second) * 1000L);
                } else {
                    record(histograms, Metric.HANDSHAKE_FAILED, 70_000 + random.nextInt(60_000));
                }
            }
            started += due;
            connectedNow += admitted;
            if (second >= 360) {
                connectedNow = Math.max(0, connectedNow - 140);
            }
            record(histograms, Metric.LOOP_LAG, 300 + random.nextInt(2_500));
            if (second % 14 == 12) {
                for (int i = 0; i < connectedNow; i++) {
                    record(histograms, Metric.PONG, 18_000 + random.nextInt(40_000));
                }
            }
            int refused = due - admitted;
            buckets.add(new TimeSeries.Bucket(
                    due,
                    admitted,
                    refused,
                    0,
                    0,
                    connectedNow,
                    admitted,
                    refused,
                    refused == 0 ? Map.of() : Map.of("upgrade http/503", (long) refused),
                    Histograms.Frozen.copyOf(handshakes),
                    new TimeSeries.HostSample(
                            OptionalLong.of(61 + connectedNow),
                            OptionalLong.of(14 + connectedNow),
                            OptionalLong.of(second < 36 ? 2 : Math.min(60, (second - 36) * 8L)),
                            OptionalLong.of(1 + random.nextInt(second == 0 ? 30 : 4)),
                            OptionalLong.of(random.nextInt(4)),
                            OptionalLong.empty(),
                            OptionalLong.of(second < 60 ? 9 + random.nextInt(8) : 1 + random.nextInt(3)),
                            OptionalLong.of(0),
                            OptionalLong.of(0))));
        }
        OutcomeKey refused = new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503");
        Measurements measurements = new Measurements(
                END_SECONDS * 1000L,
                new SoftphoneCounts(500, 0, 500, 0, 300, 200, 0, 0, 0, 0, 0, 0),
                new AttemptCounts(500, 0, 0, 300, 200, 0, 0, 0),
                CallCounts.ZERO,
                Map.of(
                        refused,
                        new OutcomeCount(
                                200,
                                200,
                                0,
                                0,
                                36_120,
                                59_984,
                                Optional.of("Service Unavailable: session limit reached"),
                                Map.of("server", "edge/4.2", "via", "1.1 edge-eu-west-1b"))),
                frozen(histograms),
                Map.of(),
                Map.of(
                        "203.0.113.10:443", new GroupCounts(251, 151, 100, 0, 0),
                        "203.0.113.11:443", new GroupCounts(249, 149, 100, 0, 0)),
                Map.of("192.0.2.17", new GroupCounts(500, 300, 200, 0, 0)),
                List.of(),
                0,
                Map.of(),
                new TimeSeries(2000, buckets),
                host());
        long p99 = Objects.requireNonNull(histograms.get(Metric.HANDSHAKE)).getValueAtPercentile(99);
        LoadTest test = test(
                "three-hundred-of-five-hundred",
                new Arrival.RampUp(Duration.ofSeconds(RAMP_SECONDS)),
                Duration.ofMinutes(5));
        return new ReportInput(
                new Evidence(
                        test,
                        measurements,
                        Coverage.WHOLE,
                        Optional.of(new Preflight(
                                true,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(91_200L),
                                Optional.of(4_100L),
                                List.of("203.0.113.10", "203.0.113.11"))),
                        Optional.of(new SlotProbeResult(300, 5, 12, 5)),
                        List.of(),
                        false),
                new Judgement(
                        Verdict.Failed,
                        List.of(
                                new ThresholdResult(
                                        test.thresholds().get(0),
                                        Verdict.Passed,
                                        "handshake p99 ≤ 3 s",
                                        Figures.micros(p99) + " (300 of 300 counted)"),
                                new ThresholdResult(
                                        test.thresholds().get(1),
                                        Verdict.Failed,
                                        "connected ≥ 99 %",
                                        "60 % (300 of 500)")),
                        List.of(new Cause(
                                CauseType.ConcurrencyCap,
                                Optional.of("Tenant"),
                                OptionalLong.of(300),
                                Cause.Confidence.High,
                                200,
                                List.of(
                                        "300 softphones stayed connected from 0:36 on while 200 further attempts over"
                                                + " 23.9 s were all refused with http/503.",
                                        "After 5 softphones left on purpose, exactly 5 of 12 attempts got in.",
                                        "The generator was not the limit: 374 of 1,048,576 descriptors,"
                                                + " loop lag at most 30 ms."),
                                "The gateway holds at most 300 softphones at one time for this tenant. Ask its owner"
                                        + " to raise the limit, or plan for 300.",
                                Optional.of(new Cause.NextTest(
                                        "If a ramp three times slower still ends at 300, the rate of connects plays"
                                                + " no part.",
                                        Map.of("arrival", Map.of("rampUp", Map.of("over", "180s")))))))),
                "The gateway holds 300 softphones at one time and refused the other 200 of 500 with 503.",
                List.of(new Transcript(
                        refused,
                        300,
                        List.of(
                                "+0.000s   connect 203.0.113.10:443",
                                "+0.031s   connected from 192.0.2.17:41822, TLSv1.3",
                                "+0.032s > GET /signaling?token=… HTTP/1.1",
                                "+0.032s > Sec-WebSocket-Protocol: sip",
                                "+0.120s < HTTP/1.1 503 Service Unavailable",
                                "+0.120s < server: edge/4.2",
                                "+0.120s < via: 1.1 edge-eu-west-1b",
                                "+0.120s < session limit reached"))),
                START,
                START.plusSeconds(END_SECONDS),
                "0.1.0",
                millis -> Math.min(SOFTPHONES, millis * SOFTPHONES / (RAMP_SECONDS * 1000L)));
    }

    /** Log-normal around 80 ms, slower as the gateway fills. */
    private static long handshakeMicros(SplittableRandom random, int load) {
        double gauss = 0;
        for (int i = 0; i < 12; i++) {
            gauss += random.nextDouble();
        }
        double tail = random.nextInt(25) == 0 ? 14 : 1;
        return Math.round(62_000 * Math.exp((gauss - 6) * 0.28) * tail * (1 + load / 600.0));
    }

    static void record(Map<Metric, Histogram> histograms, Metric metric, long value) {
        histograms.computeIfAbsent(metric, m -> Histograms.empty()).recordValue(value);
    }

    static Map<Metric, Histograms.Frozen> frozen(Map<Metric, Histogram> histograms) {
        Map<Metric, Histograms.Frozen> frozen = new EnumMap<>(Metric.class);
        histograms.forEach((metric, histogram) -> frozen.put(metric, Histograms.Frozen.copyOf(histogram)));
        return frozen;
    }

    private static HostEvidence host() {
        return new HostEvidence(
                OptionalLong.of(1_048_576),
                OptionalLong.of(374),
                OptionalLong.of(32_768),
                OptionalLong.of(60_999),
                OptionalLong.of(0),
                OptionalLong.of(1),
                OptionalLong.of(327),
                OptionalLong.of(60),
                OptionalLong.of(0),
                OptionalLong.of(21_418),
                OptionalLong.of(0),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(30),
                OptionalLong.of(0),
                OptionalLong.of(6),
                OptionalLong.of(214),
                OptionalLong.empty(),
                OptionalLong.of(8),
                OptionalLong.of(17),
                OptionalLong.of(3),
                OptionalLong.of(0),
                Optional.of("epoll"),
                Optional.of("boringssl"));
    }
}
