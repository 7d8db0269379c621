package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/** Names and labels of everything that belongs to a test. */
public final class Names {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OPERATOR = "softphone-loadtest-operator";
    public static final String TEST = "softphone.dev/test";
    public static final String REGION = "softphone.dev/region";

    /** Selects what this operator made. */
    public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final String REPORT = "report";

    /** The same without reports: they are large, written once, and never read again by the operator. */
    public static final String SELECTOR_BUT_REPORTS = SELECTOR + "," + COMPONENT + "!=" + REPORT;

    private Names() {}

    public static String plan(String test) {
        return test + "-plan";
    }

    public static String control(String test) {
        return test + "-control";
    }

    /** The trials of a search that have ended. */
    public static String trials(String test) {
        return test + "-trials";
    }

    public static String report(String test) {
        return test + "-report";
    }

    /** The ServiceAccount, Role and RoleBinding of a test's runners. */
    public static String access(String test) {
        return test + "-runner";
    }

    public static String job(String test, String region) {
        return test + "-" + region;
    }

    public static String runner(String test, String region, int index) {
        return test + "-" + region + "-" + index;
    }

    public static Map<String, String> labels(String test) {
        return Map.of(MANAGED_BY, OPERATOR, "app.kubernetes.io/name", "softphone-runner", TEST, test);
    }

    /** The metadata of a test's report. */
    static ObjectMeta ofReport(SoftphoneLoadTest test) {
        return new ObjectMetaBuilder(owned(test, report(test.getMetadata().getName())))
                .addToLabels(COMPONENT, REPORT)
                .build();
    }

    /** Owned by the test, so that deleting the test leaves nothing behind. */
    static ObjectMeta owned(SoftphoneLoadTest test, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(test.getMetadata().getNamespace())
                .withLabels(labels(test.getMetadata().getName()))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(SoftphoneLoadTest.API_VERSION)
                        .withKind(SoftphoneLoadTest.KIND)
                        .withName(test.getMetadata().getName())
                        .withUid(test.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(false)
                        .build())
                .build();
    }
}
