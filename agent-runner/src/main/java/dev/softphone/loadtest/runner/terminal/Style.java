package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.report.Printable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What a terminal can show.
 *
 * @param colour whether SGR sequences are understood and wanted (<a href="https://no-color.org">NO_COLOR</a>)
 * @param unicode whether signs beyond ASCII arrive
 */
public record Style(boolean colour, boolean unicode) {

    /** Neither: for logs. */
    public static final Style PLAIN = new Style(false, false);

    enum Tone {
        STRONG("1"),
        QUIET("2"),
        GOOD("32"),
        BAD("31"),
        DOUBT("33"),
        CONNECTED("34"),
        REFUSED("33"),
        NEW("7");

        private final String sgr;

        Tone(String sgr) {
            this.sgr = sgr;
        }
    }

    /**
     * As the environment says: {@code NO_COLOR}, {@code TERM}, and the locale's character set by {@code LC_ALL}, {@code
     * LC_CTYPE} and {@code LANG}, the first that is set.
     *
     * @param terminal whether the output goes to one; nothing else gets colour
     * @param charset in which the output is written
     */
    public static Style of(Map<String, String> environment, boolean terminal, Charset charset) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean able = !environment.getOrDefault("TERM", "dumb").equals("dumb");
        String locale = "";
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            if (locale.isEmpty()) {
                locale = environment.getOrDefault(name, "");
            }
        }
        boolean utf8 = locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
        return new Style(terminal && wanted && able, utf8 && charset.equals(StandardCharsets.UTF_8));
    }

    /** The text in a tone, or as it stands where there is no colour. */
    String in(Tone tone, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + tone.sgr + "m" + text + "\u001b[0m" : text;
    }

    /** One line of text from anywhere: no controls, and nothing beyond ASCII where that would not arrive. */
    String safe(String text) {
        String printable = Printable.oneLine(text);
        return unicode ? printable : ascii(printable);
    }

    /** One of two spellings of a sign. */
    String sign(String unicodeSign, String asciiSign) {
        return unicode ? unicodeSign : asciiSign;
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '≤' -> out.append("<=");
                case '≥' -> out.append(">=");
                case '–', '—' -> out.append('-');
                case '×' -> out.append('x');
                case '·', '•' -> out.append('*');
                case '…' -> out.append("...");
                case '’', '‘' -> out.append('\'');
                case '“', '”' -> out.append('"');
                default -> out.appendCodePoint(c < 0x80 ? c : '?');
            }
        });
        return out.toString();
    }
}
