package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec.AffinitySpec;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec.ExpressionSpec;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec.NodeSelectorSpec;
import dev.softphone.loadtest.api.v1alpha1.RunnerTemplateSpec.TolerationSpec;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks {@code spec.runnerTemplate}. Nothing of it is in the model: it is about pods. */
final class RunnerTemplateReader {
    private static final String PATH = "spec.runnerTemplate";
    private static final String TERMS =
            PATH + ".affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
    private static final String REGION = "topology.kubernetes.io/region";
    private static final String KEY =
            "a label's name of at most 63 letters, digits, '-', '_' and '.', with a DNS name and /"
                    + " before it or without";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final List<String> RESERVED = List.of("kubernetes.io", "k8s.io", "softphone.dev");

    private RunnerTemplateReader() {}

    static void check(@Nullable RunnerTemplateSpec spec, Violations violations) {
        if (spec == null) {
            return;
        }
        own(PATH + ".labels", spec.labels(), true, violations);
        own(PATH + ".annotations", spec.annotations(), false, violations);
        if (spec.nodeSelector() != null) {
            spec.nodeSelector().forEach((key, value) -> {
                String path = PATH + ".nodeSelector." + key;
                violations.require(isKey(key), path, KEY, Violations.quoted(key));
                violations.require(
                        !key.equals(REGION), path, "placement.regions for the region", Violations.quoted(value));
                value(path, value, violations);
            });
        }
        if (spec.tolerations() != null) {
            for (int i = 0; i < spec.tolerations().size(); i++) {
                toleration(PATH + ".tolerations[" + i + "]", spec.tolerations().get(i), violations);
            }
        }
        affinity(spec.affinity(), violations);
        if (spec.imagePullSecrets() != null) {
            for (int i = 0; i < spec.imagePullSecrets().size(); i++) {
                String name = spec.imagePullSecrets().get(i).name();
                violations.require(
                        PREFIX.matcher(name).matches(),
                        PATH + ".imagePullSecrets[" + i + "].name",
                        "a Secret's name: lower-case letters, digits, '-' and '.'",
                        Violations.quoted(name));
            }
        }
    }

    private static void affinity(@Nullable AffinitySpec affinity, Violations violations) {
        if (affinity == null) {
            return;
        }
        NodeSelectorSpec required = affinity.nodeAffinity().requiredDuringSchedulingIgnoredDuringExecution();
        for (int i = 0; i < required.nodeSelectorTerms().size(); i++) {
            List<ExpressionSpec> all = required.nodeSelectorTerms().get(i).matchExpressions();
            for (int j = 0; j < all.size(); j++) {
                expression(TERMS + "[" + i + "].matchExpressions[" + j + "]", all.get(j), violations);
            }
        }
    }

    private static void expression(String path, ExpressionSpec expression, Violations violations) {
        boolean compares = expression.operator() == ExpressionSpec.Comparison.In
                || expression.operator() == ExpressionSpec.Comparison.NotIn;
        List<String> values = expression.values() == null ? List.of() : expression.values();
        violations.require(isKey(expression.key()), path + ".key", KEY, Violations.quoted(expression.key()));
        violations.require(
                values.isEmpty() != compares,
                path + ".values",
                (compares ? "1 or more" : "none") + " with operator " + expression.operator(),
                values.size() + " values");
        values.forEach(value -> value(path + ".values", value, violations));
    }

    private static void toleration(String path, TolerationSpec toleration, Violations violations) {
        boolean exists = toleration.operator() == TolerationSpec.Match.Exists;
        violations.require(
                toleration.key() != null || exists, path + ".key", "a key, or operator Exists", "operator Equal");
        violations.require(
                toleration.value() == null || !exists,
                path + ".value",
                "none with operator Exists",
                Violations.quoted(toleration.value()));
        violations.require(
                toleration.key() == null || isKey(toleration.key()),
                path + ".key",
                KEY,
                Violations.quoted(toleration.key()));
        if (toleration.value() != null) {
            value(path + ".value", toleration.value(), violations);
        }
    }

    /** Keys that the operator and Kubernetes do not use themselves. */
    private static void own(String path, @Nullable Map<String, String> map, boolean labels, Violations violations) {
        if (map == null) {
            return;
        }
        map.forEach((key, value) -> {
            String here = path + "." + key;
            violations.require(isKey(key), here, KEY, Violations.quoted(key));
            violations.require(
                    RESERVED.stream().noneMatch(reserved -> of(key, reserved)),
                    here,
                    "a key of your own, none of " + String.join(", ", RESERVED),
                    Violations.quoted(key));
            if (labels) {
                value(here, value, violations);
            }
        });
    }

    private static boolean of(String key, String domain) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        return prefix.equals(domain) || prefix.endsWith("." + domain);
    }

    private static void value(String path, String value, Violations violations) {
        violations.require(
                value.isEmpty() || NAME.matcher(value).matches(),
                path,
                "a label's value: letters, digits, '-', '_' and '.', beginning and ending with a letter or digit",
                Violations.quoted(value));
    }

    private static boolean isKey(String key) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        return NAME.matcher(key.substring(slash + 1)).matches()
                && (slash < 0
                        || (prefix.length() <= 253 && PREFIX.matcher(prefix).matches()));
    }
}
