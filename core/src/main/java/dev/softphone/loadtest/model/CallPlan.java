package dev.softphone.loadtest.model;

import java.time.Duration;
import java.util.List;
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
 * @param actions what is done with an established call; {@link Gateway.GenesysCloud} alone
 */
public record CallPlan(
        Direction direction,
        Originator originator,
        Start start,
        Optional<String> target,
        Duration answerAfter,
        Duration holdFor,
        List<Action> actions) {
    public CallPlan {
        actions = List.copyOf(actions);
    }

    /**
     * Something that is done and undone again.
     *
     * @param after counted from the call's answer
     * @param lasts until it is undone
     */
    public record Action(Kind kind, Duration after, Duration lasts) {
        public enum Kind {
            Mute,
            Hold
        }
    }

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
