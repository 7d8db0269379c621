package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeLabels;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.Threshold.Percentile;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one test, by region, all of one look at it. What is not known is not there; it is never 0. Shown and
 * removed by one thread at a time; read by Prometheus' at any time.
 */
final class LiveTest {
    private static final List<Percentile> PERCENTILES = List.of(Percentile.P50, Percentile.P90, Percentile.P99);
    private static final double MICROS = 1e-6;
    private static final double MILLIS = 1e-3;

    private final MeterRegistry registry;
    private final Tags tags;
    private final OutcomeLabels labels = new OutcomeLabels();
    private final Map<String, Meter> meters = new HashMap<>();
    private final Map<String, Region> regions = new ConcurrentHashMap<>();

    /** One region at one moment. */
    private record Region(
            Measurements measured, double startSkewSeconds, double reportAgeSeconds, double reportIntervalSeconds) {
        static final Region NONE = new Region(Measurements.EMPTY, Double.NaN, Double.NaN, Double.NaN);
    }

    LiveTest(MeterRegistry registry, String namespace, String test) {
        this.registry = registry;
        this.tags = Tags.of("namespace", namespace, "test", test);
    }

    /** @param interval that the runners were told to report in */
    void show(Map<String, Measurements> measured, List<RunnerState> runners, Optional<Duration> interval) {
        measured.forEach((name, now) -> {
            List<RunnerState> own = runners.stream()
                    .filter(runner -> runner.assignment().region().equals(name))
                    .toList();
            regions.put(
                    name,
                    new Region(
                            now,
                            skew(own),
                            age(own),
                            interval.map(LiveTest::seconds).orElse(Double.NaN)));
            labels.learn(now.outcomes().keySet());
            show(name, now);
        });
    }

    void remove() {
        meters.values().forEach(registry::remove);
        meters.clear();
    }

    private void show(String region, Measurements now) {
        Tags here = tags.and("region", region);
        softphones(here, "not_started", SoftphoneCounts::notStarted);
        softphones(here, "in_progress", SoftphoneCounts::inProgress);
        softphones(here, "connected", SoftphoneCounts::connected);
        softphones(here, "rejected", SoftphoneCounts::rejected);
        softphones(here, "failed", SoftphoneCounts::failed);
        softphones(here, "cancelled", SoftphoneCounts::cancelled);
        softphones(here, "lost", SoftphoneCounts::lost);
        gauge("softphones.connected.now", here, one -> one.measured()
                .softphones()
                .connectedNow());
        for (OutcomeLabels.Label label : labels.of(now.outcomes().keySet())) {
            counter(
                    "outcomes",
                    here.and("outcome", label.outcome(), "stage", label.stage(), "code", label.code()),
                    one -> labels.times(label, one.measured().outcomes()));
        }
        counter("handshake.samples", here, one -> handshakes(one).count());
        Histograms.Frozen handshakes = now.histograms().getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY);
        for (Percentile percentile : PERCENTILES) {
            if (handshakes.count() >= percentile.minimumSample()) {
                gauge(
                        "handshake.seconds",
                        here.and("quantile", Double.toString(percentile.value() / 100)),
                        one -> handshakes(one).count() == 0
                                ? Double.NaN
                                : handshakes(one).valueAt(percentile.value()) * MICROS);
            }
        }
        gauge("start.skew.seconds", here, Region::startSkewSeconds);
        gauge("report.age.seconds", here, Region::reportAgeSeconds);
        gauge("report.interval.seconds", here, Region::reportIntervalSeconds);
    }

    private void softphones(Tags here, String state, ToDoubleFunction<SoftphoneCounts> count) {
        gauge(
                "softphones",
                here.and("state", state),
                one -> count.applyAsDouble(one.measured().softphones()));
    }

    private static Histograms.Frozen handshakes(Region one) {
        return one.measured().histograms().getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY);
    }

    private static double skew(List<RunnerState> runners) {
        return runners.stream()
                .flatMap(runner -> runner.status().stream())
                .map(SoftphoneRunnerStatus::startSkewMillis)
                .filter(java.util.Objects::nonNull)
                .mapToDouble(millis -> millis * MILLIS)
                .max()
                .orElse(Double.NaN);
    }

    private static double age(List<RunnerState> runners) {
        return runners.stream()
                .filter(runner -> !runner.reported())
                .map(RunnerState::silent)
                .mapToDouble(LiveTest::seconds)
                .max()
                .orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / (double) Duration.ofSeconds(1).toNanos();
    }

    private void gauge(String name, Tags here, ToDoubleFunction<Region> value) {
        meters.computeIfAbsent(
                name + here, any -> Gauge.builder(TestMetrics.PREFIX + name, () -> value.applyAsDouble(region(here)))
                        .tags(here)
                        .register(registry));
    }

    private void counter(String name, Tags here, ToDoubleFunction<Region> value) {
        meters.computeIfAbsent(name + here, any -> FunctionCounter.builder(
                        TestMetrics.PREFIX + name, this, test -> value.applyAsDouble(test.region(here)))
                .tags(here)
                .register(registry));
    }

    private Region region(Tags here) {
        return here.stream()
                .filter(tag -> tag.getKey().equals("region"))
                .map(tag -> regions.getOrDefault(tag.getValue(), Region.NONE))
                .findFirst()
                .orElse(Region.NONE);
    }
}
