package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.GenesysScript.Calls;
import dev.softphone.loadtest.simulator.script.GenesysScript.Candidate;
import dev.softphone.loadtest.simulator.script.GenesysScript.Inbound;
import dev.softphone.loadtest.simulator.script.GenesysScript.Signalling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code genesys.calls}. */
final class GenesysCallReader {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<Candidate> LOOPBACK = List.of(new Candidate("127.0.0.1", 16_384));

    private GenesysCallReader() {}

    static Calls none() {
        return new Calls(Signalling.SDP_OVER_XMPP, false, LOOPBACK, Optional.empty(), MINUTE, MINUTE, Optional.empty());
    }

    private enum AutoAnswer {
        NEVER,
        ALWAYS
    }

    static Calls read(Section section) {
        return new Calls(
                section.optionalWord("signalling", Signalling.class).orElse(Signalling.SDP_OVER_XMPP),
                section.optionalWord("autoAnswer", AutoAnswer.class)
                        .map(AutoAnswer.ALWAYS::equals)
                        .orElse(false),
                section.has("candidates") ? section.list("candidates", GenesysCallReader::candidate) : LOOPBACK,
                section.optionalPeriod("holdFor"),
                section.optionalPeriod("noAnswerFor").orElse(MINUTE),
                section.optionalPeriod("lostAfter").orElse(MINUTE),
                section.optional("inbound", GenesysCallReader::inbound));
    }

    private static Candidate candidate(Section section) {
        return new Candidate(section.text("address"), section.count("port", 1, 65_535));
    }

    private static Inbound inbound(Section section) {
        record Rate(int count, Duration period) {}
        Rate rate = section.required("rate", s -> new Rate(s.count("count", 1, 10_000), s.period("per")));
        return new Inbound(
                section.optionalCount("whenReady", 1, 1_000_000).orElse(1),
                section.durationOrZero("after"),
                section.count("calls", 1, 1_000_000),
                rate.count(),
                rate.period());
    }
}
