package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.GenesysScript.AtInstant;
import dev.softphone.loadtest.simulator.script.GenesysScript.Drain;
import dev.softphone.loadtest.simulator.script.GenesysScript.IceServer;
import dev.softphone.loadtest.simulator.script.GenesysScript.IceServers;
import dev.softphone.loadtest.simulator.script.GenesysScript.Secret;
import dev.softphone.loadtest.simulator.script.GenesysScript.ServerPings;
import dev.softphone.loadtest.simulator.script.GenesysScript.Stream;
import dev.softphone.loadtest.simulator.script.RuleReader.Context;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Reads the keys of the {@code genesys} section that are about its streaming host. */
final class GenesysStreamReader {
    private static final List<IceServer> LOOPBACK = List.of(new IceServer("127.0.0.1", 3478, "udp"));
    private static final Secret NO_SECRET = new Secret("simulator");

    private GenesysStreamReader() {}

    static Stream read(Section section) {
        return new Stream(
                section.list("stanzas", s -> RuleReader.rule(s, Context.GENESYS_STANZA, ActionReader::onStanza)),
                section.optional("iceServers", GenesysStreamReader::iceServers)
                        .orElseGet(() -> new IceServers(LOOPBACK, LOOPBACK, NO_SECRET, Duration.ofHours(24))),
                section.optional("serverPings", GenesysStreamReader::serverPings)
                        .orElseGet(() -> new ServerPings(false, Duration.ofSeconds(20), Duration.ofSeconds(15))),
                section.list("drain", GenesysStreamReader::drain),
                section.list("loseChannels", GenesysStreamReader::atInstant),
                section.list("expireSubscriptions", GenesysStreamReader::atInstant));
    }

    private static AtInstant atInstant(Section section) {
        return new AtInstant(RuleReader.matches(section, Context.SOCKET), section.duration("at"));
    }

    private static Drain drain(Section section) {
        return new Drain(
                RuleReader.matches(section, Context.SOCKET),
                section.duration("at"),
                section.optionalDuration("closeAfter").orElse(Duration.ofMinutes(1)),
                section.optional("then", ActionReader::ending).orElseGet(() -> new Action.Close(1001, "")));
    }

    private enum Answer {
        SENT,
        REFUSED
    }

    private static ServerPings serverPings(Section section) {
        return new ServerPings(
                section.optionalWord("answer", Answer.class)
                        .map(Answer.REFUSED::equals)
                        .orElse(false),
                section.optionalPeriod("every").orElse(Duration.ofSeconds(20)),
                section.optionalPeriod("timeout").orElse(Duration.ofSeconds(15)));
    }

    private static IceServers iceServers(Section section) {
        return new IceServers(
                section.list("stun", GenesysStreamReader::iceServer),
                section.list("turn", GenesysStreamReader::iceServer),
                section.optionalText("secret").map(Secret::new).orElse(NO_SECRET),
                section.optionalPeriod("expiresIn").orElse(Duration.ofHours(24)));
    }

    private static IceServer iceServer(Section section) {
        String transport = section.optionalText("transport").orElse("udp");
        if (!Set.of("udp", "tcp", "tls").contains(transport)) {
            throw section.refuse("transport", "udp, tcp or tls", transport);
        }
        return new IceServer(
                section.text("host"), section.optionalCount("port", 1, 65_535).orElse(3478), transport);
    }
}
