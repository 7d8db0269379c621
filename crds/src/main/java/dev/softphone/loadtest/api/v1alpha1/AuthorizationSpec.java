package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The platform owner's permission. */
@ValidationRule(value = "self.from < self.until", message = AuthorizationSpec.FROM_BEFORE_UNTIL)
public record AuthorizationSpec(
        @JsonPropertyDescription("ticket names the approval, for people. Required, at most 128 characters.")
        @Required
        @Pattern("^[^\\r\\n\\x00]+$")
        @Size(min = 1, max = 128)
        String ticket,

        @JsonPropertyDescription(
                "from is the start of the booked window. RFC 3339 in UTC, whole seconds: 2026-11-21T23:00:00Z. Required.")
        @Required
        @Pattern(AuthorizationSpec.INSTANT)
        @Size(min = 20, max = 20)
        String from,

        @JsonPropertyDescription(
                "until is its end; the run ends with it. RFC 3339 in UTC, whole seconds, after from. Required.")
        @Required
        @Pattern(AuthorizationSpec.INSTANT)
        @Size(min = 20, max = 20)
        String until) {

    /** Of one width and one zone, so that the order of the texts is the order of the times. */
    public static final String INSTANT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";

    public static final String FROM_BEFORE_UNTIL = "from before until";
}
