package dev.softphone.loadtest.runner.net;

import java.net.InetAddress;
import java.util.List;

/**
 * A host with its addresses, resolved once and checked before anything is sent.
 *
 * @param host as written in the manifest
 * @param addresses in the resolver's order, never empty; connects take them in turn
 */
public record Target(String host, List<InetAddress> addresses) {
    public Target {
        addresses = List.copyOf(addresses);
    }
}
