package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.signaling.generic.GenericSignaling;
import dev.softphone.loadtest.runner.signaling.genesys.GenesysSignaling;
import dev.softphone.loadtest.runner.signaling.sip.SipSignaling;

/** Which package speaks which protocol. */
public final class Protocols {
    private Protocols() {}

    public static Signaling of(LoadTest test) {
        Gateway.Signaling signaling = test.gateway().signaling();
        if (signaling instanceof Gateway.SipOverWebSocket) {
            return new SipSignaling(test);
        }
        return signaling instanceof Gateway.GenesysCloud
                ? new GenesysSignaling(test)
                : GenericSignaling.of(test.gateway(), test.call());
    }
}
