package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.model.CallPlan.Action.Kind;
import dev.softphone.loadtest.model.CallPlan.Direction;
import dev.softphone.loadtest.model.CallPlan.Originator;
import dev.softphone.loadtest.model.CallPlan.Start;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What registered softphones do. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.originator) || (self.direction == 'Outbound') == (self.originator == 'Softphone')",
        message = CallSpec.ORIGINATOR_BY_DIRECTION)
@ValidationRule(value = "(self.direction == 'Outbound') == has(self.target)", message = CallSpec.TARGET_WITH_OUTBOUND)
public record CallSpec(
        @JsonPropertyDescription("direction, seen from the softphones: Inbound or Outbound. Default Inbound.")
        @Default("Inbound")
        Direction direction,

        @JsonPropertyDescription(
                "originator places the calls. Of inbound ones: Peer (the softphones call each other in pairs, 0 calls 1, 2"
                        + " calls 3; not with GenesysCloud) or Platform (the gateway, by itself). Of outbound ones: Softphone."
                        + " Default: Peer for Inbound, Softphone for Outbound.")
        @Nullable
        Originator originator,

        @JsonPropertyDescription(
                "start of the calls: Together (when the last scheduled softphone had time to register) or AsRegistered"
                        + " (each as soon as it and its peer are registered). Default Together.")
        @Default("Together")
        Start start,

        @JsonPropertyDescription(
                "target is the user part or URI that outbound calls go to; needed by them, and only by them. At most 256"
                        + " characters.")
        @Pattern("^[^\\s<>]+$")
        @Size(min = 1, max = 256)
        @Nullable
        String target,

        @JsonPropertyDescription(
                "answerAfter is how long the callee rings. A duration, default 0s, less than timeouts.established.")
        @Default("0s")
        @DurationText
        String answerAfter,

        @JsonPropertyDescription("holdFor is how long an established call lasts. A duration, default 30s, at most 24h.")
        @Default("30s")
        @DurationText
        String holdFor,

        @JsonPropertyDescription(
                "actions are done with each established call, and undone; with GenesysCloud only. At most 10; default: none.")
        @Size(max = 10)
        @Nullable
        List<ActionSpec> actions) {

    /** Something done with an established call. */
    public record ActionSpec(
            @JsonPropertyDescription("action is Mute or Hold. Required.") @Required
            Kind action,

            @JsonPropertyDescription("after is when, counted from the call's answer. A duration. Required.")
            @Required
            @DurationText
            String after,

            @JsonPropertyDescription(
                    "lasts is how long it stands until it is undone. A duration; after and lasts together at most holdFor."
                            + " Required.")
            @Required
            @DurationText
            String lasts) {}

    public static final String ORIGINATOR_BY_DIRECTION =
            "originator Softphone for direction Outbound, Peer or Platform for Inbound";
    public static final String TARGET_WITH_OUTBOUND = "target with direction Outbound, and only with it";
}
