package dev.softphone.loadtest.measure;

import dev.softphone.loadtest.model.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Balanced measurements of one part of a run, as wild as the contract allows. */
final class RandomMeasurements {

    private final SplittableRandom random;

    RandomMeasurements(long seed) {
        this.random = new SplittableRandom(seed);
    }

    Measurements next() {
        long connected = count();
        long rejected = count();
        long failed = count();
        long cancelled = count();
        long notStarted = count();
        long started = connected + rejected + failed + cancelled;
        long retries = count();
        return new Measurements(
                random.nextLong(600_000),
                new SoftphoneCounts(
                        started + notStarted,
                        notStarted,
                        started,
                        0,
                        connected,
                        rejected,
                        failed,
                        cancelled,
                        0,
                        0,
                        connected,
                        0),
                new AttemptCounts(started, retries, 0, connected, rejected + retries, failed, cancelled, 0),
                CallCounts.ZERO,
                outcomes(),
                histograms(),
                groups("org-", 30),
                groups("10.0.0.", 24),
                groups("127.0.0.", 4),
                steps(),
                count(),
                restUse(),
                series(),
                host());
    }

    private Map<String, RestUse> restUse() {
        Map<String, RestUse> uses = new HashMap<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            uses.put(
                    i == 1 ? "" : "org-" + random.nextInt(40),
                    new RestUse(
                            random.nextInt(10_000),
                            random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(400)),
                            random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(400))));
        }
        return Bounded.bound(uses, Measurements.MAX_ORGANIZATIONS, RestUse::plus);
    }

    TimeSeries series() {
        long width = 1000L << random.nextInt(4);
        List<TimeSeries.Bucket> buckets = new ArrayList<>();
        int length = random.nextInt(10) == 0 ? 0 : random.nextInt(1, TimeSeries.MAX_BUCKETS + 1);
        for (int i = 0; i < length; i++) {
            buckets.add(bucket());
        }
        return new TimeSeries(width, buckets);
    }

    private TimeSeries.Bucket bucket() {
        Histogram handshake = Histograms.coarse();
        for (int i = random.nextInt(3); i > 0; i--) {
            handshake.recordValue(micros());
        }
        Map<String, Long> codes = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            codes.merge("upgrade http/" + random.nextInt(400, 440), count(), Long::sum);
        }
        return new TimeSeries.Bucket(
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                codes,
                Histograms.Frozen.copyOf(handshake),
                new TimeSeries.HostSample(
                        known(), known(), known(), known(), known(), known(), known(), known(), known()));
    }

    private Map<OutcomeKey, OutcomeCount> outcomes() {
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            OutcomeKey key = new OutcomeKey(
                    oneOf(List.of(OutcomeKey.Kind.values())),
                    oneOf(List.of(Stage.TOKEN, Stage.UPGRADE, Stage.REGISTER)),
                    "http/" + random.nextInt(500, 503));
            outcomes.put(
                    key,
                    new OutcomeCount(
                            count(),
                            count(),
                            count(),
                            count(),
                            random.nextLong(3),
                            random.nextLong(10),
                            random.nextBoolean() ? Optional.empty() : Optional.of("reason " + random.nextInt(3)),
                            random.nextBoolean() ? Map.of() : Map.of("server", "gw" + random.nextInt(3))));
        }
        return outcomes;
    }

    private Map<Metric, Histograms.Frozen> histograms() {
        Map<Metric, Histograms.Frozen> histograms = new EnumMap<>(Metric.class);
        for (Metric metric : List.of(Metric.HANDSHAKE, Metric.START_LAG)) {
            if (random.nextBoolean()) {
                Histogram histogram = Histograms.ofDigits(2);
                for (int i = 0; i < 20; i++) {
                    histogram.recordValue(micros());
                }
                histograms.put(metric, Histograms.Frozen.copyOf(histogram));
            }
        }
        return histograms;
    }

    private Map<String, GroupCounts> groups(String prefix, int kinds) {
        Map<String, GroupCounts> groups = new HashMap<>();
        for (int i = random.nextInt(kinds); i > 0; i--) {
            groups.put(prefix + random.nextInt(kinds), new GroupCounts(count(), count(), count(), count(), count()));
        }
        return Bounded.bound(
                groups,
                prefix.startsWith("org") ? Measurements.MAX_ORGANIZATIONS : Measurements.MAX_ADDRESSES,
                GroupCounts::plus);
    }

    private List<StepCounts> steps() {
        List<StepCounts> steps = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            steps.add(new StepCounts(
                    random.nextInt(50), random.nextLong(9), count(), count(), count(), count(), count(), count()));
        }
        return steps;
    }

    private HostEvidence host() {
        return new HostEvidence(
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                known(),
                random.nextBoolean() ? Optional.empty() : Optional.of(random.nextBoolean() ? "epoll" : "nio"),
                random.nextBoolean() ? Optional.empty() : Optional.of(random.nextBoolean() ? "jdk" : "boringssl"));
    }

    private OptionalLong known() {
        return random.nextInt(3) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextLong(5));
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private long count() {
        return random.nextLong(100);
    }

    private long micros() {
        return 1L << random.nextInt(31);
    }
}
