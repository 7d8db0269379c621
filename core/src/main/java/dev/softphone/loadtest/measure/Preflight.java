package dev.softphone.loadtest.measure;

import java.util.List;
import java.util.Optional;

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
    public Preflight {
        addresses = List.copyOf(addresses);
    }
}
