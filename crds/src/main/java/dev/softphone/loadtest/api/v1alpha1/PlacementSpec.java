package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.model.Placement;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where runners go, and where connections come from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.regions) || self.regions.exists(region, region.weight > 0)",
        message = PlacementSpec.SOME_REGION)
@ValidationRule(
        value = "!has(self.sourceAddresses) || self.sourceAddresses.exists(source, source.weight > 0)",
        message = PlacementSpec.SOME_ADDRESS)
public record PlacementSpec(
        @JsonPropertyDescription(
                "regions are groups of nodes, by the nodes' label topology.kubernetes.io/region, each with its share of the"
                        + " softphones. In a cluster only. 1 to 16, each name once, one weight above 0; default: any node,"
                        + " shown as one region \"default\".")
        @Size(min = 1, max = 16)
        @Nullable
        List<RegionSpec> regions,

        @JsonPropertyDescription(
                "maxSoftphonesPerRunner is the most softphones of one runner pod. In a cluster only. 1 to 20000; default:"
                        + " what its memory, processors, ports and descriptors carry.")
        @Min(1)
        @Max(20_000)
        @Nullable
        Integer maxSoftphonesPerRunner,

        @JsonPropertyDescription(
                "capacity says whether the runners must fit into what the nodes have free (Existing) or nodes may be added"
                        + " for them (Elastic). In a cluster only. Default Existing.")
        @Default("Existing")
        Placement.Capacity capacity,

        @JsonPropertyDescription(
                "egress says whose source address the gateway sees, and so whose ports run out. In a cluster only. Default:"
                        + " the pod's.")
        @Default("{}")
        EgressSpec egress,

        @JsonPropertyDescription(
                "sourceAddresses are local addresses to connect from, by weight. Unequal weights tell a cap per source"
                        + " address from one of the tenant. Without a cluster only: a pod has one address. 1 to 64, each"
                        + " address once, one weight above 0; default: the system chooses.")
        @Size(min = 1, max = 64)
        @Nullable
        List<SourceAddressSpec> sourceAddresses) {

    public static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
    public static final String SOME_REGION = "a region of weight above 0";
    public static final String SOME_ADDRESS = "a source address of weight above 0";

    /** A group of nodes. */
    @ValidationRule(value = "self.name != '" + Placement.WHOLE_CLUSTER + "'", message = RegionSpec.NAMED)
    public record RegionSpec(
            @JsonPropertyDescription(
                    "name is the value of the nodes' label topology.kubernetes.io/region; it becomes part of pod names. A"
                            + " DNS label, not \"default\", which stands for a test without regions. Required, at most 15"
                            + " characters.")
            @Required
            @Pattern(LABEL)
            @Size(min = 1, max = 15)
            String name,

            @JsonPropertyDescription("weight is its share of the softphones. Default 1, 0 to 1000.")
            @Default("1")
            @Min(0)
            @Max(1000)
            Integer weight) {
        public static final String NAMED = "a name other than default, which stands for a test without regions";
    }

    /** Whose source address the gateway sees. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "self.mode == 'NatGateway' || (!has(self.addresses) && !has(self.portsPerAddress))",
            message = EgressSpec.ONLY_WITH_NAT)
    public record EgressSpec(
            @JsonPropertyDescription(
                    "mode is whose address it is: the pod's own (PodAddress), the one of its node that all pods there share"
                            + " (NodeMasquerade), or those of a NAT gateway that all pods of a region share (NatGateway)."
                            + " Default PodAddress.")
            @Default("PodAddress")
            Placement.Egress.Mode mode,

            @JsonPropertyDescription(
                    "addresses is how many addresses the NAT gateway of each region has. With NatGateway only. 1 to 256;"
                            + " default: 1.")
            @Min(1)
            @Max(256)
            @Nullable
            Integer addresses,

            @JsonPropertyDescription(
                    "portsPerAddress is how many connections the NAT gateway keeps towards one destination from one of its"
                            + " addresses, as its provider says: 64512 on GCP, 55000 on AWS, 50000 on Azure. With"
                            + " NatGateway only. 1 to 65535; default: 50000.")
            @Min(1)
            @Max(65_535)
            @Nullable
            Integer portsPerAddress) {
        public static final String ONLY_WITH_NAT = "addresses and portsPerAddress only with mode NatGateway";
    }

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
