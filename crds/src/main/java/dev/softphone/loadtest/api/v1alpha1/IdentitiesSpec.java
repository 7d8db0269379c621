package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.SecretKeyRef;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the softphones are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.secretRefs) != has(self.generated)", message = IdentitiesSpec.ONE_SOURCE)
public record IdentitiesSpec(
        @JsonPropertyDescription(
                "secretRefs names CSV files (RFC 4180) kept in Secrets, read in this order. The first row of each names the"
                        + " columns: username is required; password, organization and any other may follow, for"
                        + " ${identity.<column>}. 1 to 100.")
        @Size(min = 1, max = 100)
        @Nullable
        List<SecretKeyRef> secretRefs,

        @JsonPropertyDescription("generated makes names from a pattern.") @Nullable
        GeneratedSpec generated) {

    public static final String USERNAME = "^[^\\s{}]*\\{index\\}[^\\s{}]*$";
    public static final String ONE_SOURCE = "exactly one of secretRefs and generated";

    /** Names made from a pattern. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GeneratedSpec(
            @JsonPropertyDescription(
                    "username holds {index}, replaced by the softphone's number from 0. At most 64 characters; default"
                            + " softphone-{index}.")
            @Default("softphone-{index}")
            @Pattern(IdentitiesSpec.USERNAME)
            @Size(max = 64)
            String username,

            @JsonPropertyDescription(
                    "organizations are dealt out in turn. At most 100, each at most 63 characters; default: none.")
            @Size(max = 100)
            @Nullable
            List<@Size(min = 1, max = 63) @Pattern("^[^\\r\\n\\x00]+$") String> organizations,

            @JsonPropertyDescription("passwordSecretRef names the one password of all. Default: none.") @Nullable
            SecretKeyRef passwordSecretRef) {}
}
