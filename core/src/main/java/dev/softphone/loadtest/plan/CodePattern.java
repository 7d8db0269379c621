package dev.softphone.loadtest.plan;

import java.util.regex.Pattern;

/**
 * An outcome code or a family of them: {@code http/429} is that code, {@code http/5xx} every code with digits where the
 * pattern has a trailing {@code x}, {@code tcp/*} every code that begins with {@code tcp/}, {@code *} every code.
 *
 * <p>Immutable; safe for any thread.
 */
public final class CodePattern {

    private static final Pattern FORM = Pattern.compile("\\*|[a-z]+/(\\*|[^\\s*]+)");
    private static final Pattern DIGITS = Pattern.compile("[a-z]+/\\d+x+");

    private final Pattern pattern;

    private CodePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Whether a text is a pattern. */
    public static boolean valid(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws IllegalArgumentException unless {@link #valid} */
    public static CodePattern of(String text) {
        if (!valid(text)) {
            throw new IllegalArgumentException(
                    "code: required a code like http/429 or a family like http/5xx or tcp/*, observed \"" + text
                            + "\"");
        }
        if (text.endsWith("*")) {
            return new CodePattern(Pattern.compile(Pattern.quote(text.substring(0, text.length() - 1)) + ".*"));
        }
        if (DIGITS.matcher(text).matches()) {
            int scheme = text.indexOf('/');
            return new CodePattern(Pattern.compile(
                    text.substring(0, scheme) + text.substring(scheme).replace("x", "\\d")));
        }
        return new CodePattern(Pattern.compile(Pattern.quote(text)));
    }

    public boolean matches(String code) {
        return pattern.matcher(code).matches();
    }
}
