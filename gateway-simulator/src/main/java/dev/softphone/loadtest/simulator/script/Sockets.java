package dev.softphone.loadtest.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Faults of established sockets.
 *
 * @param idle ends sockets on which no frame went either way for a time; the first that matches a socket applies
 * @param lifetime ends sockets at an age since their 101 answer; the first that matches a socket applies
 * @param lostPongs sockets whose pings are no longer answered
 * @param dropAll ends all open sockets at an instant
 * @param pause stops the whole process for a time
 * @param maxMessageBytes a longer message closes the socket with 1009
 */
public record Sockets(
        List<EndAtAge> idle,
        List<EndAtAge> lifetime,
        List<LostPongs> lostPongs,
        List<Drop> dropAll,
        List<Pause> pause,
        int maxMessageBytes) {

    /** Ends the sockets that match at an age. */
    public record EndAtAge(List<Match> matches, Duration after, Action.Ending then) {}

    /** Answers {@code afterPings} pings of a socket, and none from the age {@code afterAge} on; whichever is first. */
    public record LostPongs(List<Match> matches, Optional<Integer> afterPings, Optional<Duration> afterAge) {}

    /** Ends all open sockets that match, {@code at} after the first TCP accept. */
    public record Drop(List<Match> matches, Duration at, Action.Ending then) {}

    /** Stops answering {@code at} after the first TCP accept, for {@code length}. */
    public record Pause(Duration at, Duration length) {}
}
