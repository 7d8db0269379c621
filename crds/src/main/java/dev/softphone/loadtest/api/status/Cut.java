package dev.softphone.loadtest.api.status;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps texts within the bounds of the schema, and unknown numbers absent. */
public final class Cut {

    private Cut() {}

    /** The text, or as much of it as fits with an ellipsis; never half of a surrogate pair. */
    public static String to(int characters, String text) {
        if (text.length() <= characters) {
            return text;
        }
        int end = characters - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    static @Nullable String to(int characters, Optional<String> text) {
        return text.map(one -> to(characters, one)).orElse(null);
    }

    static @Nullable Long known(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    /** Rounded half up. */
    static long millis(long micros) {
        return Math.floorDiv(micros + 500, 1_000L);
    }
}
