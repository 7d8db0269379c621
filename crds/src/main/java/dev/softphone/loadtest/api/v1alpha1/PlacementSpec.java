package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Where connections come from. */
@ValidationRule(value = "self.sourceAddresses.exists(source, source.weight > 0)", message = PlacementSpec.SOME_WEIGHT)
public record PlacementSpec(
        @JsonPropertyDescription(
                "sourceAddresses are local addresses to connect from, by weight. Unequal weights tell a cap per source"
                        + " address from one of the tenant. Required, 1 to 64, each address once, one weight above 0.")
        @Required
        @Size(min = 1, max = 64)
        List<SourceAddressSpec> sourceAddresses) {

    public static final String SOME_WEIGHT = "at least one weight above 0";

    /** A local address to connect from. */
    public record SourceAddressSpec(
            @JsonPropertyDescription(
                    "address is a literal IPv4 or IPv6 address of the runner's host. Required, at most 45 characters.")
            @Required
            @Pattern("^[0-9a-fA-F.:]+$")
            @Size(min = 2, max = 45)
            String address,

            @JsonPropertyDescription("weight is its share of the softphones. Default 1, 0 to 1000.")
            @Default("1")
            @Min(0)
            @Max(1000)
            Integer weight) {}
}
