package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a softphone does to its part of a call by REST, one PATCH after the other. */
final class CallControl {
    /** The name that its requests have. */
    static final String NAME = "participant";

    enum Change {
        ANSWER("{\"state\":\"connected\"}"),
        HANG_UP("{\"state\":\"disconnected\"}"),
        MUTE("{\"muted\":true}"),
        UNMUTE("{\"muted\":false}"),
        HOLD("{\"held\":true}"),
        RESUME("{\"held\":false}");

        private final String body;

        Change(String body) {
            this.body = body;
        }
    }

    /** Told of what was not done, after it was counted unless it was an answer. */
    interface Listener {
        /** @param refusal what the platform said; null where it said nothing */
        void notDone(Change change, @Nullable Refusal refusal, Wire wire);
    }

    private record Wanted(Change change, String conversation, String participant) {}

    private final GenesysSettings settings;
    private final Identity identity;
    private final Memory memory;
    private final BooleanSupplier busy;
    private final Listener listener;
    private final ArrayDeque<Wanted> ahead = new ArrayDeque<>();
    private @Nullable Wanted asked;

    /** @param busy whether another REST call of the call is waited for; {@link #next} says that it is not any more */
    CallControl(GenesysSettings settings, Identity identity, Memory memory, BooleanSupplier busy, Listener listener) {
        this.settings = settings;
        this.identity = identity;
        this.memory = memory;
        this.busy = busy;
        this.listener = listener;
    }

    void forget() {
        ahead.clear();
        asked = null;
    }

    void ask(Change change, String conversation, String participant, Wire wire) {
        ahead.add(new Wanted(change, conversation, participant));
        next(wire);
    }

    void next(Wire wire) {
        if (asked != null || busy.getAsBoolean() || ahead.isEmpty()) {
            return;
        }
        Wanted wanted = ahead.remove();
        asked = wanted;
        wire.rest(new RestRequest(
                NAME,
                Stage.MEDIA,
                "PATCH",
                URI.create(settings.api() + "/api/v2/conversations/calls/" + Login.encode(wanted.conversation)
                        + "/participants/" + Login.encode(wanted.participant)),
                Map.of("Authorization", "Bearer " + memory.token, "Content-Type", "application/json"),
                Optional.of(wanted.change.body)));
    }

    void answered(RestAnswer answer, Wire wire) {
        Wanted done = asked;
        asked = null;
        if (answer.status() / 100 == 2) {
            wire.stageDone(Stage.MEDIA);
        } else if (done != null) {
            Refusal refusal = HttpRefusal.of(answer, wire.epochMillis(), memory.redactor(identity));
            if (done.change != Change.ANSWER) {
                wire.setback(Stage.MEDIA, refusal);
            }
            listener.notDone(done.change, refusal, wire);
        }
        next(wire);
    }

    /** False where the call failed with it. */
    boolean unanswered(RestFailure failure, Wire wire) {
        Wanted done = asked;
        asked = null;
        boolean goesOn = done == null || done.change != Change.ANSWER;
        if (goesOn) {
            wire.setback(failure);
        }
        if (done != null) {
            listener.notDone(done.change, null, wire);
        }
        next(wire);
        return goesOn;
    }
}
