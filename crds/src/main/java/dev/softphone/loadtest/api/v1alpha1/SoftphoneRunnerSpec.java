package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** One runner's assignment, written once by the operator. */
public record SoftphoneRunnerSpec(
        @JsonPropertyDescription("test is the name of the SoftphoneLoadTest it belongs to.")
        @Required
        @Size(min = 1, max = SoftphoneLoadTest.MAX_NAME_LENGTH)
        String test,

        @JsonPropertyDescription("number is its number over all regions, from 0.")
        @Required
        @Min(0)
        @Max(SoftphoneRunnerSpec.MOST)
        Integer number,

        @JsonPropertyDescription("region is the region whose Job starts its pod; at most 15 characters.")
        @Required
        @Size(min = 1, max = 15)
        String region,

        @JsonPropertyDescription("index is its completion index in the region's Job, from 0.")
        @Required
        @Min(0)
        @Max(SoftphoneRunnerSpec.MOST)
        Integer index,

        @JsonPropertyDescription("share says which softphones, arrivals and part of the limits are its own.") @Required
        Share share,

        @JsonPropertyDescription("softphones is how many that are.") @Required @Min(0) @Max(Integer.MAX_VALUE)
        Long softphones) {

    static final int MOST = 9_999;

    /** First dealt over the regions by weight, then evenly over a region's runners. */
    public record Share(
            @JsonPropertyDescription(
                    "regionWeights are the weights of all regions, in the order of the plan; at most 64.")
            @Required
            @Size(min = 1, max = 64)
            List<@Min(0) @Max(1000) Integer> regionWeights,

            @JsonPropertyDescription("region is this region's place in that list, from 0.") @Required @Min(0) @Max(63)
            Integer region,

            @JsonPropertyDescription("runners is how many runners the region has.")
            @Required
            @Min(1)
            @Max(SoftphoneRunnerSpec.MOST)
            Integer runners) {}
}
