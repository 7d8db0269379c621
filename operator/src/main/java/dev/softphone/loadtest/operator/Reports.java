package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.ReportCodec;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The reports that came in, each read once, and since when each runner has been silent. Kept in memory only: after a
 * restart every runner is given its full time again. Safe from any thread.
 */
@ApplicationScoped
public class Reports {
    private static final Logger LOG = Logger.getLogger(Reports.class);

    /**
     * What is known of one runner's reports.
     *
     * @param report the last one that could be read
     * @param silent how long nothing new came
     */
    public record Seen(Optional<RunnerReport> report, Duration silent) {}

    private record Kept(String incarnation, long sequence, Optional<RunnerReport> report, Instant since) {}

    private final Clock clock;
    private final Map<String, Kept> byUid = new ConcurrentHashMap<>();

    @Inject
    public Reports(Clock clock) {
        this.clock = clock;
    }

    Seen seen(SoftphoneRunner runner) {
        Instant now = clock.instant();
        Kept kept = byUid.compute(runner.getMetadata().getUid(), (uid, before) -> kept(runner, before, now));
        return new Seen(kept.report(), Duration.between(kept.since(), now));
    }

    /** The test is gone. */
    void forget(SoftphoneRunner runner) {
        byUid.remove(runner.getMetadata().getUid());
    }

    private static Kept kept(SoftphoneRunner runner, @org.jspecify.annotations.Nullable Kept before, Instant now) {
        SoftphoneRunnerStatus status = runner.getStatus();
        if (status == null) {
            return before != null ? before : new Kept("", 0, Optional.empty(), now);
        }
        if (before != null
                && before.incarnation().equals(status.incarnation())
                && before.sequence() == status.sequence()) {
            return before;
        }
        return new Kept(status.incarnation(), status.sequence(), read(runner, status), now);
    }

    private static Optional<RunnerReport> read(SoftphoneRunner runner, SoftphoneRunnerStatus status) {
        if (status.report() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReportCodec.decode(status.report()));
        } catch (IllegalArgumentException e) {
            LOG.warnf(
                    "%s/%s: %s",
                    runner.getMetadata().getNamespace(), runner.getMetadata().getName(), e.getMessage());
            return Optional.empty();
        }
    }
}
