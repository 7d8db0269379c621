package dev.softphone.loadtest.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What registered softphones do.
 *
 * @param direction seen from the softphones under test
 * @param originator who places inbound calls: {@code Peer} (the softphones call each other in pairs: 2k calls 2k+1) or
 *     {@code Platform} (the gateway, by itself). Outbound calls are placed by the softphones to {@code target}
 * @param start {@code Together}: all at one instant, when the last scheduled softphone had time to register;
 *     {@code AsRegistered}: each as soon as it (and its peer) is registered; both shaped by {@code callsPerSecond}
 * @param target user part or URI of the callee of outbound calls
 * @param answerAfter how long the callee rings
 * @param holdFor how long an established call lasts
 */
public record CallPlan(
        Direction direction,
        Originator originator,
        Start start,
        Optional<String> target,
        Duration answerAfter,
        Duration holdFor) {
    public enum Direction {
        Inbound,
        Outbound
    }

    public enum Originator {
        Peer,
        Platform,
        Softphone
    }

    public enum Start {
        Together,
        AsRegistered
    }
}
