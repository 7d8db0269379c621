package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.RuleReader.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the {@code sockets} section. */
final class SocketsReader {
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;

    private SocketsReader() {}

    static Sockets none() {
        return new Sockets(List.of(), List.of(), List.of(), List.of(), List.of(), MAX_MESSAGE_BYTES);
    }

    static Sockets read(Section section) {
        return new Sockets(
                section.list("idle", SocketsReader::endAtAge),
                section.list("lifetime", SocketsReader::endAtAge),
                section.list("lostPongs", SocketsReader::lostPongs),
                section.list("dropAll", SocketsReader::drop),
                section.list("pause", s -> new Sockets.Pause(s.durationOrZero("at"), s.period("for"))),
                section.optionalCount("maxMessageBytes", 1, 16 * 1024 * 1024).orElse(MAX_MESSAGE_BYTES));
    }

    private static Sockets.EndAtAge endAtAge(Section section) {
        return new Sockets.EndAtAge(
                RuleReader.matches(section, Context.SOCKET),
                section.period("after"),
                section.required("then", ActionReader::ending));
    }

    private static Sockets.LostPongs lostPongs(Section section) {
        Optional<Integer> afterPings = section.optionalCount("afterPings", 0, Integer.MAX_VALUE);
        Optional<Duration> afterAge = section.optionalDuration("afterAge");
        if (afterPings.isEmpty() && afterAge.isEmpty()) {
            throw new ScriptException(section.path(), "at least one of afterPings, afterAge", "none");
        }
        return new Sockets.LostPongs(RuleReader.matches(section, Context.SOCKET), afterPings, afterAge);
    }

    private static Sockets.Drop drop(Section section) {
        return new Sockets.Drop(
                RuleReader.matches(section, Context.SOCKET),
                section.duration("at"),
                section.required("then", ActionReader::ending));
    }
}
