package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls by REST: placing one, answering, holding, muting and ending it. For the gateway's thread only. */
final class CallResources {
    private final CallDesk calls;
    private final ApiAnswers answers;
    private final GenesysTruth truth;

    CallResources(CallDesk calls, ApiAnswers answers, GenesysTruth truth) {
        this.calls = calls;
        this.answers = answers;
        this.truth = truth;
    }

    void place(ApiRequest request, User user, Map<String, String> limits) {
        if (request.field("phoneNumber") == null && request.field("callUserId") == null) {
            truth.violation("POST calls: neither phoneNumber nor callUserId");
            answers.refuse(request, 400, limits, "bad.request", "phoneNumber or callUserId is needed");
        } else if (!calls.isReady(user)) {
            answers.refuse(request, 409, limits, "general.conflict", "The user's station is not connected.");
        } else if (calls.isBusy(user)) {
            answers.refuse(request, 409, limits, "general.conflict", "The user has a call already.");
        } else {
            Conversation conversation = calls.call(user, false);
            answers.send(
                    request,
                    202,
                    limits,
                    ApiAnswers.json()
                            .put("id", conversation.id())
                            .put("selfUri", "/api/v2/conversations/calls/" + conversation.id())
                            .toString());
        }
    }

    void change(ApiRequest request, User user, Map<String, String> limits) {
        Conversation conversation = calls.conversation(request.segment("conversation"));
        if (conversation == null
                || !conversation.user().equals(user)
                || !conversation.participant().equals(request.segment("participant"))) {
            answers.send(request, 404, limits, ApiAnswers.error(404, ""));
            return;
        }
        String state = request.field("state");
        String held = request.field("held");
        String muted = request.field("muted");
        if (state == null && held == null && muted == null) {
            truth.violation("PATCH participants: neither state nor held nor muted");
            answers.refuse(request, 400, limits, "bad.request", "state, held or muted is needed");
        } else if (state != null && !state.equals("connected") && !state.equals("disconnected")) {
            truth.violation("PATCH participants: a state that cannot be asked for");
            answers.refuse(request, 400, limits, "bad.request", "state: connected or disconnected");
        } else if ("connected".equals(state) && !calls.answeredByRest(conversation)) {
            truth.violation("PATCH participants: state=connected without an active media session");
            answers.refuse(request, 409, limits, "general.conflict", "The station has no media session.");
        } else {
            answers.send(request, 202, limits, "");
            patched(conversation, state, held, muted);
        }
    }

    private void patched(
            Conversation conversation, @Nullable String state, @Nullable String held, @Nullable String muted) {
        if (held != null) {
            truth.calls().patched("held=" + Boolean.parseBoolean(held));
            conversation.hold(Boolean.parseBoolean(held));
        }
        if (muted != null) {
            truth.calls().patched("muted=" + Boolean.parseBoolean(muted));
            conversation.mute(Boolean.parseBoolean(muted));
        }
        if (state != null) {
            truth.calls().patched("state=" + state);
        }
        if ("disconnected".equals(state)) {
            calls.endedByRest(conversation);
        } else if (held != null || muted != null) {
            calls.changed(conversation);
        }
    }
}
