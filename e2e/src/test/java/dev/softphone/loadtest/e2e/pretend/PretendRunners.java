package dev.softphone.loadtest.e2e.pretend;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.runner.serve.ClusterApi;
import dev.softphone.loadtest.runner.serve.Contact;
import dev.softphone.loadtest.runner.serve.Control;
import dev.softphone.loadtest.runner.serve.ControlFollower;
import dev.softphone.loadtest.runner.serve.Pod;
import dev.softphone.loadtest.runner.serve.Reporter;
import dev.softphone.loadtest.runner.serve.RunnerApi;
import dev.softphone.loadtest.runner.serve.StartOrder;
import dev.softphone.loadtest.runner.serve.StatusContent;
import dev.softphone.loadtest.runner.serve.Timers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runners whose pods run nowhere: each has the reporter of a real one and writes when a real one would. All of one test, in
 * this process.
 */
public final class PretendRunners implements AutoCloseable {
    private static final long PATIENCE_MILLIS = Duration.ofMinutes(2).toMillis();

    /** What a runner measured by now. */
    public interface Measuring {
        /**
         * @param number of the runner in the plan
         * @param softphones of its own
         */
        Measurements soFar(int number, long softphones);
    }

    private final KubernetesClient client;
    private final Duration length;
    private final Measuring measuring;
    private final WrittenStatuses written;
    private final ScheduledExecutorService executor;
    private final Timers timers;
    private final Set<String> adopted = new HashSet<>();
    private volatile Optional<StartOrder> start = Optional.empty();
    private volatile long intervalMillis = 2_000;
    private Optional<ControlFollower> follower = Optional.empty();

    /**
     * @param client as the runners' service account; not closed here
     * @param threads of all runners together, for their requests block
     * @param length from the common start to the end of the last softphone
     */
    public PretendRunners(
            KubernetesClient client, int threads, Duration length, Measuring measuring, WrittenStatuses written) {
        this.client = client;
        this.length = length;
        this.measuring = measuring;
        this.written = written;
        this.executor = Executors.newScheduledThreadPool(threads);
        this.timers = Timers.on(executor);
    }

    /** Begins to report for a pod, unless it did before. */
    public void adopt(Pod pod) {
        if (!adopted.add(pod.name())) {
            return;
        }
        if (follower.isEmpty()) {
            follow(pod);
        }
        report(pod);
    }

    public int adopted() {
        return adopted.size();
    }

    private void follow(Pod any) {
        ControlFollower one = new ControlFollower(
                new ClusterApi(client, any),
                any,
                timers,
                new Contact(timers),
                PATIENCE_MILLIS,
                new ControlFollower.Listener() {
                    @Override
                    public void told(Control control) {
                        intervalMillis = control.reportIntervalMillis();
                        if (start.isEmpty()) {
                            start = control.startAt()
                                    .map(at -> StartOrder.of(
                                            control.trial(), control.size(), at, Instant.now(), timers.nanos()));
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
                .thenCompose(
                        joined -> reporter.write(() -> content(Phase.Armed, nothing(reporter)), 0, PATIENCE_MILLIS))
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
                .thenAccept(claimed -> reporter.every(
                        () -> content(
                                Phase.Running,
                                timers.nanos() < order.startNanos()
                                        ? nothing(reporter)
                                        : measuring.soFar(number, softphones)),
                        () -> true));
        long untilEnd = Math.max(0, (order.startNanos() - timers.nanos()) / 1_000_000) + length.toMillis();
        timers.after(
                untilEnd,
                () -> reporter.finish(
                        () -> content(Phase.Finished, measuring.soFar(number, softphones)),
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

    @Override
    public void close() {
        follower.ifPresent(ControlFollower::close);
        executor.shutdownNow();
    }
}
