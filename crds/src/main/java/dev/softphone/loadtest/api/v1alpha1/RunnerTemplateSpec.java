package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pods of a test's runners are to be besides what the operator makes them; names as in a pod's own spec. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunnerTemplateSpec(
        @JsonPropertyDescription(
                "resources is what one runner's pod asks for; runners are planned with it. Default: as the operator's settings"
                        + " say.")
        @Nullable
        ResourcesSpec resources,

        @JsonPropertyDescription(
                "labels are added to pods; none of kubernetes.io, k8s.io and softphone.dev. At most 16, values of at most 63"
                        + " characters; default: none.")
        @Nullable
        Map<String, String> labels,

        @JsonPropertyDescription(
                "annotations are added to pods; none of kubernetes.io, k8s.io and softphone.dev. At most 16, values of at most"
                        + " 1024 characters; default: none.")
        @Nullable
        Map<String, String> annotations,

        @JsonPropertyDescription(
                "nodeSelector holds labels that nodes must have; the region comes from placement.regions. At most 16, values"
                        + " of at most 63 characters; default: none.")
        @Nullable
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("tolerations let pods onto nodes with taints. At most 16; default: none.")
        @Size(max = 16)
        @Nullable
        List<TolerationSpec> tolerations,

        @JsonPropertyDescription(
                "affinity says which nodes pods need; pods are spread over the hosts of their region in any case. Default:"
                        + " none.")
        @Nullable
        AffinitySpec affinity,

        @JsonPropertyDescription(
                "priorityClassName is one that the operator's softphone.runner.priority-classes allows. At most 63"
                        + " characters; default: none.")
        @Size(min = 1, max = 63)
        @Nullable
        String priorityClassName,

        @JsonPropertyDescription(
                "imagePullSecrets are Secrets of the test's namespace with access to the runner's image. At most 8; default:"
                        + " none.")
        @Size(max = 8)
        @Nullable
        List<PullSecretSpec> imagePullSecrets) {

    public static final String CPU = "^([1-9][0-9]{1,5}m|[1-9][0-9]{0,2})$";
    public static final String MEMORY = "^[1-9][0-9]{0,6}(Mi|Gi)$";

    /** What one pod asks for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ResourcesSpec(
            @JsonPropertyDescription(
                    "cpu is the request, in processors (2) or thousandths (500m); default: as the operator's settings say.")
            @Pattern(CPU)
            @Size(min = 1, max = 7)
            @Nullable
            String cpu,

            @JsonPropertyDescription(
                    "memory is request and limit, such as 512Mi or 2Gi; default: as the operator's settings say.")
            @Pattern(MEMORY)
            @Size(min = 3, max = 9)
            @Nullable
            String memory) {}

    /** Lets pods onto nodes with a taint. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TolerationSpec(
            @JsonPropertyDescription("key of the taint. At most 316 characters; default: any, with operator Exists.")
            @Size(max = 316)
            @Nullable
            String key,

            @JsonPropertyDescription("operator is Equal, which compares the value, or Exists. Default Equal.")
            @Default("Equal")
            Match operator,

            @JsonPropertyDescription("value of the taint, with Equal. At most 63 characters; default: the empty one.")
            @Size(max = 63)
            @Nullable
            String value,

            @JsonPropertyDescription("effect of the taint. Default: any.") @Nullable
            Effect effect) {
        public enum Match {
            Equal,
            Exists
        }

        public enum Effect {
            NoSchedule,
            PreferNoSchedule,
            NoExecute
        }
    }

    /** Which nodes pods need. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AffinitySpec(
            @JsonPropertyDescription("nodeAffinity is about the labels of nodes. Required.") @Required
            NodeAffinitySpec nodeAffinity) {}

    /** By the labels of nodes. */
    public record NodeAffinitySpec(
            @JsonPropertyDescription(
                    "requiredDuringSchedulingIgnoredDuringExecution is what a node must have. Required.")
            @Required
            NodeSelectorSpec requiredDuringSchedulingIgnoredDuringExecution) {}

    /** One of several. */
    public record NodeSelectorSpec(
            @JsonPropertyDescription("nodeSelectorTerms: a node must satisfy one of them. Required, 1 to 8.")
            @Required
            @Size(min = 1, max = 8)
            List<TermSpec> nodeSelectorTerms) {}

    /** All of several. */
    public record TermSpec(
            @JsonPropertyDescription("matchExpressions: a node must satisfy all of them. Required, 1 to 8.")
            @Required
            @Size(min = 1, max = 8)
            List<ExpressionSpec> matchExpressions) {}

    /** About one label. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ExpressionSpec(
            @JsonPropertyDescription("key of the label. Required, at most 316 characters.")
            @Required
            @Size(min = 1, max = 316)
            String key,

            @JsonPropertyDescription("operator is In, NotIn, Exists or DoesNotExist. Required.") @Required
            Comparison operator,

            @JsonPropertyDescription("values to compare with, for In and NotIn. At most 16; default: none.")
            @Size(max = 16)
            @Nullable
            List<@Size(max = 63) String> values) {
        public enum Comparison {
            In,
            NotIn,
            Exists,
            DoesNotExist
        }
    }

    /** A Secret by name. */
    public record PullSecretSpec(
            @JsonPropertyDescription("name of the Secret. Required, at most 253 characters.")
            @Required
            @Size(min = 1, max = 253)
            String name) {}
}
