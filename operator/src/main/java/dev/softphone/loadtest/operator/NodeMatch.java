package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec.ExpressionSpec;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec.TolerationSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the pods of a test may go onto a node, as the scheduler will see it. */
final class NodeMatch {
    private NodeMatch() {}

    static boolean fits(Node node, @Nullable RunnerTemplateSpec template) {
        if (Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
            return false;
        }
        Map<String, String> labels =
                Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of());
        List<TolerationSpec> tolerations =
                template == null || template.tolerations() == null ? List.of() : template.tolerations();
        boolean tolerated = node.getSpec().getTaints().stream()
                .filter(taint -> !taint.getEffect().equals("PreferNoSchedule"))
                .allMatch(taint -> tolerations.stream().anyMatch(toleration -> tolerates(toleration, taint)));
        return tolerated && (template == null || selected(labels, template));
    }

    private static boolean selected(Map<String, String> labels, RunnerTemplateSpec template) {
        boolean chosen = template.nodeSelector() == null
                || labels.entrySet().containsAll(template.nodeSelector().entrySet());
        return chosen
                && (template.affinity() == null
                        || template
                                .affinity()
                                .nodeAffinity()
                                .requiredDuringSchedulingIgnoredDuringExecution()
                                .nodeSelectorTerms()
                                .stream()
                                .anyMatch(
                                        term -> term.matchExpressions().stream().allMatch(one -> holds(labels, one))));
    }

    private static boolean tolerates(TolerationSpec toleration, Taint taint) {
        boolean effect =
                toleration.effect() == null || toleration.effect().name().equals(taint.getEffect());
        boolean key = toleration.key() == null || toleration.key().equals(taint.getKey());
        boolean value = toleration.operator() == TolerationSpec.Match.Exists
                || Objects.requireNonNullElse(toleration.value(), "")
                        .equals(Objects.requireNonNullElse(taint.getValue(), ""));
        return effect && key && value;
    }

    private static boolean holds(Map<String, String> labels, ExpressionSpec expression) {
        String value = labels.get(expression.key());
        List<String> values = expression.values() == null ? List.of() : expression.values();
        return switch (expression.operator()) {
            case In -> value != null && values.contains(value);
            case NotIn -> value == null || !values.contains(value);
            case Exists -> value != null;
            case DoesNotExist -> value == null;
        };
    }
}
