package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.net.Target;
import dev.softphone.loadtest.targets.IpAddress;
import dev.softphone.loadtest.targets.TargetPolicy;
import dev.softphone.loadtest.targets.TestTargets;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every host of a test, resolved once and allowed.
 *
 * @param dnsMicros how long the gateway's name took to resolve; absent for a literal address
 * @param unresolved a host without an address, the first there is
 */
public record AllowedTargets(List<Target> targets, Optional<Long> dnsMicros, Optional<Unresolved> unresolved) {

    /** @param code {@code dns/notfound} or {@code dns/timeout} */
    public record Unresolved(String host, String code) {}

    public AllowedTargets {
        targets = List.copyOf(targets);
    }

    /**
     * Resolves and judges.
     *
     * @param allowed hosts, {@code *.suffix}es, addresses and blocks
     * @param setting what a user writes to allow a host
     * @throws RefusedException for a host that is not allowed, and for a pattern that is none
     */
    public static AllowedTargets of(LoadTest test, Collection<String> allowed, String setting, Instant now)
            throws RefusedException, InterruptedException {
        TargetPolicy policy;
        try {
            policy = TargetPolicy.of(allowed, setting);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
        List<Target> targets = new ArrayList<>();
        Optional<Long> dnsMicros = Optional.empty();
        for (String host : hosts(test)) {
            HostResolver.Answer answer = HostResolver.resolve(host);
            if (!answer.failure().isEmpty()) {
                return new AllowedTargets(
                        List.of(), Optional.of(answer.micros()), Optional.of(new Unresolved(host, answer.failure())));
            }
            Optional<TargetPolicy.Denial> denial = policy.check(host, addresses(answer), test.authorization(), now);
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
        return new AllowedTargets(targets, dnsMicros, Optional.empty());
    }

    /** What a preflight softphone would have met; absent when every name has an address. */
    public Optional<Preflight> unresolvedPreflight() {
        return unresolved.map(none -> new Preflight(
                false,
                Optional.of(new OutcomeKey(OutcomeKey.Kind.FAILURE, Stage.UPGRADE, none.code())),
                Optional.of(none.host() + " has no address"),
                Optional.empty(),
                dnsMicros,
                List.of()));
    }

    private static boolean literal(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    private static List<IpAddress> addresses(HostResolver.Answer answer) {
        return answer.addresses().stream()
                .map(InetAddress::getAddress)
                .map(IpAddress::of)
                .toList();
    }

    private static Set<String> hosts(LoadTest test) throws RefusedException {
        Set<String> hosts = new LinkedHashSet<>();
        for (TestTargets.Target target : TestTargets.of(test.gateway())) {
            if (target.host().isEmpty()) {
                throw new RefusedException("spec." + target.path() + ": required a host, observed none");
            }
            hosts.add(target.host());
        }
        return hosts;
    }
}
