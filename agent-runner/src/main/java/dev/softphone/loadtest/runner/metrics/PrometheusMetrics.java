package dev.softphone.loadtest.runner.metrics;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeLabels;
import dev.softphone.loadtest.model.Threshold.Percentile;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one test, all views of one snapshot that is taken when Prometheus asks: the measuring loops pay nothing.
 * {@code docs/metrics.md} is the list of them. What is not known (a percentile without its sample, a host reading that
 * could not be taken) is not there; it is never 0.
 *
 * <p>Counters begin again with every trial of a search, as those of a restarted process do.
 *
 * <p>Safe for use from any thread; one that asks while another is served waits.
 */
public final class PrometheusMetrics {

    private static final String PREFIX = "softphone.load.";
    private static final double MICROS = 1e-6;
    private static final double MILLIS = 1e-3;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<Measurements> source;
    private final OutcomeLabels labels = new OutcomeLabels();
    private final Set<String> registered = new HashSet<>();
    private volatile Measurements now = Measurements.EMPTY;

    /** @param source answers quickly, from any thread */
    public PrometheusMetrics(String test, Supplier<Measurements> source) {
        this.source = source;
        registry.config().commonTags("test", test);
        softphones();
        attempts();
        calls();
        counter("rest.connections", Tags.empty(), m -> m.restConnections());
    }

    /** The exposition in Prometheus' text format, version 0.0.4. */
    public synchronized String scrape() {
        now = source.get();
        labels.learn(now.outcomes().keySet());
        outcomes();
        delays();
        host();
        return registry.scrape();
    }

    private void softphones() {
        gauge("softphones.planned", Tags.empty(), m -> m.softphones().planned());
        softphones("not_started", m -> m.softphones().notStarted());
        softphones("in_progress", m -> m.softphones().inProgress());
        softphones("connected", m -> m.softphones().connected());
        softphones("rejected", m -> m.softphones().rejected());
        softphones("failed", m -> m.softphones().failed());
        softphones("cancelled", m -> m.softphones().cancelled());
        softphones("lost", m -> m.softphones().lost());
        gauge("softphones.connected.now", Tags.empty(), m -> m.softphones().connectedNow());
        gauge("softphones.dropped", Tags.empty(), m -> m.softphones().droppedAfterConnect());
        gauge("softphones.late", Tags.empty(), m -> m.softphones().late());
    }

    private void softphones(String state, ToDoubleFunction<Measurements> value) {
        gauge("softphones", Tags.of("state", state), value);
    }

    private void attempts() {
        counter("attempts", Tags.of("kind", "first"), m -> m.attempts().first());
        counter("attempts", Tags.of("kind", "retry"), m -> m.attempts().retries());
        gauge("attempts.in.progress", Tags.empty(), m -> m.attempts().inProgress());
        attemptsEnded("succeeded", m -> m.attempts().succeeded());
        attemptsEnded("rejected", m -> m.attempts().rejected());
        attemptsEnded("failed", m -> m.attempts().failed());
        attemptsEnded("cancelled", m -> m.attempts().cancelled());
        attemptsEnded("lost", m -> m.attempts().lost());
    }

    private void attemptsEnded(String outcome, ToDoubleFunction<Measurements> value) {
        counter("attempts.ended", Tags.of("outcome", outcome), value);
    }

    private void calls() {
        counter("calls.placed", Tags.empty(), m -> m.calls().placed());
        gauge("calls.in.progress", Tags.empty(), m -> m.calls().inProgress());
        callSetups("established", m -> m.calls().established());
        callSetups("rejected", m -> m.calls().rejected());
        callSetups("failed", m -> m.calls().failed());
        callSetups("cancelled", m -> m.calls().cancelled());
        callSetups("lost", m -> m.calls().lost());
        gauge("calls.established.now", Tags.empty(), m -> m.calls().establishedNow());
        counter("calls.dropped", Tags.empty(), m -> m.calls().droppedAfterEstablished());
    }

    private void callSetups(String outcome, ToDoubleFunction<Measurements> value) {
        counter("call.setups", Tags.of("outcome", outcome), value);
    }

    private void outcomes() {
        for (OutcomeLabels.Label label : labels.of(now.outcomes().keySet())) {
            counter(
                    "outcomes",
                    Tags.of(
                            "outcome", label.outcome(),
                            "stage", label.stage(),
                            "code", label.code()),
                    m -> labels.times(label, m.outcomes()));
        }
    }

