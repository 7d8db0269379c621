package dev.softphone.loadtest.runner.signaling.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.runner.evidence.JsonText;
import dev.softphone.loadtest.runner.signaling.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform says of a user's part in one conversation.
 *
 * @param state of the user's call: {@code alerting}, {@code contacting}, {@code connected}, {@code disconnected}, …
 * @param error code of the call's error; empty if none
 */
record ConversationEvent(String conversation, String participant, String state, String error) {
    private static final Set<String> OVER = Set.of("disconnected", "terminated");

    static String topic(String userId) {
        return "v2.users." + userId + ".conversations";
    }

    /** @param items of the event, on the user's {@link #topic} */
    static List<ConversationEvent> of(XmlElement items, String userId) {
        List<ConversationEvent> events = new ArrayList<>();
        for (XmlElement item : items.children()) {
            XmlElement json = item.child("json");
            ConversationEvent event = json == null ? null : of(JsonText.parse(json.text()), userId);
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }

    /** A user who was in the conversation before has parts that are over; the one that is not counts. */
    private static @Nullable ConversationEvent of(@Nullable JsonNode json, String userId) {
        if (json == null) {
            return null;
        }
        JsonNode body = json.path("eventBody");
        ConversationEvent found = null;
        for (JsonNode participant : body.path("participants")) {
            JsonNode call = participant.path("calls").path(0);
            boolean ours = participant.path("userId").asText().equals(userId) && call.isObject();
            if (ours && (found == null || found.over())) {
                found = new ConversationEvent(
                        body.path("id").asText(),
                        participant.path("id").asText(),
                        call.path("state").asText(),
                        call.path("errorInfo").path("code").asText());
            }
        }
        return found;
    }

    boolean connected() {
        return state.equals("connected");
    }

    boolean over() {
        return OVER.contains(state);
    }
}
