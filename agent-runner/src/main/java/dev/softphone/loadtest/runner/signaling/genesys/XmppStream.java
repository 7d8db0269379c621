package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.RetryPolicy;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.xmpp.Jid;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * From the 101 to a bound resource.
 *
 * <pre>
 * open, features (SASL) -> auth PLAIN -> success -> open, features (bind) -> bind -> [stream management] -> bound
 * </pre>
 *
 * The password is {@code authKey:} and the access token. The whole of it, from the connect on, has 15 s.
 */
final class XmppStream {
    private enum State {
        CLOSED,
        AUTHENTICATING,
        BINDING,
        BOUND
    }

    private final Identity identity;
    private final Memory memory;
    private final Iqs iqs;
    private final RandomGenerator random;
    private final Consumer<Wire> bound;

    private State state = State.CLOSED;
    private boolean managed;
    private long handled;
    private long connectNanos;
    private String fullJid = "";

    XmppStream(Identity identity, Memory memory, Iqs iqs, RandomGenerator random, Consumer<Wire> bound) {
        this.identity = identity;
        this.memory = memory;
        this.iqs = iqs;
        this.random = random;
        this.bound = bound;
    }

    void reset() {
        state = State.CLOSED;
        managed = false;
        handled = 0;
        fullJid = "";
    }

    /** Address with the resource that the server bound; empty before. */
    String fullJid() {
        return fullJid;
    }

    /** Where a failure belongs now. */
    Stage stage() {
        return state == State.AUTHENTICATING ? Stage.AUTH : Stage.REGISTER;
    }

    void connecting(Wire wire) {
        connectNanos = wire.nowNanos();
    }

    void opened(Wire wire) {
        state = State.AUTHENTICATING;
        wire.stageBegins(Stage.AUTH);
        long spent = (wire.nowNanos() - connectNanos) / 1_000_000;
        wire.timer(GenesysTimers.CONNECT, Math.max(0, GenesysTimers.CONNECT_MILLIS - spent));
        open(wire);
    }

    /** {@link GenesysTimers#CONNECT} is due. */
    void tooLate(Wire wire) {
        Stage stage = stage();
        wire.failed(
                stage,
                "timeout/" + stage.label(),
                "no bound resource within " + GenesysTimers.CONNECT_MILLIS
                        + " ms of the connect, the client's own limit");
    }

    private void open(Wire wire) {
        wire.send(new XmlWriter()
                .start("open", Xmlns.FRAMING)
                .attribute("to", Jid.domain(memory.bareJid))
                .attribute("version", "1.0")
                .finish());
    }

    /** Whether the element was about the stream itself. */
    boolean received(XmlElement element, Wire wire) {
        switch (element.namespace()) {
            case Xmlns.FRAMING -> {
                return element.name().equals("open");
            }
            case Xmlns.STREAMS -> {
                if (element.name().equals("features")) {
                    features(element, wire);
                } else {
                    ended(element, wire);
                }
                return true;
            }
            case Xmlns.SASL -> {
                sasl(element, wire);
                return true;
            }
            case Xmlns.STREAM_MANAGEMENT -> {
                if (managed && element.name().equals("r")) {
                    wire.send(new XmlWriter()
                            .start("a", Xmlns.STREAM_MANAGEMENT)
                            .attribute("h", Long.toString(handled))
                            .finish());
                }
                return true;
            }
            default -> {
                stanza();
                return false;
            }
        }
    }

    /** Not of stage auth, whose refusals are final: a stream that ends there says nothing of the credentials. */
    private void ended(XmlElement error, Wire wire) {
        wire.rejected(state == State.BOUND ? Stage.ESTABLISHED : Stage.REGISTER, StanzaErrors.of(error, redactor()));
    }

    /** One more stanza came in; of what stream management counts. */
    void stanza() {
        handled += managed ? 1 : 0;
    }

    private void features(XmlElement features, Wire wire) {
        if (state == State.AUTHENTICATING) {
            authenticate(features, wire);
        } else if (state == State.BINDING) {
            bind(features, wire);
        }
    }

    private void authenticate(XmlElement features, Wire wire) {
        XmlElement mechanisms = features.child(Xmlns.SASL, "mechanisms");
        List<String> offered = mechanisms == null
                ? List.of()
                : mechanisms.children().stream()
                        .map(mechanism -> mechanism.text().strip())
                        .toList();
        if (!offered.contains("PLAIN")) {
            wire.failed(
                    Stage.AUTH,
                    "protocol/sasl",
                    "required the mechanism PLAIN, observed "
                            + (offered.isEmpty() ? "none" : redactor().line(String.join(" ", offered), 128)));
            return;
        }
        byte[] plain = ("\0" + memory.bareJid + "\0authKey:" + memory.token).getBytes(StandardCharsets.UTF_8);
        wire.send(new XmlWriter()
                .start("auth", Xmlns.SASL)
                .attribute("mechanism", "PLAIN")
                .text(Base64.getEncoder().encodeToString(plain))
                .finish());
    }

    private void sasl(XmlElement element, Wire wire) {
        if (state != State.AUTHENTICATING) {
            return;
        }
        switch (element.name()) {
            case "success" -> {
                state = State.BINDING;
                wire.stageDone(Stage.AUTH);
                wire.stageBegins(Stage.REGISTER);
                open(wire);
            }
            case "failure" -> {
                Refusal refusal = StanzaErrors.of(element, redactor());
                if (RetryPolicy.curedByReconnect(refusal.code())) {
                    memory.requireHard();
                }
                wire.rejected(Stage.AUTH, refusal);
            }
            default ->
                wire.failed(Stage.AUTH, "protocol/sasl", "required success or failure, observed " + element.name());
        }
    }

    private void bind(XmlElement features, Wire wire) {
        boolean manage = features.child(Xmlns.STREAM_MANAGEMENT, "sm") != null;
        String id = iqs.nextId();
        XmlWriter iq = iqs.begin(id, "set", null)
                .start("bind", Xmlns.BIND)
                .start("resource")
                .text(new UUID(random.nextLong(), random.nextLong()).toString());
        iqs.send(id, iq, GenesysTimers.IQ_MILLIS, (answer, late) -> bindAnswered(answer, manage, late), wire);
    }

    private void bindAnswered(@Nullable XmlElement answer, boolean manage, Wire wire) {
        if (answer == null) {
            wire.failed(
                    Stage.REGISTER, "timeout/register", "bind not answered within 15000 ms, the client's own limit");
            return;
        }
        if (answer.attributeOrEmpty("type").equals("error")) {
            wire.rejected(Stage.REGISTER, StanzaErrors.ofStanza(answer, redactor()));
            return;
        }
        XmlElement bind = answer.child(Xmlns.BIND, "bind");
        XmlElement jid = bind == null ? null : bind.child("jid");
        if (jid == null || jid.text().isBlank()) {
            wire.failed(Stage.REGISTER, "protocol/missing-value", "bind: required a jid, observed none");
            return;
        }
        fullJid = jid.text().strip();
        state = State.BOUND;
        wire.cancelTimer(GenesysTimers.CONNECT);
        if (manage) {
            managed = true;
            wire.send(new XmlWriter().empty("enable", Xmlns.STREAM_MANAGEMENT).finish());
        }
        bound.accept(wire);
    }

    /** Begins to leave: the server closes its side in answer. */
    void close(Wire wire) {
        wire.send(new XmlWriter().empty("close", Xmlns.FRAMING).finish());
    }

    Redactor redactor() {
        return memory.redactor(identity);
    }
}
