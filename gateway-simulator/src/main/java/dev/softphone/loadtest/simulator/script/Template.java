package dev.softphone.loadtest.simulator.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A text with {@code ${name}} places, parsed once. A value that is missing at run time is written as an empty text. */
public final class Template {
    private final List<String> literals = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    private Template() {}

    /**
     * Parses a template.
     *
     * @param path where it stands in the script, for errors
     * @param text the template
     * @param names what may stand there: whole names, and prefixes that end with a dot
     * @throws ScriptException for an unclosed place or an unknown name
     */
    static Template parse(String path, String text, Set<String> names) {
        Template template = new Template();
        int from = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
            int close = text.indexOf('}', open);
            String name = close < 0 ? text.substring(open) : text.substring(open + 2, close);
            String prefix = name.substring(0, name.indexOf('.') + 1);
            boolean known = names.contains(name) || (names.contains(prefix) && name.length() > prefix.length());
            if (close < 0 || !known) {
                throw new ScriptException(
                        path,
                        "${...} with one of "
                                + String.join(", ", names.stream().sorted().toList()),
                        name);
            }
            template.literals.add(text.substring(from, open));
            template.places.add(name);
            from = close + 1;
        }
        template.literals.add(text.substring(from));
        return template;
    }

    /** The text with every place filled in by {@code values}. */
    public String fill(Function<String, @Nullable String> values) {
        StringBuilder text = new StringBuilder(literals.get(0));
        for (int i = 0; i < places.size(); i++) {
            String value = values.apply(places.get(i));
            text.append(value == null ? "" : value).append(literals.get(i + 1));
        }
        return text.toString();
    }
}
