package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.operator.resources.Control;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What Prometheus reads of tests, in the table of {@code docs/metrics.md}. A test that is over or gone is shown for
 * {@link #KEPT} more, so that the last values are scraped. Safe from any thread.
 */
@ApplicationScoped
public class TestMetrics {
    static final String PREFIX = "softphone.operator.";
    static final Duration KEPT = Duration.ofMinutes(5);

    private static final String NO_CAUSE = "None";
    private static final Duration[] STEPS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Clock clock;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "test-metrics");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Entry> byUid = new HashMap<>();

    /** One test, and when it was last seen alive. */
    private static final class Entry {
        private final LiveTest shown;
        private Instant alive;
        private boolean over;

        private Entry(LiveTest shown, Instant alive) {
            this.shown = shown;
            this.alive = alive;
        }
    }

    @Inject
    public TestMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        sweeper.scheduleWithFixedDelay(this::sweep, 30, 30, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        sweeper.shutdownNow();
    }

    /** What a look at a test has shown and decided. */
    synchronized void seen(Observation seen, Decision decision) {
        SoftphoneLoadTest test = seen.resource();
        String uid = test.getMetadata().getUid();
        if (Gatherer.over(test)) {
            return;
        }
        Entry entry = byUid.computeIfAbsent(
                uid,
                any -> new Entry(
                        new LiveTest(
                                registry,
                                test.getMetadata().getNamespace(),
                                test.getMetadata().getName()),
                        clock.instant()));
        if (entry.over) {
            return;
        }
        entry.alive = clock.instant();
        decision.merged()
                .ifPresent(merged -> entry.shown.show(
                        merged.byRegion(), seen.runners(), seen.control().map(Control::reportInterval)));
        decision.status().filter(status -> status.finishedAt() != null).ifPresent(status -> {
            entry.over = true;
            count(status);
        });
    }

    /** Runs and times a reconciliation. */
    <T> T timed(Supplier<T> reconciliation) {
        return Timer.builder(PREFIX + "reconcile")
                .serviceLevelObjectives(STEPS)
                .register(registry)
                .record(reconciliation);
    }

    /** Removes what has been over or gone for long enough. */
    synchronized void sweep() {
        Instant last = clock.instant().minus(KEPT);
        byUid.values().removeIf(entry -> {
            boolean old = entry.alive.isBefore(last);
            if (old) {
                entry.shown.remove();
            }
            return old;
        });
    }

    private void count(SoftphoneLoadTestStatus status) {
        List<SoftphoneLoadTestStatus.Cause> causes = status.causes();
        registry.counter(
                        PREFIX + "tests.finished",
                        "verdict",
                        status.verdict() == null
                                ? String.valueOf(status.phase())
                                : status.verdict().name(),
                        "cause",
                        causes == null || causes.isEmpty()
                                ? NO_CAUSE
                                : causes.get(0).type())
                .increment();
    }
}
