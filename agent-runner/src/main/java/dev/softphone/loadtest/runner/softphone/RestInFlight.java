package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The REST calls of one softphone that are waited for: one of its login, one of its call. */
final class RestInFlight {

    /**
     * A call that was made.
     *
     * @param ticket told apart from all others of this softphone
     * @param saturatedThen how long the event loop had been late in all when it was made
     */
    record Asked(int ticket, RestRequest request, long sinceNanos, long saturatedThen) {}

    private List<Asked> asked = List.of();
    private int lastTicket;

    int ask(RestRequest request, long now, long saturated) {
        if (asked.isEmpty()) {
            asked = new ArrayList<>(2);
        }
        asked.add(new Asked(++lastTicket, request, now, saturated));
        return lastTicket;
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

    void forget() {
        asked = List.of();
    }
}
