package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import java.time.Duration;
import java.util.Locale;

/** How numbers, durations and outcomes read in sentences. */
final class Say {

    private Say() {}

    /** {@code 28,232}. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 softphone}, {@code 200 softphones}. */
    static String count(long value, String singular) {
        return number(value) + " " + singular + (value == 1 ? "" : "s");
    }

    /** As a manifest writes it: {@code 250ms}, {@code 1.912s}, {@code 5m}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + "ms";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return trimmed(millis / 1000.0, 3) + "s";
    }

    /** For prose: {@code 84 ms}, {@code 36.1 s}, {@code 12.5 min}. */
    static String millis(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 600_000 ? trimmed(millis / 1000.0, 1) + " s" : trimmed(millis / 60_000.0, 1) + " min";
    }

    /** {@code 59.8 %} of a whole; {@code 0 %} of nothing. */
    static String percent(long part, long whole) {
        return percent(whole == 0 ? 0 : 100.0 * part / whole);
    }

    static String percent(double percent) {
        return trimmed(percent, 1) + " %";
    }

    /** At most so many decimals, none that is 0. */
    static String trimmed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** The text as it was written, at most {@code limit} characters of it. */
    static String quoted(String text, int limit) {
        return "\"" + (text.length() <= limit ? text : text.substring(0, limit - 1) + "…") + "\"";
    }

    /** {@code 503 at the upgrade}, {@code SIP 504 on register}, {@code no answer to the upgrade}. */
    static String outcome(OutcomeKey key) {
        String family = key.code().substring(0, Math.max(0, key.code().indexOf('/')));
        String rest = key.code().substring(key.code().indexOf('/') + 1);
        String where = where(key);
        return switch (family) {
            case "http" -> rest + where;
            case "sip" -> "SIP " + rest + where;
            case "app" -> rest + where;
            case "ws" -> "close " + rest + where;
            case "timeout" -> rest.equals("pong") ? "a missing pong" : "no answer to " + named(key.stage());
            case "tcp" -> tcp(rest) + where;
            default -> key.code() + where;
        };
    }

    private static String tcp(String rest) {
        return switch (rest) {
            case "eof" -> "a connection closed without a close frame";
            case "reset" -> "a connection reset";
            case "refused" -> "connection refused";
            case "timeout" -> "no answer to the TCP connect";
            default -> "tcp/" + rest;
        };
    }

    private static String where(OutcomeKey key) {
        return key.kind() == OutcomeKey.Kind.DROP ? " after registering" : " " + preposition(key.stage());
    }

    private static String preposition(Stage stage) {
        return switch (stage) {
            case TOKEN, LOGIN, MEDIA -> "on " + named(stage);
            case UPGRADE -> "at " + named(stage);
            case AUTH, ICE -> "during " + named(stage);
            case REGISTER -> "on register";
            case ESTABLISHED -> "on calls";
        };
    }

    /** The stage as a noun: {@code the upgrade}. */
    static String named(Stage stage) {
        return switch (stage) {
            case TOKEN -> "the token request";
            case LOGIN -> "the login request";
            case UPGRADE -> "the upgrade";
            case AUTH -> "authentication";
            case REGISTER -> "the registration";
            case ICE -> "ICE";
            case MEDIA -> "the media offer";
            case ESTABLISHED -> "the call set-up";
        };
    }
}
