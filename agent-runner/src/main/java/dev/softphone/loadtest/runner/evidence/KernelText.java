package dev.softphone.loadtest.runner.evidence;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The formats that files of /proc and /sys are written in. What is not there, or no number, is empty. */
final class KernelText {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private KernelText() {}

    /** A whole file that is one number. */
    static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException other) {
            return OptionalLong.empty();
        }
    }

    /** {@code Max open files   1024   20000   files}: the first column after the name. */
    static OptionalLong limit(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .map(line -> number(SPACE.split(line.substring(name.length()).strip(), -1)[0]))
                .orElseGet(OptionalLong::empty);
    }

    /** {@code TCP: inuse 5 orphan 0 tw 12}: the number after a word, in the line of a name. */
    static OptionalLong pair(String text, String line, String word) {
        List<String> words = words(text, line, 0);
        int at = words.indexOf(word);
        return at >= 0 && at + 1 < words.size() ? number(words.get(at + 1)) : OptionalLong.empty();
    }

    /** {@code Tcp: OutSegs RetransSegs} above {@code Tcp: 100 2}: the number beneath a word. */
    static OptionalLong column(String text, String line, String word) {
        List<String> names = words(text, line, 0);
        List<String> numbers = words(text, line, 1);
        int at = names.indexOf(word);
        return at >= 0 && at < numbers.size() ? number(numbers.get(at)) : OptionalLong.empty();
    }

    /** {@code throttled_usec 12}: the number after a word that begins a line. */
    static OptionalLong value(String text, String word) {
        return text.lines()
                .filter(line -> line.startsWith(word + " "))
                .findFirst()
                .map(line -> number(line.substring(word.length())))
                .orElseGet(OptionalLong::empty);
    }

    /** Two numbers on one line: the {@code index}th. */
    static OptionalLong word(String text, int index) {
        String[] words = SPACE.split(text.strip(), -1);
        return index < words.length ? number(words[index]) : OptionalLong.empty();
    }

    /** {@code 8080,32000-33000}: how many of the ports lie within low and high, both included. */
    static OptionalLong portsWithin(String list, long low, long high) {
        long within = 0;
        for (String range : list.strip().split(",", -1)) {
            if (range.isBlank()) {
                continue;
            }
            int dash = range.indexOf('-');
            OptionalLong first = number(dash < 0 ? range : range.substring(0, dash));
            OptionalLong last = number(dash < 0 ? range : range.substring(dash + 1));
            if (first.isEmpty() || last.isEmpty()) {
                return OptionalLong.empty();
            }
            within += Math.max(0, Math.min(high, last.getAsLong()) - Math.max(low, first.getAsLong()) + 1);
        }
        return OptionalLong.of(within);
    }

    private static List<String> words(String text, String line, int occurrence) {
        return text.lines()
                .filter(l -> l.startsWith(line + ":"))
                .skip(occurrence)
                .findFirst()
                .map(l -> List.of(SPACE.split(l.substring(line.length() + 1).strip(), -1)))
                .orElse(List.of());
    }
}
