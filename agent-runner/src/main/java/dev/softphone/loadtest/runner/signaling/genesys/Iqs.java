package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests on the socket and whom their answers concern. One timer stands at the first to run out of time. */
final class Iqs {
    /** Told once. */
    interface Reply {
        /** @param answer of type result or error; null when none came in time */
        void answered(@Nullable XmlElement answer, Wire wire);
    }

    private record Pending(long deadlineNanos, Reply reply) {}

    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private long last;

    void reset() {
        pending.clear();
    }

    /** An id that no request of this softphone had before. */
    String nextId() {
        return Long.toString(++last);
    }

    /** Begins an IQ; what it is about is for the caller to write, then {@link #send}. */
    XmlWriter begin(String id, String type, @Nullable String to) {
        return new XmlWriter()
                .start("iq", Xmlns.CLIENT)
                .attribute("id", id)
                .attribute("type", type)
                .attribute("to", to);
    }

    void send(String id, XmlWriter iq, long millis, Reply reply, Wire wire) {
        pending.put(id, new Pending(wire.nowNanos() + millis * 1_000_000, reply));
        wire.send(iq.finish());
        startTimer(wire);
    }

    /** Whether the answer was waited for. */
    boolean answered(XmlElement iq, Wire wire) {
        Pending asked = pending.remove(iq.attributeOrEmpty("id"));
        if (asked == null) {
            return false;
        }
        startTimer(wire);
        asked.reply().answered(iq, wire);
        return true;
    }

    void due(Wire wire) {
        List<Reply> late = new ArrayList<>();
        for (Iterator<Pending> each = pending.values().iterator(); each.hasNext(); ) {
            Pending one = each.next();
            if (one.deadlineNanos() <= wire.nowNanos()) {
                each.remove();
                late.add(one.reply());
            }
        }
        startTimer(wire);
        late.forEach(reply -> reply.answered(null, wire));
    }

    private void startTimer(Wire wire) {
        if (pending.isEmpty()) {
            wire.cancelTimer(GenesysTimers.IQ);
            return;
        }
        long earliest = Long.MAX_VALUE;
        for (Pending one : pending.values()) {
            earliest = Math.min(earliest, one.deadlineNanos() - wire.nowNanos());
        }
        wire.timer(GenesysTimers.IQ, Math.max(0, (earliest + 999_999) / 1_000_000));
    }
}
