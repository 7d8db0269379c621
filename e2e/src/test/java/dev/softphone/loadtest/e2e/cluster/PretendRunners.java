package dev.softphone.loadtest.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.serve.ApiException;
import dev.softphone.loadtest.runner.serve.ClusterApi;
import dev.softphone.loadtest.runner.serve.Contact;
import dev.softphone.loadtest.runner.serve.Control;
import dev.softphone.loadtest.runner.serve.ControlFollower;
import dev.softphone.loadtest.runner.serve.Incarnation;
import dev.softphone.loadtest.runner.serve.Pod;
import dev.softphone.loadtest.runner.serve.Reporter;
import dev.softphone.loadtest.runner.serve.RunnerApi;
import dev.softphone.loadtest.runner.serve.StartOrder;
import dev.softphone.loadtest.runner.serve.StatusContent;
import dev.softphone.loadtest.runner.serve.Timers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.HdrHistogram.Histogram;

/**
 * Runners whose pods run nowhere: each has the reporter of a real one and says what {@link #measured} says, at the times
 * at which a real one would. All of one test, in this process.
 */
final class PretendRunners implements AutoCloseable {
    private static final long PATIENCE_MILLIS = Duration.ofMinutes(2).toMillis();
    private static final int THREADS = 16;
    private static final int LATENCIES = 500;
    private static final long SLOWEST_MICROS = 2_000_000;

    private final KubernetesClient client;
    private final Duration length;
    private final WrittenStatuses written = new WrittenStatuses();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(THREADS);
    private final Timers timers = Timers.on(executor);
    private final Set<String> adopted = new HashSet<>();
    private volatile Optional<StartOrder> start = Optional.empty();
    private volatile long intervalMillis = 2_000;
    private Optional<ControlFollower> follower = Optional.empty();

    /** @param length from the common start to the end of the last softphone */
    PretendRunners(KubernetesClient client, Duration length) {
        this.client = client;
        this.length = length;
    }

    WrittenStatuses written() {
        return written;
    }

    /** Begins to report for every pod of a test that is there and has no reporter yet. */
    void adopt(String test, JsonNode pods) {
        for (JsonNode json : pods) {
            String name = json.at("/metadata/name").asText();
            if (json.at("/status/phase").asText().equals("Running") && adopted.add(name)) {
                Pod pod = new Pod(
                        new Incarnation(json.at("/metadata/uid").asText(), 0),
                        Cluster.NAMESPACE,
                        name,
                        Optional.of(json.at("/spec/nodeName").asText()),
                        Optional.of(json.at("/status/podIP").asText()),
                        test,
                        json.at("/spec/nodeSelector/topology.kubernetes.io~1region").asText(),
                        Integer.parseInt(json.at("/metadata/annotations/batch.kubernetes.io~1job-completion-index")
                                .asText()));
                if (follower.isEmpty()) {
                    follow(pod);
                }
                report(pod);
            }
        }
    }

    int adopted() {
        return adopted.size();
    }

    private void follow(Pod any) {
        ControlFollower one = new ControlFollower(
                new ClusterApi(client, any), any, timers, new Contact(timers), PATIENCE_MILLIS, new ControlFollower.Listener() {
                    @Override
                    public void told(Control control) {
                        intervalMillis = control.reportIntervalMillis();
                        if (start.isEmpty()) {
                            start = control.startAt()
                                    .map(at -> StartOrder.of(control.trial(), at, Instant.now(), timers.nanos()));
                        }
                    }

                    @Override
                    public void misunderstood(String why) {
                        System.out.println(why);
                    }

                    @Override
                    public void deserted(String why) {
                        System.out.println(why);
                    }
                });
        one.start();
        follower = Optional.of(one);
    }

    private void report(Pod pod) {
        RunnerApi api = written.counting(new ClusterApi(client, pod));
        Reporter reporter = new Reporter(api, pod, timers, new Contact(timers), new Reporter.Listener() {
            @Override
            public void over(Reporter.Outcome why) {
                System.out.println(pod.name() + ": " + why);
            }

            @Override
            public void trouble(String what) {
                System.out.println(pod.name() + ": " + what);
            }
        });
        reporter.join(PATIENCE_MILLIS)
                .thenCompose(joined -> reporter.write(() -> content(Phase.Armed, nothing(reporter)), 0, PATIENCE_MILLIS))
                .thenAccept(armed -> go(reporter));
    }

    private void go(Reporter reporter) {
        if (start.isEmpty()) {
            timers.after(200, () -> go(reporter));
            return;
        }
        StartOrder order = start.get();
        SoftphoneRunner assignment = reporter.object().orElseThrow();
        int number = assignment.getSpec().number();
        long softphones = assignment.getSpec().softphones();
        reporter.interval(intervalMillis);
        reporter.write(
                        () -> content(Phase.Running, nothing(reporter)),
                        order.claimDelayMillis(number, timers.nanos()),
                        PATIENCE_MILLIS)
                .thenAccept(claimed -> reporter.every(() -> content(Phase.Running, measured(number, softphones))));
        long untilEnd = Math.max(0, (order.startNanos() - timers.nanos()) / 1_000_000) + length.toMillis();
        timers.after(
                untilEnd,
                () -> reporter.finish(
                        () -> content(Phase.Finished, measured(number, softphones)),
                        StartOrder.reportDelayMillis(number),
                        PATIENCE_MILLIS));
    }

    private static Measurements nothing(Reporter reporter) {
        return Measurements.nothingStarted(
                Math.toIntExact(reporter.object().orElseThrow().getSpec().softphones()));
    }

    private StatusContent content(Phase phase, Measurements measurements) {
        return new StatusContent(
                phase,
                Instant.now(),
                phase == Phase.Armed ? 0 : 1,
                phase == Phase.Armed ? OptionalLong.empty() : OptionalLong.of(0),
                Optional.empty(),
                Optional.of(RunnerReport.soFar(measurements, Optional.empty())));
    }

    /** Of each runner's softphones one of five was refused, the rest connected. */
    static Measurements measured(int number, long softphones) {
        long rejected = softphones / 5;
        long connected = softphones - rejected;
        return new Measurements(
                10_000,
                new SoftphoneCounts(softphones, 0, softphones, 0, connected, rejected, 0, 0, 0, 0, 0, 0),
                new AttemptCounts(softphones, 0, 0, connected, rejected, 0, 0, 0),
                CallCounts.ZERO,
                Map.of(
                        new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503"),
                        new OutcomeCount(rejected, rejected, 0, 0, 900, 2_900, Optional.of("full"), Map.of())),
                latencies(number),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                TimeSeries.EMPTY,
                HostEvidence.UNKNOWN);
    }

    private static Map<Metric, Histograms.Frozen> latencies(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Metric, Histograms.Frozen> histograms = new EnumMap<>(Metric.class);
        for (Metric metric :
                List.of(Metric.HANDSHAKE, Metric.HANDSHAKE_SERVICE, Metric.START_LAG, Metric.LOOP_LAG, Metric.REGISTER)) {
            Histogram histogram = Histograms.coarse();
            for (int i = 0; i < LATENCIES; i++) {
                histogram.recordValue(1 + random.nextLong(1 + random.nextLong(SLOWEST_MICROS)));
            }
            histograms.put(metric, Histograms.Frozen.copyOf(histogram));
        }
        return histograms;
    }

    @Override
    public void close() {
        follower.ifPresent(ControlFollower::close);
        executor.shutdownNow();
        client.close();
    }
}
