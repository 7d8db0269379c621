package dev.softphone.loadtest.runner.safety;

import dev.softphone.loadtest.model.Identity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text that people will read: by value, then by where secrets usually stand.
 *
 * <p>By value: every column of the identity that is not known to be public, and every value learnt from the gateway,
 * each as it is and as urls, JSON, XML and base64 write it, longest first; of base64 the whole run goes, wherever in it
 * the secret begins. By place: {@code Authorization} and cookies, JSON and form fields named like a token or a
 * password, digest responses, bearer tokens, user information of a url, SASL. A value shorter than {@value #SHORTEST}
 * characters ({@value #SHORTEST_LEARNT} if learnt) goes by place only, or half of every text would.
 *
 * <p>Immutable. Built when text is to be shown, not once per softphone.
 */
public final class Redactor {

    /** Stands where a secret stood. */
    public static final String MASK = "***";

    static final int SHORTEST = 3;
    static final int SHORTEST_LEARNT = 6;

    private static final Set<String> PUBLIC_COLUMNS =
            Set.of("username", "organization", "index", "displayname", "domain", "realm", "extension");
    private static final int SHORTEST_FRAGMENT = 6;

    private static final String FIELD =
            "[\\w.-]{0,32}(?:token|secret|passw(?:or)?d|passphrase|credential|assertion|auth_?key|api[_-]?key|jwt)[\\w.-]{0,32}";
    private static final List<Pattern> PLACES = List.of(
            place("(\"(?:" + FIELD
                    + "|(?:proxy-)?authorization|(?:set-)?cookie)\"\\s*:\\s*\")[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+"),
            place("(\\b(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key)\\s*[:=]\\s*)(?!\\s)[^\\r\\n]+"),
            place("((?<![\\w.-])" + FIELD + "\\s*=\\s*[\"']?)[^&\\s;,\"'<>]+"),
            place("(\\bresponse\\s*=\\s*\"?)[0-9a-f]{16,}"),
            place("(\\b(?:Bearer|Basic)\\s+)(?!realm\\b)[A-Za-z0-9._~+/=-]{6,}"),
            place("(\\bauthKey:)[^\\s\"'<>]+"),
            place("(<auth\\b[^<>]*>)[^<]+"),
            place("(//[^\\s/@:]*+:)[^\\s/@]++(?=@)"),
            place("()\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?"));

    private final List<Pattern> values;
    private final List<String> fragments;

    private Redactor(Collection<String> values, Collection<String> fragments) {
        this.values = values.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Redactor::value)
                .toList();
        this.fragments = List.copyOf(fragments);
    }

    /** Knows places only. */
    public static Redactor withoutValues() {
        return new Redactor(Set.of(), Set.of());
    }

    /**
     * Knows one softphone's secrets.
     *
     * @param learnt values taken from the gateway's answers
     */
    public static Redactor of(Identity identity, Collection<String> learnt) {
        Set<String> values = new LinkedHashSet<>();
        Set<String> fragments = new LinkedHashSet<>();
        for (Map.Entry<String, String> column : identity.values().entrySet()) {
            String secret = column.getValue();
            if (secret.length() >= SHORTEST
                    && !PUBLIC_COLUMNS.contains(column.getKey().toLowerCase(Locale.ROOT))
                    && !secret.equals(identity.username())) {
                add(secret, values, fragments);
                values.add(base64(identity.username() + ":" + secret));
                values.add(base64("\0" + identity.username() + "\0" + secret));
            }
        }
        for (String secret : learnt) {
            if (secret.length() >= SHORTEST_LEARNT) {
                add(secret, values, fragments);
            }
        }
        return new Redactor(values, fragments);
    }

    /** The text without secrets. */
    public String redact(String text) {
        String redacted = text;
        for (String fragment : fragments) {
            redacted = withoutRunsAround(fragment, redacted);
        }
        for (Pattern value : values) {
            redacted = value.matcher(redacted).replaceAll(Matcher.quoteReplacement(MASK));
        }
        for (Pattern place : PLACES) {
            redacted = place.matcher(redacted).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        }
        return redacted;
    }

    /** The text without secrets, on one line, at most {@code max} characters of it. */
    public String line(String text, int max) {
        String line = redact(text).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.length() <= max) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(max - 2)) ? max - 2 : max - 1;
        return line.substring(0, end) + "…";
    }

    private static String withoutRunsAround(String fragment, String text) {
        int found = text.indexOf(fragment);
        if (found < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        int at = 0;
        while (found >= 0) {
            int from = found;
            while (from > at && isBase64(text.charAt(from - 1))) {
                from--;
            }
            kept.append(text, at, from).append(MASK);
            at = found + fragment.length();
            while (at < text.length() && isBase64(text.charAt(at))) {
                at++;
            }
            found = text.indexOf(fragment, at);
        }
        return kept.append(text, at, text.length()).toString();
    }

    private static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_'
                || c == '=';
    }

    /** The digits of percent-encoding come in either case (RFC 3986 §2.1). */
    private static Pattern value(String value) {
        return Pattern.compile(value, Pattern.LITERAL | (value.indexOf('%') < 0 ? 0 : Pattern.CASE_INSENSITIVE));
    }

    private static Pattern place(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    private static void add(String secret, Set<String> values, Set<String> fragments) {
        values.add(secret);
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        values.add(form);
        values.add(form.replace("+", "%20"));
        values.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        values.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
        values.add(secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;"));
        values.add(base64(secret));
        for (int shift = 0; shift < 3; shift++) {
            String fragment = fragment(secret, shift);
            if (fragment.length() >= SHORTEST_FRAGMENT) {
                fragments.add(fragment);
                fragments.add(fragment.replace('+', '-').replace('/', '_'));
            }
        }
    }

    private static String base64(String secret) {
        return Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The characters of a base64 text that depend on the secret alone, when it begins {@code shift} bytes after a
     * multiple of three: bytes 8·shift … 8·(shift + length) of the text's bits, six to a character.
     */
    private static String fragment(String secret, int shift) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String encoded = Base64.getEncoder().encodeToString(shifted);
        int from = (8 * shift + 5) / 6;
        int to = 8 * shifted.length / 6;
        return to <= from ? "" : encoded.substring(from, to);
    }
}
