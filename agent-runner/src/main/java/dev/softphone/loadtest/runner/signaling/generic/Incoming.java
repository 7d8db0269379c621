package dev.softphone.loadtest.runner.signaling.generic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.runner.evidence.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message or answer of the gateway; parsed as JSON at most once, and only if somebody asks. Used by one thread. */
final class Incoming {

    private final String text;
    private final Map<String, String> headers;
    private @Nullable JsonNode json;
    private boolean parsed;

    /** @param headers lower-case names; empty for a message */
    Incoming(String text, Map<String, String> headers) {
        this.text = text;
        this.headers = headers;
    }

    String text() {
        return text;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Null when the text is no JSON. */
    @Nullable
    JsonNode json() {
        if (!parsed) {
            json = JsonText.parse(text);
            parsed = true;
        }
        return json;
    }
}
