package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.model.KeepAlive.Kind;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How an idle connection is kept and its loss noticed. Where a default depends on the protocol, the schema holds none. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeepAliveSpec(
        @JsonPropertyDescription(
                "kind of the ping: None, WebSocketPing (RFC 6455), ApplicationPing (gateway.generic.ping), CrLf (RFC 5626,"
                        + " with SipOverWebSocket); with GenesysCloud also XmppPing (by the softphone) and ServerPing (by the"
                        + " server; the softphone closes after a silence of 35 s). Default WebSocketPing, XmppPing with"
                        + " GenesysCloud.")
        @Nullable
        Kind kind,

        @JsonPropertyDescription(
                "every is the time from ping to ping, each softphone at a phase of its own. A duration, default 30s, 14s with"
                        + " GenesysCloud; 100ms to 24h.")
        @DurationText
        @Nullable
        String every,

        @JsonPropertyDescription(
                "timeout is the time a pong may take. A duration, default 10s, 15s with GenesysCloud; 1ms to 1h.")
        @DurationText
        @Nullable
        String timeout,

        @JsonPropertyDescription(
                "maxMissed is how many pongs in a row may be missed; one more closes the connection with timeout/pong."
                        + " Default 1, 0 to 100.")
        @Default("1")
        @Min(0)
        @Max(100)
        Integer maxMissed,

        @JsonPropertyDescription(
                "jitterPercent spreads each interval evenly by plus or minus this share. In percent, default 20, 0 with"
                        + " GenesysCloud; 0 to 50.")
        @Min(0)
        @Max(50)
        @Nullable
        Integer jitterPercent) {}