    private void delays() {
        delay("handshake", Metric.HANDSHAKE);
        delay("handshake.service", Metric.HANDSHAKE_SERVICE);
        delay("handshake.failed", Metric.HANDSHAKE_FAILED);
        delay("registration.delay", Metric.REGISTER);
        delay("session.request.delay", Metric.SESSION_REQUEST);
        delay("start.lag", Metric.START_LAG);
        delay("quota.wait", Metric.QUOTA_WAIT);
        delay("pong", Metric.PONG);
    }

    private void delay(String name, Metric metric) {
        counter(name + ".samples", Tags.empty(), m -> count(m, metric));
        for (Percentile percentile : Percentile.values()) {
            if (count(now, metric) >= percentile.minimumSample()) {
                quantile(name, metric, percentile.value());
            }
        }
        if (count(now, metric) > 0) {
            quantile(name, metric, 100);
        }
    }

    private void quantile(String name, Metric metric, double percentile) {
        String quantile = String.valueOf(Math.round(percentile * 10) / 1000.0).replaceAll("\\.0$", "");
        gauge(name + ".seconds", Tags.of("quantile", quantile), m -> valueAt(m, metric, percentile));
    }

    private static long count(Measurements m, Metric metric) {
        Histograms.Frozen histogram = m.histograms().get(metric);
        return histogram == null ? 0 : histogram.count();
    }

    /** A new trial has no sample yet: then there is no value, which Prometheus writes NaN. */
    private static double valueAt(Measurements m, Metric metric, double percentile) {
        Histograms.Frozen histogram = m.histograms().get(metric);
        return histogram == null || histogram.count() == 0 ? Double.NaN : histogram.valueAt(percentile) * MICROS;
    }

    private void host() {
        host("descriptors.limit", HostEvidence::descriptorLimit, 1);
        host("descriptors.peak", HostEvidence::descriptorsPeak, 1);
        host("ports.low", HostEvidence::portLow, 1);
        host("ports.high", HostEvidence::portHigh, 1);
        host("ports.reserved", HostEvidence::portsReserved, 1);
        host("sockets.peak", HostEvidence::socketsPeak, 1);
        host("time.wait.peak", HostEvidence::timeWaitPeak, 1);
        host("retransmits", HostEvidence::retransmits, 1);
        host("segments.sent", HostEvidence::segmentsSent, 1);
        host("listen.overflows", HostEvidence::listenOverflows, 1);
        host("conntrack.peak", HostEvidence::conntrackPeak, 1);
        host("conntrack.limit", HostEvidence::conntrackMax, 1);
        host("loop.lag.max.seconds", HostEvidence::loopLagMaxMillis, MILLIS);
        host("saturated.seconds", HostEvidence::saturatedMillis, MILLIS);
        host("gc.pause.max.seconds", HostEvidence::gcPauseMaxMillis, MILLIS);
        host("gc.seconds", HostEvidence::gcMillis, MILLIS);
        host("cpu.throttled.seconds", HostEvidence::cpuThrottledMillis, MILLIS);
        host("cpu.cores", HostEvidence::cpuCores, 1);
        host("cpu.peak.ratio", HostEvidence::cpuPeakPercent, 0.01);
        host("pending.connects.peak", HostEvidence::pendingConnectsPeak, 1);
        host("clock.step.seconds", HostEvidence::clockStepMillis, MILLIS);
    }

    private void host(String name, Function<HostEvidence, OptionalLong> reading, double unit) {
        if (reading.apply(now.host()).isPresent()) {
            gauge("host." + name, Tags.empty(), m -> {
                OptionalLong value = reading.apply(m.host());
                return value.isPresent() ? value.getAsLong() * unit : Double.NaN;
            });
        }
    }

    private void gauge(String name, Tags tags, ToDoubleFunction<Measurements> value) {
        if (registered.add(name + tags)) {
            Gauge.builder(PREFIX + name, this, metrics -> value.applyAsDouble(metrics.now))
                    .tags(tags)
                    .register(registry);
        }
    }

    private void counter(String name, Tags tags, ToDoubleFunction<Measurements> value) {
        if (registered.add(name + tags)) {
            FunctionCounter.builder(PREFIX + name, this, metrics -> value.applyAsDouble(metrics.now))
                    .tags(tags)
                    .register(registry);
        }
    }
}
