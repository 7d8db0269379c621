package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.net.Target;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which hosts may be sent to. */
final class TargetOptions {
    @Option(
            names = "--allow-target",
            paramLabel = "HOST",
            description =
                    "A host, *.suffix, address or CIDR that may be loaded; may be repeated. Loopback is always free.")
    private List<String> allowed = List.of();

    /**
     * Every host of the test, resolved and allowed.
     *
     * @param dnsMicros how long the gateway's name took to resolve; absent for a literal address
     */
    record Checked(List<Target> targets, Optional<Long> dnsMicros) {}

    Checked check(LoadTest test, Instant now) throws RefusedException, InterruptedException {
        List<Target> targets = new ArrayList<>();
        Optional<Long> dnsMicros = Optional.empty();
        for (String host : hosts(test)) {
            HostResolver.Answer answer = HostResolver.resolve(host);
            for (InetAddress address : answer.addresses()) {
                if (!address.isLoopbackAddress() && !allowed.contains(host)) {
                    throw new RefusedException(host + " (" + address.getHostAddress()
                            + "): required loopback or --allow-target " + host + ", observed " + allowed);
                }
            }
            targets.add(new Target(host, answer.addresses()));
            dnsMicros = dnsMicros.or(() -> Optional.of(answer.micros()));
        }
        return new Checked(targets, dnsMicros);
    }

    private static Set<String> hosts(LoadTest test) {
        Set<String> hosts = new LinkedHashSet<>();
        hosts.add(test.gateway().endpoint().getHost());
        if (test.gateway().signaling() instanceof Gateway.GenericWebSocket generic) {
            for (Gateway.RestCall call : generic.rest()) {
                if (call.url().contains("://")) {
                    hosts.add(URI.create(call.url()).getHost());
                }
            }
        }
        return hosts;
    }
}
