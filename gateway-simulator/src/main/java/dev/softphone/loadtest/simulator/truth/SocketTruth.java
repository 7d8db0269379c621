package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Established WebSockets. Not thread safe. */
public final class SocketTruth {

    /** The two keep-alives a gateway answers by itself. */
    public enum PingKind {
        WEB_SOCKET("webSocket"),
        CRLF("crlf");

        private final String key;

        PingKind(String key) {
            this.key = key;
        }
    }

    /** Why the gateway ended a socket. */
    public enum Kill {
        IDLE("idle"),
        LIFETIME("lifetime"),
        DROP_ALL("dropAll"),
        RULE("rule"),
        /** Genesys: a stream error, a drain, a second connection on a channel, or the end after the client's close. */
        STREAM("stream"),
        MESSAGE_TOO_LONG("messageTooLong"),
        PROTOCOL_ERROR("protocolError");

        private final String key;

        Kill(String key) {
            this.key = key;
        }
    }

    private final Level open = new Level();
    private final Levels bySourceAddress = new Levels();
    private final Tally acceptedBySourceAddress;
    private final Tally acceptedByOrganization;
    private final Tally kills;
    private final Tally closesSent;
    private final Tally closesReceived;
    private final Tally pingsReceived;
    private final Tally pongsSent;
    private final Tally pongsWithheld;
    private final Event pongsReceived;
    private final Event textsReceived;
    private final Event binariesReceived;
    private final Event messagesSent;
    private final Event messagesNotUnderstood;

    SocketTruth(GatewayClock clock) {
        this.acceptedBySourceAddress = new Tally(clock);
        this.acceptedByOrganization = new Tally(clock);
        this.kills = new Tally(clock);
        this.closesSent = new Tally(clock);
        this.closesReceived = new Tally(clock);
        this.pingsReceived = new Tally(clock);
        this.pongsSent = new Tally(clock);
        this.pongsWithheld = new Tally(clock);
        this.pongsReceived = new Event(clock);
        this.textsReceived = new Event(clock);
        this.binariesReceived = new Event(clock);
        this.messagesSent = new Event(clock);
        this.messagesNotUnderstood = new Event(clock);
    }

    /** A socket is established. */
    public void opened(String sourceAddress) {
        open.up();
        bySourceAddress.of(sourceAddress).up();
        acceptedBySourceAddress.happened(sourceAddress);
    }

    /** The organization of an established socket became known. */
    public void organization(String organization) {
        acceptedByOrganization.happened(organization);
    }

    /** A socket is gone. */
    public void closed(String sourceAddress) {
        open.down();
        bySourceAddress.of(sourceAddress).down();
    }

    /** The gateway ended a socket. */
    public void killed(Kill why) {
        kills.happened(why.key);
    }

    /** A close frame was sent. */
    public void closeSent(int code) {
        closesSent.happened(code);
    }

    /** A close frame was received; 1005 stands for one without a code. */
    public void closeReceived(int code) {
        closesReceived.happened(code);
    }

    /** A keep-alive was received and answered, or not. */
    public void ping(PingKind kind, boolean answered) {
        pingsReceived.happened(kind.key);
        (answered ? pongsSent : pongsWithheld).happened(kind.key);
    }

    /** A WebSocket pong was received. */
    public void pongReceived() {
        pongsReceived.happened();
    }

    /** A text message was received. */
    public void textReceived() {
        textsReceived.happened();
    }

    /** A binary message was received. */
    public void binaryReceived() {
        binariesReceived.happened();
    }

    /** A message was sent. */
    public void messageSent() {
        messagesSent.happened();
    }

    /** A message was received that no part of the script takes. */
    public void notUnderstood() {
        messagesNotUnderstood.happened();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("now", open.now()).put("peak", open.peak());
        json.set("bySourceAddress", bySourceAddress.toJson());
        json.set("acceptedBySourceAddress", acceptedBySourceAddress.toJson());
        json.set("acceptedByOrganization", acceptedByOrganization.toJson());
        json.set("killed", kills.toJson());
        json.set("closesSent", closesSent.toJson());
        json.set("closesReceived", closesReceived.toJson());
        json.set("pingsReceived", pingsReceived.toJson());
        json.set("pongsSent", pongsSent.toJson());
        json.set("pongsWithheld", pongsWithheld.toJson());
        json.set("pongsReceived", pongsReceived.toJson());
        json.set("textsReceived", textsReceived.toJson());
        json.set("binariesReceived", binariesReceived.toJson());
        json.set("messagesSent", messagesSent.toJson());
        json.set("messagesNotUnderstood", messagesNotUnderstood.toJson());
        return json;
    }
}
