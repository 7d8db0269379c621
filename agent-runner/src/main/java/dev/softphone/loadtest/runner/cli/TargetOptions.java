package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.Protocols;
import dev.softphone.loadtest.runner.net.Target;
import dev.softphone.loadtest.runner.safety.TargetPolicy;
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
     * @param unresolved the gateway's name has no address: {@code dns/notfound} or {@code dns/timeout}
     */
    record Checked(List<Target> targets, Optional<Long> dnsMicros, Optional<String> unresolved) {}

    Checked check(LoadTest test, Instant now) throws RefusedException, InterruptedException {
        TargetPolicy policy;
        try {
            policy = TargetPolicy.of(allowed, "--allow-target");
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
        List<Target> targets = new ArrayList<>();
        Optional<Long> dnsMicros = Optional.empty();
        for (String host : hosts(test)) {
            HostResolver.Answer answer = HostResolver.resolve(host);
            if (!answer.failure().isEmpty()) {
                return new Checked(List.of(), Optional.of(answer.micros()), Optional.of(answer.failure()));
            }
            Optional<TargetPolicy.Denial> denial = policy.check(host, answer.addresses(), test.authorization(), now);
            if (denial.isPresent()) {
                throw new RefusedException(denial.get().message());
            }
            targets.add(new Target(host, answer.addresses()));
            if (targets.size() == 1 && !literal(host)) {
                dnsMicros = Optional.of(answer.micros());
            }
        }
        // A name for the certificate alone is sent to the gateway's own addresses.
        test.gateway()
                .tls()
                .serverName()
                .ifPresent(name -> targets.add(new Target(name, targets.get(0).addresses())));
        return new Checked(targets, dnsMicros, Optional.empty());
    }

    private static boolean literal(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    private static Set<String> hosts(LoadTest test) {
        Set<String> hosts = new LinkedHashSet<>();
        hosts.add(test.gateway().endpoint().getHost());
        hosts.addAll(Protocols.of(test).hosts());
        return hosts;
    }
}
