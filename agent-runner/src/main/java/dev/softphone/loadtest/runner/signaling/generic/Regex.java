package dev.softphone.loadtest.runner.signaling.generic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that cannot stop an event loop, whatever it is and whatever it meets: it sees the first {@value
 * #INPUT} characters and may look at {@value #LOOKS} of them, again and again; then it has not matched.
 */
final class Regex {

    static final int INPUT = 4_096;
    static final int LOOKS = 400_000;

    private final Pattern pattern;

    Regex(String regex) {
        this.pattern = Pattern.compile(regex);
    }

    /** Whether it matches anywhere. */
    boolean find(String text) {
        return matcher(text) != null;
    }

    /** The first group of the first match, or null. */
    @Nullable
    String firstGroup(String text) {
        Matcher matcher = matcher(text);
        return matcher == null || matcher.groupCount() == 0 ? null : matcher.group(1);
    }

    private @Nullable Matcher matcher(String text) {
        Matcher matcher = pattern.matcher(new Patience(text.length() > INPUT ? text.substring(0, INPUT) : text));
        try {
            return matcher.find() ? matcher : null;
        } catch (PatienceLost | StackOverflowError hopeless) {
            return null;
        }
    }

    private static final class PatienceLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        PatienceLost() {
            super("", null, false, false);
        }
    }

    private static final class Patience implements CharSequence {
        private final String text;
        private int looks = LOOKS;

        Patience(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (--looks < 0) {
                throw new PatienceLost();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
