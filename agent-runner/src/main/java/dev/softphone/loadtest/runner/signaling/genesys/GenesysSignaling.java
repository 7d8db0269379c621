package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** {@link Gateway.GenesysCloud} of one test. Nothing it learns on the wire opens a connection. */
public final class GenesysSignaling implements Signaling {
    private static final String STREAMING = "streaming.";

    /** Our own timer ends a request for a token; nothing is heard of one whose softphone gave up first. */
    private static final Duration HEARD = Duration.ofSeconds(1);

    private final GenesysSettings settings;
    private final Map<String, GenesysSettings> elsewhere = new HashMap<>();

    /**
     * @throws IllegalArgumentException if the gateway of the test speaks another protocol, or a reference in its headers
     *     is malformed
     */
    public GenesysSignaling(LoadTest test) {
        Gateway gateway = test.gateway();
        if (!(gateway.signaling() instanceof Gateway.GenesysCloud genesys)) {
            throw new IllegalArgumentException("protocol GenesysCloud required, "
                    + gateway.signaling().getClass().getSimpleName() + " given");
        }
        settings = new GenesysSettings(
                new UpgradeTemplate(gateway),
                api(genesys.api()),
                genesys,
                new TokenPool(test.seed(), test.timeouts().rest().plus(HEARD)),
                notifications(gateway.endpoint()),
                test.keepAlive().kind() == KeepAlive.Kind.ServerPing,
                test.call(),
                test.timeouts().established().toMillis(),
                CannedAudio.fingerprint(test.seed()));
        genesys.elsewhere()
                .forEach((organization, hosts) -> elsewhere.put(
                        organization,
                        settings.at(
                                new UpgradeTemplate(gateway, Optional.of(hosts.streaming())),
                                api(hosts.api()),
                                notifications(hosts.streaming()))));
    }

    private static String api(URI api) {
        return api.getScheme() + "://" + api.getRawAuthority();
    }

    private static String notifications(URI streaming) {
        String host = streaming.getHost();
        return "notifications." + (host.startsWith(STREAMING) ? host.substring(STREAMING.length()) : host);
    }

    @Override
    public SignalingSession session(Identity identity, RandomGenerator random) {
        GenesysSettings its = identity.organization().map(elsewhere::get).orElse(settings);
        return new GenesysSession(its, identity, random);
    }
}
