package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.ApplicationPing;
import dev.softphone.loadtest.model.Gateway.Extraction;
import dev.softphone.loadtest.model.Gateway.GenericWebSocket;
import dev.softphone.loadtest.model.Gateway.MessageMatch;
import dev.softphone.loadtest.model.Gateway.MessageStep;
import dev.softphone.loadtest.model.Gateway.Pointer;
import dev.softphone.loadtest.model.Gateway.Rejection;
import dev.softphone.loadtest.model.Gateway.RestCall;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Small models for the tests of this package. */
final class GenericFixtures {

    static final Identity ANN =
            new Identity("ann", Optional.empty(), Map.of("username", "ann", "password", "s3cret \"pw\"", "index", "7"));

    /** What was asked for by REST; the session knows by itself. */
    static final RestRequest ASKED =
            new RestRequest("asked", Stage.LOGIN, "GET", URI.create("https://gw.example/"), Map.of(), Optional.empty());

    private GenericFixtures() {}

    static GenericWebSocket generic(List<RestCall> rest, List<MessageStep> steps) {
        return generic(rest, steps, List.of(), Optional.empty());
    }

    static GenericWebSocket generic(
            List<RestCall> rest, List<MessageStep> steps, List<MessageStep> offer, Optional<ApplicationPing> ping) {
        return new GenericWebSocket(GenericWebSocket.Connections.Pooled, rest, steps, offer, ping);
    }

    static RestCall rest(
            String name,
            Stage stage,
            String url,
            Optional<String> body,
            Map<String, String> headers,
            String... extract) {
        Map<String, Extraction> extracts = new LinkedHashMap<>();
        for (String value : extract) {
            extracts.put(value, new Pointer("/" + value));
        }
        return new RestCall(name, stage, "POST", url, headers, body, List.of(200, 201), extracts);
    }

    static MessageStep step(
            Stage stage, String send, MessageMatch expect, List<Rejection> reject, Map<String, Extraction> extract) {
        return new MessageStep(stage.label() + "-step", stage, Optional.of(send), Optional.of(expect), reject, extract);
    }

    static Gateway gateway(String url, Map<String, String> headers, GenericWebSocket generic) {
        return new Gateway(
                url,
                URI.create(url.replaceAll("^(\\w+://[^/?]+).*", "$1")),
                Optional.empty(),
                headers,
                new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                generic);
    }

    static SignalingSession session(Gateway gateway) {
        return session(gateway, 1);
    }

    static SignalingSession session(Gateway gateway, long seed) {
        CallPlan call = new CallPlan(
                CallPlan.Direction.Outbound,
                CallPlan.Originator.Softphone,
                CallPlan.Start.AsRegistered,
                Optional.of("echo"),
                Duration.ZERO,
                Duration.ofSeconds(1),
                List.of());
        return GenericSignaling.of(gateway, Optional.of(call)).session(ANN, new Random(seed));
    }
}
