package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.status.Cut;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * An Event of a test's transition. Its name is made of the test's uid and the transition, so that the API server refuses
 * a second one, whoever writes it: an operator that was restarted in between does not repeat itself.
 */
public final class Events {
    private static final int LONGEST = 1000;

    private Events() {}

    /** @param transition one word, such as {@code Planned}; a test goes through it once */
    public static Event of(SoftphoneLoadTest test, boolean warning, String transition, String message, Instant now) {
        String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(test.getMetadata().getName() + "-"
                        + test.getMetadata().getUid() + "-" + transition.toLowerCase(Locale.ROOT))
                .withNamespace(test.getMetadata().getNamespace())
                .endMetadata()
                .withType(warning ? "Warning" : "Normal")
                .withReason(transition)
                .withMessage(Cut.to(LONGEST, message))
                .withFirstTimestamp(at)
                .withLastTimestamp(at)
                .withCount(1)
                .withNewSource(Names.OPERATOR, null)
                .withReportingComponent(Names.OPERATOR)
                .withReportingInstance(Names.OPERATOR)
                .withNewInvolvedObject()
                .withApiVersion(SoftphoneLoadTest.API_VERSION)
                .withKind(SoftphoneLoadTest.KIND)
                .withName(test.getMetadata().getName())
                .withNamespace(test.getMetadata().getNamespace())
                .withUid(test.getMetadata().getUid())
                .endInvolvedObject()
                .build();
    }
}
