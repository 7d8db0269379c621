package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Softphones under test, each the same every time for the same seed. */
final class Softphones {
    static final String DOMAIN = "example.test";

    private Softphones() {}

    static Identity identity(String username) {
        return new Identity(username, Optional.empty(), Map.of("username", username, "password", "secret"));
    }

    static SipSession session(String username, long seed) {
        return new SipSession(settings(Optional.empty()), identity(username), new SplittableRandom(seed));
    }

    static SipSession session(String username, long seed, CallPlan plan) {
        return new SipSession(settings(Optional.of(plan)), identity(username), new SplittableRandom(seed));
    }

    static Gateway gateway(String url, Map<String, String> headers) {
        return new Gateway(
                url,
                URI.create("wss://gw.example.test"),
                Optional.of("sip"),
                headers,
                new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                new Gateway.SipOverWebSocket(DOMAIN, 600));
    }

    static SipSettings settings(Optional<CallPlan> plan) {
        return new SipSettings(
                new UpgradeTemplate(gateway("wss://gw.example.test/sip", Map.of())),
                DOMAIN,
                "sip:" + DOMAIN,
                "WSS",
                600,
                plan,
                60_000,
                "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99");
    }

    /** A plan whose softphones ring for two seconds. */
    static CallPlan plan(CallPlan.Originator originator) {
        return new CallPlan(
                originator == CallPlan.Originator.Softphone ? CallPlan.Direction.Outbound : CallPlan.Direction.Inbound,
                originator,
                CallPlan.Start.AsRegistered,
                Optional.of("echo"),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                List.of());
    }

    /** A softphone that is registered; what it took is taken off the wire. */
    static SipSession registered(String username, long seed, CallPlan plan, RecordingWire wire)
            throws MalformedSipException {
        SipSession session = session(username, seed, plan);
        session.begin(wire);
        session.opened(wire);
        session.received(answer(wire.takeRequest(), 200, "OK"), wire);
        wire.takeEffects();
        return session;
    }

    /** An answer with a session description. */
    static String describedAnswer(
            SipRequest request, int status, String reason, String description, String... headers) {
        return answer(request, status, reason, headers)
                .replace(
                        "Content-Length: 0\r\n\r\n",
                        "Content-Type: application/sdp\r\nContent-Length: " + description.length() + "\r\n\r\n"
                                + description);
    }

    /** An answer as a gateway would write it. */
    static String answer(SipRequest request, int status, String reason, String... headers) {
        SipText text = SipAnswers.to(request, status, reason, "gw");
        for (int i = 0; i < headers.length; i += 2) {
            text.header(headers[i], headers[i + 1]);
        }
        return text.end();
    }
}
