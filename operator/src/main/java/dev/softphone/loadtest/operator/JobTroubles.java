package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.status.Cut;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Why a Job makes no pods: a quota, or somebody at admission. The Job itself does not say; its controller's Events do.
 */
@ApplicationScoped
public class JobTroubles {
    private static final Logger LOG = Logger.getLogger(JobTroubles.class);
    private static final int LONGEST = 400;

    private final KubernetesClient client;

    @Inject
    public JobTroubles(KubernetesClient client) {
        this.client = client;
    }

    /** The last word about each Job that has fewer pods than it is to have. */
    List<String> of(Collection<Job> jobs) {
        return jobs.stream()
                .filter(JobTroubles::lacksPods)
                .sorted(Comparator.comparing(job -> job.getMetadata().getName()))
                .flatMap(job -> refusal(job).stream())
                .toList();
    }

    private static boolean lacksPods(Job job) {
        return job.getStatus() == null
                || count(job.getStatus().getActive())
                                + count(job.getStatus().getSucceeded())
                                + count(job.getStatus().getFailed())
                        < job.getSpec().getParallelism();
    }

    private static int count(@Nullable Integer pods) {
        return pods == null ? 0 : pods;
    }

    private Optional<String> refusal(Job job) {
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(job.getMetadata().getNamespace())
                    .withFields(Map.of("involvedObject.uid", job.getMetadata().getUid(), "reason", "FailedCreate"))
                    .list()
                    .getItems()
                    .stream()
                    .max(Comparator.comparing(JobTroubles::time))
                    .map(event -> Cut.to(LONGEST, "Job " + job.getMetadata().getName() + ": " + event.getMessage()));
        } catch (KubernetesClientException e) {
            LOG.warnf("Events of Job %s: %s", job.getMetadata().getName(), e.getMessage());
            return Optional.empty();
        }
    }

    private static String time(Event event) {
        return event.getLastTimestamp() == null ? "" : event.getLastTimestamp();
    }
}
