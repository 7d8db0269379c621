package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** SIP over WebSocket (RFC 7118). Nothing it learns on the wire opens a connection: all goes over the one socket. */
public final class SipSignaling implements Signaling {
    private static final int FINGERPRINT_BYTES = 32;

    private final SipSettings settings;

    /**
     * Configured for one test.
     *
     * @throws IllegalArgumentException if the gateway of the test speaks another protocol, or a reference in its url or
     *     headers is malformed
     */
    public SipSignaling(LoadTest test) {
        Gateway gateway = test.gateway();
        if (!(gateway.signaling() instanceof Gateway.SipOverWebSocket sip)) {
            throw new IllegalArgumentException("protocol SipOverWebSocket required, "
                    + gateway.signaling().getClass().getSimpleName() + " given");
        }
        settings = new SipSettings(
                new SipUpgrade(gateway),
                sip.domain(),
                "sip:" + sip.domain(),
                gateway.secure() ? "WSS" : "WS",
                sip.registerExpires(),
                test.call(),
                test.timeouts().established().toMillis(),
                fingerprint(test.seed()));
    }

    @Override
    public SignalingSession session(Identity identity, RandomGenerator random) {
        return new SipSession(settings, identity, random);
    }

    private static String fingerprint(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(FINGERPRINT_BYTES * 3);
        for (int i = 0; i < FINGERPRINT_BYTES; i++) {
            text.append(i == 0 ? "" : ":").append(String.format("%02X", random.nextInt(256)));
        }
        return text.toString();
    }
}
