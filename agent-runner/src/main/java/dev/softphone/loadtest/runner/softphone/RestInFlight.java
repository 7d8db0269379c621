package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The REST calls of one softphone that are waited for: one of each stage: its token, its login, its call. */
final class RestInFlight {

    /**
     * A call that was made.
     *
     * @param ticket told apart from all others of this softphone
     * @param sinceNanos when it was made, or began to wait for leave to be sent
     * @param saturatedThen how long the event loop had been late in all at that time
     * @param held whether it waits for leave to be sent
     */
    record Asked(int ticket, RestRequest request, long sinceNanos, long saturatedThen, boolean held) {}

    private List<Asked> asked = List.of();
    private int lastTicket;

    int ask(RestRequest request, long now, long saturated) {
        if (asked.isEmpty()) {
            asked = new ArrayList<>(2);
        }
        asked.add(new Asked(++lastTicket, request, now, saturated, false));
        return lastTicket;
    }

    /** The call of this ticket, which waits for leave from now on; null if nobody waits for its answer. */
    @Nullable
    Asked hold(int ticket) {
        return replace(ticket, one -> new Asked(ticket, one.request(), one.sinceNanos(), one.saturatedThen(), true));
    }

    /** The call of this ticket as it was held; it is made now. Null if nobody waits for its answer. */
    @Nullable
    Asked sent(int ticket, long now, long saturated) {
        return replace(ticket, one -> new Asked(ticket, one.request(), now, saturated, false));
    }

    /** As it was before; null if nobody waits for its answer. */
    private @Nullable Asked replace(int ticket, UnaryOperator<Asked> change) {
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            if (one.ticket() == ticket) {
                asked.set(i, change.apply(one));
                return one;
            }
        }
        return null;
    }

    /** The call of this ticket, not waited for any more; null if it was not. */
    @Nullable
    Asked take(int ticket) {
        for (Iterator<Asked> each = asked.iterator(); each.hasNext(); ) {
            Asked one = each.next();
            if (one.ticket() == ticket) {
                each.remove();
                asked = asked.isEmpty() ? List.of() : asked;
                return one;
            }
        }
        return null;
    }

    /** The call of this stage, not waited for any more; null if there is none. */
    @Nullable
    Asked take(Stage stage) {
        for (Asked one : asked) {
            if (one.request().stage() == stage) {
                return take(one.ticket());
            }
        }
        return null;
    }

    /** Whether no call of this stage is waited for. */
    boolean none(Stage stage) {
        return asked.stream().noneMatch(one -> one.request().stage() == stage);
    }

    /** Nothing is waited for any more. Returns what still waited for leave. */
    List<Asked> forget() {
        List<Asked> held = asked.stream().filter(Asked::held).toList();
        asked = List.of();
        return held;
    }
}
