package dev.softphone.loadtest.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * One operator decides at a time. The lease outlives an API server that is away for twenty seconds, or a restart after
 * that. Whoever loses it ends at once: the SDK of this version would let it go on beside the new leader.
 */
@Singleton
public class Leadership {
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final Duration LEASE = Duration.ofSeconds(45);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(35);
    private static final Duration RETRY = Duration.ofSeconds(3);

    private final AtomicBoolean stopping = new AtomicBoolean();

    @Produces
    @Singleton
    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("softphone-loadtest-operator")
                .withLeaseDuration(LEASE)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY)
                .withLeaderCallbacks(new LeaderCallbacks(() -> LOG.info("leading"), this::lost, leader -> {}))
                .build();
    }

    private void lost() {
        if (!stopping.get()) {
            LOG.error("the lease is lost to another operator; ending so that there are never two");
            Runtime.getRuntime().halt(1);
        }
    }

    void onStop(@Observes @Priority(1) ShutdownEvent event) {
        stopping.set(true);
    }
}
