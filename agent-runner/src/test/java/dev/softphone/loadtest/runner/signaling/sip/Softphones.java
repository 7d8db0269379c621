package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
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

    private static SipSettings settings(Optional<CallPlan> plan) {
        return new SipSettings(
                new UpgradeRequest("/sip", Map.of()),
                DOMAIN,
                "sip:" + DOMAIN,
                "WSS",
                600,
                plan,
                60_000,
                "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99");
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
