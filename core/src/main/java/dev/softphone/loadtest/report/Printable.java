package dev.softphone.loadtest.report;

/**
 * Makes text of strangers (reason phrases, header values, names) safe to show: what would steer a terminal, reorder a
 * line or break an XML document becomes visible as {@code \}{@code u{1b}}; everything else stays as it is. Markup is
 * escaped elsewhere.
 */
public final class Printable {

    private Printable() {}

    /** The text on one line: controls, line breaks, directional overrides and unpaired surrogates made visible. */
    public static String oneLine(String text) {
        int i = 0;
        while (i < text.length() && harmless(text.charAt(i))) {
            i++;
        }
        return i == text.length() ? text : escaped(text, false);
    }

    /** As {@link #oneLine}, but line feeds and tabs stay. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    private static boolean harmless(char c) {
        return c >= 0x20 && c < 0x7f;
    }

    private static String escaped(String text, boolean breaks) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if ((breaks && (c == '\n' || c == '\t')) || !steers(c)) {
                out.appendCodePoint(c);
            } else {
                out.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return out.toString();
    }

    private static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // U+FFFE and U+FFFF of each plane are not characters, and XML 1.0 forbids the first two.
            default -> (c & 0xfffe) == 0xfffe;
        };
    }
}
