package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec.AffinitySpec;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a test's {@code runnerTemplate} into the pods that the operator makes; what the operator sets stays. */
final class PodTemplates {
    private PodTemplates() {}

    static PodTemplateSpec with(PodTemplateSpec pod, @Nullable RunnerTemplateSpec template) {
        if (template == null) {
            return pod;
        }
        return new PodTemplateSpecBuilder(pod)
                .editMetadata()
                .addToLabels(orNone(template.labels()))
                .addToAnnotations(orNone(template.annotations()))
                .endMetadata()
                .editSpec()
                .addToNodeSelector(orNone(template.nodeSelector()))
                .addAllToTolerations(tolerations(template))
                .withAffinity(template.affinity() == null ? null : affinity(template.affinity()))
                .withPriorityClassName(template.priorityClassName())
                .addAllToImagePullSecrets(orNone(template.imagePullSecrets()).stream()
                        .map(secret -> new LocalObjectReference(secret.name()))
                        .filter(secret -> !pod.getSpec().getImagePullSecrets().contains(secret))
                        .toList())
                .endSpec()
                .build();
    }

    private static List<Toleration> tolerations(RunnerTemplateSpec template) {
        return orNone(template.tolerations()).stream()
                .map(one -> new TolerationBuilder()
                        .withKey(one.key())
                        .withOperator(one.operator().name())
                        .withValue(one.value())
                        .withEffect(one.effect() == null ? null : one.effect().name())
                        .build())
                .toList();
    }

    private static Affinity affinity(AffinitySpec affinity) {
        return new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(
                        affinity
                                .nodeAffinity()
                                .requiredDuringSchedulingIgnoredDuringExecution()
                                .nodeSelectorTerms()
                                .stream()
                                .map(term -> new NodeSelectorTerm(
                                        term.matchExpressions().stream()
                                                .map(one -> new NodeSelectorRequirement(
                                                        one.key(),
                                                        one.operator().name(),
                                                        orNone(one.values())))
                                                .toList(),
                                        List.of()))
                                .toList())
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
