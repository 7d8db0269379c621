package dev.softphone.loadtest.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** Puts the simulator's address in place of the manifest's gateway; path and query stay. */
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
