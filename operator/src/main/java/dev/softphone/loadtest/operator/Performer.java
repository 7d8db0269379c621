package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
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

    @Inject
    public Performer(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void perform(Decision decision, SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        for (HasMetadata object : decision.apply()) {
            client.resource(object).patch(APPLY);
        }
        decision.note().ifPresent(note -> tell(note, test));
    }

    /** An Event that cannot be written is no reason to stop a test. */
    private void tell(Decision.Note note, SoftphoneLoadTest test) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            client.resource(new EventBuilder()
                            .withNewMetadata()
                            .withGenerateName(test.getMetadata().getName() + "-")
                            .withNamespace(test.getMetadata().getNamespace())
                            .endMetadata()
                            .withType(note.warning() ? "Warning" : "Normal")
                            .withReason(note.reason())
                            .withMessage(
                                    note.message().length() > 1000
                                            ? note.message().substring(0, 1000)
                                            : note.message())
                            .withFirstTimestamp(now)
                            .withLastTimestamp(now)
                            .withCount(1)
                            .withNewSource(MANAGER, null)
                            .withReportingComponent(MANAGER)
                            .withReportingInstance(MANAGER)
                            .withNewInvolvedObject()
                            .withApiVersion(SoftphoneLoadTest.API_VERSION)
                            .withKind(SoftphoneLoadTest.KIND)
                            .withName(test.getMetadata().getName())
                            .withNamespace(test.getMetadata().getNamespace())
                            .withUid(test.getMetadata().getUid())
                            .endInvolvedObject()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            LOG.warnf(
                    "Event %s of %s not written: %s",
                    note.reason(), test.getMetadata().getName(), e.getMessage());
        }
    }
}
