package dev.softphone.loadtest.targets;

import dev.softphone.loadtest.model.Gateway;
import java.util.ArrayList;
import java.util.List;

/** Everything that the softphones of a test send to, as far as its manifest says. */
public final class TestTargets {

    /**
     * One of them.
     *
     * @param path of the field that names it, within the spec
     * @param host a name or an address, an IPv6 one in brackets; empty where the field holds none
     */
    public record Target(String path, String host) {}

    private TestTargets() {}

    /** The gateway first, then REST calls and token requests that have a host of their own. */
    public static List<Target> of(Gateway gateway) {
        List<Target> targets = new ArrayList<>();
        targets.add(new Target("gateway.url", host(gateway.endpoint().toString())));
        if (gateway.signaling() instanceof Gateway.GenesysCloud genesys) {
            targets.add(new Target("gateway.genesys.apiUrl", host(genesys.api().toString())));
            int place = 0;
            for (Gateway.Hosts hosts : genesys.elsewhere().values()) {
                String path = "gateway.genesys.organizations[" + place++ + "]";
                targets.add(new Target(path + ".url", host(hosts.streaming().toString())));
                targets.add(new Target(path + ".apiUrl", host(hosts.api().toString())));
            }
            for (int i = 0; i < genesys.organizations().size(); i++) {
                targets.add(new Target(
                        "identities.oauth.organizations[" + i + "].url",
                        host(genesys.organizations().get(i).url().toString())));
            }
        }
        if (gateway.signaling() instanceof Gateway.GenericWebSocket generic) {
            for (int i = 0; i < generic.rest().size(); i++) {
                String url = generic.rest().get(i).url();
                if (!url.startsWith("/")) {
                    targets.add(new Target("gateway.generic.rest[" + i + "].url", host(url)));
                }
            }
        }
        return targets;
    }

    private static String host(String url) {
        return Endpoint.of(url).map(Endpoint::host).orElse("");
    }
}
