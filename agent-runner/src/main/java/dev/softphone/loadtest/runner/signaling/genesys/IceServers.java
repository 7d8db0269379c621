package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for TURN and STUN servers (XEP-0215): before the softphone calls itself connected, when both must answer; once
 * more when it is; and every six hours. Nothing is sent to the servers.
 */
final class IceServers {
    private static final int MORE_TRIES = 2;

    private final Iqs iqs;
    private final XmppStream stream;
    private int missing;
    private boolean stun;

    IceServers(Iqs iqs, XmppStream stream) {
        this.iqs = iqs;
        this.stream = stream;
    }

    /** Without a STUN server the client uses relays only: this is how a platform forces TURN. */
    boolean relayOnly() {
        return !stun;
    }

    /** The attempt fails with the first of the two that is refused or not answered. */
    void require(String domain, Consumer<Wire> done, Wire wire) {
        missing = 2;
        for (String type : new String[] {"turn", "stun"}) {
            ask(domain, type, (answer, late) -> required(type, answer, done, late), wire);
        }
    }

    private void required(String type, @Nullable XmlElement answer, Consumer<Wire> done, Wire wire) {
        if (answer == null) {
            wire.failed(
                    Stage.REGISTER,
                    "timeout/register",
                    "the query for " + type + " servers was not answered within 15000 ms, the client's own limit");
        } else if (isError(answer)) {
            wire.rejected(Stage.REGISTER, StanzaErrors.ofStanza(answer, stream.redactor()));
        } else {
            learn(type, answer, wire);
            if (--missing == 0) {
                done.accept(wire);
            }
        }
    }

    /** Tried three times each; the softphone goes on without an answer. */
    void refresh(String domain, Wire wire) {
        wire.timer(GenesysTimers.ICE_SERVERS, GenesysTimers.ICE_SERVERS_MILLIS);
        refresh(domain, "turn", MORE_TRIES, wire);
        refresh(domain, "stun", MORE_TRIES, wire);
    }

    private void refresh(String domain, String type, int moreTries, Wire wire) {
        ask(domain, type, (answer, late) -> refreshed(domain, type, moreTries, answer, late), wire);
    }

    private void refreshed(String domain, String type, int moreTries, @Nullable XmlElement answer, Wire wire) {
        if (answer != null && isError(answer)) {
            wire.setback(Stage.ESTABLISHED, StanzaErrors.ofStanza(answer, stream.redactor()));
        }
        if (answer != null && !isError(answer)) {
            learn(type, answer, wire);
        } else if (moreTries > 0) {
            refresh(domain, type, moreTries - 1, wire);
        }
    }

    private void learn(String type, XmlElement answer, Wire wire) {
        XmlElement services = answer.child(Xmlns.EXTERNAL_SERVICES, "services");
        if (type.equals("stun")) {
            stun = services != null && services.child("service") != null;
        }
        if (services != null) {
            for (XmlElement service : services.children()) {
                wire.conceal(service.attributeOrEmpty("password"));
            }
        }
    }

    private void ask(String domain, String type, Iqs.Reply reply, Wire wire) {
        String id = iqs.nextId();
        XmlWriter iq = iqs.begin(id, "get", domain)
                .start("services", Xmlns.EXTERNAL_SERVICES)
                .attribute("type", type);
        iqs.send(id, iq, GenesysTimers.IQ_MILLIS, reply, wire);
    }

    private static boolean isError(XmlElement iq) {
        return iq.attributeOrEmpty("type").equals("error");
    }
}
