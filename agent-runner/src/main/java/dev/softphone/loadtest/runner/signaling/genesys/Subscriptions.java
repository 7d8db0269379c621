package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nodes that a softphone subscribes to (XEP-0060). A refusal is a setback; the softphone goes on without the events. */
final class Subscriptions {
    private static final String SERVER_PINGS = "enable.server.side.pings";

    private final GenesysSettings settings;
    private final Memory memory;
    private final Iqs iqs;
    private final XmppStream stream;
    private int unanswered;

    Subscriptions(GenesysSettings settings, Memory memory, Iqs iqs, XmppStream stream) {
        this.settings = settings;
        this.memory = memory;
        this.iqs = iqs;
        this.stream = stream;
    }

    /** Tells when every subscription was answered, or given up. */
    void subscribe(Consumer<Wire> done, Wire wire) {
        List<String> topics =
                List.of(ConversationEvent.topic(memory.userId), "v2.users." + memory.userId + ".persistentconnection");
        unanswered = topics.size();
        for (String node : topics) {
            subscribe(node, (answer, late) -> answered(answer, done, late), wire);
        }
    }

    private void answered(@Nullable XmlElement answer, Consumer<Wire> done, Wire wire) {
        if (answer != null && answer.attributeOrEmpty("type").equals("error")) {
            wire.setback(Stage.REGISTER, StanzaErrors.ofStanza(answer, stream.redactor()));
        }
        if (--unanswered == 0) {
            done.accept(wire);
        }
    }

    /** Asks the server to ping; tells where it will not. */
    void askForPings(Consumer<Wire> refused, Wire wire) {
        subscribe(
                SERVER_PINGS,
                (answer, late) -> {
                    if (answer == null || answer.attributeOrEmpty("type").equals("error")) {
                        refused.accept(late);
                    }
                },
                wire);
    }

    private void subscribe(String node, Iqs.Reply reply, Wire wire) {
        String id = iqs.nextId();
        XmlWriter iq = iqs.begin(id, "set", settings.notifications())
                .start("pubsub", Xmlns.PUBSUB)
                .start("subscribe")
                .attribute("node", node)
                .attribute("jid", memory.bareJid);
        iqs.send(id, iq, GenesysTimers.IQ_MILLIS, reply, wire);
    }
}
