package dev.softphone.loadtest.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text with references, parsed once.
 *
 * <pre>
 * template  = *( literal / reference / escape )
 * reference = "${" name "}"        name = 1*64( letter / digit / "." / "_" / "-" )
 * escape    = "$${"                stands for "${"
 * </pre>
 *
 * A dollar sign that no brace follows stands for itself. What a name means, and how its value is escaped where it
 * stands, is the business of whoever puts the values in.
 */
public final class Template {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** A piece of a template. */
    public sealed interface Part permits Literal, Reference {}

    /** Stands for itself; never empty. */
    public record Literal(String text) implements Part {}

    /** Stands for the value of {@code name}. */
    public record Reference(String name) implements Part {}

    private final String source;
    private final List<Part> parts;

    private Template(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException with position, required and observed, when a reference is malformed */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                flush(literal, parts);
                int end = text.indexOf('}', at);
                parts.add(new Reference(name(text, at, end)));
                at = end + 1;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        flush(literal, parts);
        return new Template(text, parts);
    }

    private static String name(String text, int at, int end) {
        String name = end < 0 ? text.substring(at + 2) : text.substring(at + 2, end);
        if (end < 0 || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("at character " + at
                    + ": required ${name} with 1 to 64 letters, digits, '.', '_' or '-' ($${ for the characters"
                    + " themselves), observed ${" + (name.length() > 32 ? name.substring(0, 32) + "…" : name)
                    + (end < 0 ? " without a closing brace" : "}"));
        }
        return name;
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /**
     * The names {@code text} refers to, in order, with repetitions.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static List<String> references(String text) {
        return parse(text).references();
    }

    /** The names referred to, in order, with repetitions. */
    public List<String> references() {
        return parts.stream()
                .filter(Reference.class::isInstance)
                .map(part -> ((Reference) part).name())
                .toList();
    }

    /** The pieces, in order; two literals are never neighbours. */
    public List<Part> parts() {
        return parts;
    }

    /** The text it was parsed from. */
    @Override
    public String toString() {
        return source;
    }
}
