package dev.softphone.loadtest.simulator.truth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Messages of the generic protocol, by the name of the reply. Not thread safe. */
public final class MessageTruth {
    private final GatewayClock clock;
    private final Map<String, Kind> kinds = new TreeMap<>();
    private final Event greetings;
    private final Event unasked;

    MessageTruth(GatewayClock clock) {
        this.clock = clock;
        this.greetings = new Event(clock);
        this.unasked = new Event(clock);
    }

    private static final class Kind {
        private final Event received;
        private final Event served;
        private final Event faulted;
        private final Event unanswered;

        Kind(GatewayClock clock) {
            received = new Event(clock);
            served = new Event(clock);
            faulted = new Event(clock);
            unanswered = new Event(clock);
        }
    }

    /** A message came. */
    public void received(String name) {
        of(name).received.happened();
    }

    /** It got its usual reply. */
    public void served(String name) {
        of(name).served.happened();
    }

    /** It got the reply of a fault. */
    public void faulted(String name) {
        of(name).faulted.happened();
    }

    /** It will never get a reply: silence, or the socket was ended. */
    public void unanswered(String name) {
        of(name).unanswered.happened();
    }

    /** A greeting was sent. */
    public void greeted() {
        greetings.happened();
    }

    /** A text that nobody asked for was sent at its interval. */
    public void unasked() {
        unasked.happened();
    }

    private Kind of(String name) {
        return kinds.computeIfAbsent(name, key -> new Kind(clock));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("greetings", greetings.toJson());
        json.set("unasked", unasked.toJson());
        ObjectNode byName = json.putObject("byName");
        kinds.forEach((name, kind) -> {
            ObjectNode one = byName.putObject(name);
            one.set("received", kind.received.toJson());
            one.set("served", kind.served.toJson());
            one.set("faulted", kind.faulted.toJson());
            one.set("unanswered", kind.unanswered.toJson());
        });
        return json;
    }
}
