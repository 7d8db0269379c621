package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import java.util.random.RandomGenerator;

/** SIP over WebSocket (RFC 7118). Nothing it learns on the wire opens a connection: all goes over the one socket. */
public final class SipSignaling implements Signaling {
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
                new UpgradeTemplate(gateway),
                sip.domain(),
                "sip:" + sip.domain(),
                gateway.secure() ? "WSS" : "WS",
                sip.registerExpires(),
                test.call(),
                test.timeouts().established().toMillis(),
                CannedAudio.fingerprint(test.seed()));
    }

    @Override
    public SignalingSession session(Identity identity, RandomGenerator random) {
        return new SipSession(settings, identity, random);
    }
}
