package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.measure.Measurements;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tallies of all tests that go on. Kept in memory only: after a restart every report is read again, and every runner
 * given its full time. Safe from any thread.
 */
@ApplicationScoped
public class Reports {
    /**
     * What is known of one runner's reports.
     *
     * @param report the last one, its counts alone; absent when it could not be read
     * @param silent how long nothing new came
     * @param current whether it is about the trial that is under way; if not, nothing has started
     */
    public record Seen(Optional<RunnerReport> report, Duration silent, boolean current) {}

    /** A trial of a search, and its softphones over all runners. */
    public record OfTrial(int number, int softphones) {}

    /**
     * What is known of all runners of a test.
     *
     * @param runners by the name of the SoftphoneRunner
     * @param measured what the runners of a region said last, together; no series. Nobody is lost in it.
     */
    public record Look(Map<String, Seen> runners, Map<String, Measurements> measured) {}

    private final Clock clock;
    private final Map<String, Tally> byTest = new ConcurrentHashMap<>();

    @Inject
    public Reports(Clock clock) {
        this.clock = clock;
    }

    /** @param trial of a search that is under way */
    Look look(SoftphoneLoadTest test, List<SoftphoneRunner> runners, Optional<OfTrial> trial) {
        Tally tally = byTest.computeIfAbsent(test.getMetadata().getUid(), uid -> new Tally());
        synchronized (tally) {
            return tally.look(runners, trial, clock.instant());
        }
    }

    /** The test is over. */
    void forget(SoftphoneLoadTest test) {
        byTest.remove(test.getMetadata().getUid());
    }

    /** The runner is gone, with its test or alone. */
    void forget(SoftphoneRunner runner) {
        owners(runner)
                .forEach(owner -> byTest.computeIfPresent(owner.getUid(), (uid, tally) -> {
                    synchronized (tally) {
                        tally.forget(runner);
                        return tally.isEmpty() ? null : tally;
                    }
                }));
    }

    /** How many tests are remembered. */
    int size() {
        return byTest.size();
    }

    private static List<OwnerReference> owners(HasMetadata object) {
        return object.getMetadata().getOwnerReferences();
    }
}
