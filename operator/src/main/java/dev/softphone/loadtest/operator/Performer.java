package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.operator.resources.Events;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Does what was decided: objects by server-side apply, in order, and an Event. */
@ApplicationScoped
public class Performer {
    private static final Logger LOG = Logger.getLogger(Performer.class);
    private static final String MANAGER = "softphone-loadtest-operator";
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final Clock clock;
    private final TargetLocks locks;

    @Inject
    public Performer(KubernetesClient client, Clock clock, TargetLocks locks) {
        this.client = client;
        this.clock = clock;
        this.locks = locks;
    }

    void perform(Decision decision, SoftphoneLoadTest test) {
        for (HasMetadata object : decision.apply()) {
            if (object instanceof Lease lock) {
                locks.take(lock);
            } else {
                client.resource(object).patch(APPLY);
            }
        }
        decision.delete().forEach(this::delete);
        if (decision.status().filter(status -> status.finishedAt() != null).isPresent()) {
            locks.release(test);
        }
        decision.note().ifPresent(note -> tell(note, test));
    }

    /** With what it owns. A test of the same name that came later, or that has changed since, stays. */
    private void delete(HasMetadata object) {
        if (object instanceof SoftphoneLoadTest) {
            client.resource(object)
                    .lockResourceVersion(object.getMetadata().getResourceVersion())
                    .delete();
        } else {
            client.resource(object)
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
        }
    }

    /** An Event that cannot be written is no reason to stop a test; one that is there already needs no second. */
    private void tell(Decision.Note note, SoftphoneLoadTest test) {
        try {
            client.resource(Events.of(test, note.warning(), note.reason(), note.message(), clock.instant()))
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                LOG.warnf(
                        "Event %s of %s not written: %s",
                        note.reason(), test.getMetadata().getName(), e.getMessage());
            }
        }
    }
}
