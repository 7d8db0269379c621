package dev.softphone.loadtest.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;

/**
 * Puts the simulator's address in place of the manifest's gateway; path and query stay. Of Genesys Cloud it is every host,
 * each organization's too.
 */
final class GatewayAddress {
    private GatewayAddress() {}

    static ObjectNode replaced(ObjectNode manifest, URI simulator) {
        ObjectNode copy = manifest.deepCopy();
        if (copy.path("spec").path("gateway") instanceof ObjectNode gateway) {
            String url = gateway.path("url").asText();
            int authority = url.indexOf("://");
            int path = authority < 0 ? -1 : firstOf(url, authority + 3);
            String rest = path < 0 ? "/" : url.substring(path);
            gateway.put("url", simulator.getScheme() + "://" + simulator.getRawAuthority() + rest);
            if (gateway.path("genesys") instanceof ObjectNode genesys) {
                genesys.remove(List.of("apiUrl", "organizations"));
            }
            copy.at("/spec/identities/oauth/organizations").forEach(organization -> {
                if (organization instanceof ObjectNode client) {
                    client.remove("url");
                }
            });
        }
        return copy;
    }

    private static int firstOf(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '/' || c == '?') {
                return i;
            }
        }
        return -1;
    }
}
