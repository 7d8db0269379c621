package dev.softphone.loadtest.measure;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happened to the one softphone sent before all others: evidence at N = 1. Outside both equations.
 *
 * @param outcome absent when it registered (and, with calls, its call was established)
 * @param detail reason text of the outcome, redacted
 * @param handshakeMicros absent when there was no 101
 * @param dnsMicros how long the gateway's name took to resolve; absent for literal addresses
 * @param addresses the addresses it resolved to
 */
public record Preflight(
        boolean passed,
        Optional<OutcomeKey> outcome,
        Optional<String> detail,
        Optional<Long> handshakeMicros,
        Optional<Long> dnsMicros,
        List<String> addresses) {
    private static final Set<String> HOPELESS = Set.of(
            "http/400",
            "http/401",
            "http/403",
            "http/404",
            "http/426",
            "sip/401",
            "sip/403",
            "sip/404",
            "sip/407",
            "tcp/refused",
            "tcp/unreachable");

    private static final List<String> HOPELESS_FAMILIES = List.of("dns/", "tls/", "protocol/");

    public Preflight {
        addresses = List.copyOf(addresses);
    }

    /** Whether load cannot be the reason: what fails like this at N = 1 fails for all, and nothing is started. */
    public boolean hopeless() {
        return outcome.map(OutcomeKey::code)
                .filter(code ->
                        HOPELESS.contains(code) || HOPELESS_FAMILIES.stream().anyMatch(code::startsWith))
                .isPresent();
    }
}
