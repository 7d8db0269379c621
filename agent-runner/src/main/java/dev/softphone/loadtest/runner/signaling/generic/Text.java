package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.Template;
import dev.softphone.loadtest.model.Template.Literal;
import dev.softphone.loadtest.model.Template.Part;
import dev.softphone.loadtest.model.Template.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template, and for each reference in it how its value must be written there: percent-encoded in a url or form,
 * escaped within a JSON string, as it is elsewhere. Immutable.
 */
final class Text {

    private record Slot(String name, Encoding encoding) {}

    private final List<Object> pieces;

    private Text(List<Object> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Values stand as they are. */
    static Text plain(String text) {
        return compile(text, (literal, before) -> before, Encoding.PLAIN);
    }

    /** A path and query: values are percent-encoded, a slash in a path stays. */
    static Text url(String text) {
        return compile(text, (literal, before) -> literal.indexOf('?') >= 0 ? Encoding.QUERY : before, Encoding.PATH);
    }

    /** A form body: values are form-encoded. */
    static Text form(String text) {
        return compile(text, (literal, before) -> before, Encoding.FORM);
    }

    /** A message: in JSON, values within a string are escaped; in anything else they stand as they are. */
    static Text message(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[")
                ? compile(text, Text::afterJson, Encoding.PLAIN)
                : plain(text);
    }

    private interface Context {
        Encoding after(String literal, Encoding before);
    }

    private static Text compile(String text, Context context, Encoding start) {
        List<Object> pieces = new ArrayList<>();
        Encoding encoding = start;
        for (Part part : Template.parse(text).parts()) {
            if (part instanceof Literal literal) {
                pieces.add(literal.text());
                encoding = context.after(literal.text(), encoding);
            } else if (part instanceof Reference reference) {
                pieces.add(new Slot(reference.name(), encoding));
            }
        }
        return new Text(pieces);
    }

    private static Encoding afterJson(String literal, Encoding before) {
        boolean string = before == Encoding.JSON_STRING;
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (string && c == '\\') {
                i++;
            } else if (c == '"') {
                string = !string;
            }
        }
        return string ? Encoding.JSON_STRING : Encoding.PLAIN;
    }

    /** The text with its values, or null when one of them is not known; {@link #missing} tells which. */
    @Nullable
    String resolve(Values.Exchange values) {
        StringBuilder text = new StringBuilder();
        for (Object piece : pieces) {
            if (piece instanceof Slot slot) {
                String value = values.value(slot.name());
                if (value == null) {
                    return null;
                }
                slot.encoding().append(value, text);
            } else {
                text.append(piece);
            }
        }
        return text.toString();
    }

    /** The first reference that nothing stands behind. */
    String missing(Values.Exchange values) {
        for (Object piece : pieces) {
            if (piece instanceof Slot slot && values.value(slot.name()) == null) {
                return slot.name();
            }
        }
        return "";
    }
}
