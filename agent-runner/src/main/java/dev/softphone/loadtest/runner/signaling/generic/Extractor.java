package dev.softphone.loadtest.runner.signaling.generic;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.model.Gateway.Extraction;
import dev.softphone.loadtest.model.Gateway.Fixed;
import dev.softphone.loadtest.model.Gateway.Group;
import dev.softphone.loadtest.model.Gateway.Header;
import dev.softphone.loadtest.model.Gateway.Pointer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A compiled {@link Extraction}. Immutable. */
interface Extractor {

    /** Characters of a value; a token has its place in it, a flood has not. */
    int LONGEST = 8_192;

    /** The value, or null when there is none or it is longer than {@value #LONGEST} characters. */
    default @Nullable String from(Incoming answer) {
        String value = find(answer);
        return value == null || value.length() > LONGEST ? null : value;
    }

    /** The value at any length, or null. */
    @Nullable
    String find(Incoming answer);

    /** @throws IllegalArgumentException for a malformed regular expression or pointer */
    static Extractor of(Extraction extraction) {
        if (extraction instanceof Pointer pointer) {
            JsonPointer compiled = JsonPointer.compile(pointer.pointer());
            return answer -> text(answer.json(), compiled);
        }
        if (extraction instanceof Group group) {
            Regex regex = new Regex(group.regex());
            return answer -> regex.firstGroup(answer.text());
        }
        if (extraction instanceof Header header) {
            String name = header.name().toLowerCase(Locale.ROOT);
            return answer -> answer.headers().get(name);
        }
        String value = ((Fixed) extraction).value();
        return answer -> value;
    }

    /** A scalar as text, an object or array as JSON. */
    private static @Nullable String text(@Nullable JsonNode json, JsonPointer pointer) {
        JsonNode found = json == null ? null : json.at(pointer);
        if (found == null || found.isMissingNode() || found.isNull()) {
            return null;
        }
        return found.isValueNode() ? found.asText() : found.toString();
    }
}
