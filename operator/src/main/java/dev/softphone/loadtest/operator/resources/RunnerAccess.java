package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;

/**
 * What the pods of one test may do: get and watch the test's control object, get its runners, update their status.
 * Nothing else, by name.
 */
public final class RunnerAccess {
    private RunnerAccess() {}

    public static List<HasMetadata> of(SoftphoneLoadTest test, List<String> runners) {
        String testName = test.getMetadata().getName();
        String name = Names.access(testName);
        return List.of(
                new ServiceAccountBuilder()
                        .withMetadata(Names.owned(test, name))
                        .withAutomountServiceAccountToken(false)
                        .build(),
                new RoleBuilder()
                        .withMetadata(Names.owned(test, name))
                        .withRules(
                                rule("", "configmaps", List.of(Names.control(testName)), "get", "watch"),
                                rule(SoftphoneLoadTest.GROUP, "softphonerunners", runners, "get"),
                                rule(SoftphoneLoadTest.GROUP, "softphonerunners/status", runners, "update"))
                        .build(),
                new RoleBindingBuilder()
                        .withMetadata(Names.owned(test, name))
                        .withNewRoleRef()
                        .withApiGroup("rbac.authorization.k8s.io")
                        .withKind("Role")
                        .withName(name)
                        .endRoleRef()
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName(name)
                        .withNamespace(test.getMetadata().getNamespace())
                        .endSubject()
                        .build());
    }

    private static PolicyRule rule(String group, String resource, List<String> names, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withResourceNames(names)
                .withVerbs(verbs)
                .build();
    }
}
