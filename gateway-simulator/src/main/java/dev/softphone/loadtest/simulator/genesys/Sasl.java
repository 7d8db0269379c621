package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.script.Action.StanzaError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** SASL PLAIN with an access token for a password: {@code \0 bareJid \0 authKey:token}. */
final class Sasl {
    private static final String PREFIX = "authKey:";

    private final Directory directory;

    Sasl(Directory directory) {
        this.directory = directory;
    }

    /**
     * What came out.
     *
     * @param user the user, as far as the token tells, even if refused
     * @param refusal null where the credentials are good
     * @param why the reason of a refusal, for the truth
     */
    record Outcome(@Nullable User user, @Nullable StanzaError refusal, String why) {}

    Outcome check(XmlElement auth, User owner, long nowNanos) {
        if (!auth.get("mechanism").equals("PLAIN")) {
            return new Outcome(null, Answers.error("auth", "invalid-mechanism"), "mechanism");
        }
        String[] parts = decode(auth.text()).split("\0", -1);
        if (parts.length != 3 || !parts[0].isEmpty() || !parts[2].startsWith(PREFIX)) {
            return new Outcome(null, Answers.error("auth", "malformed-request"), "malformed");
        }
        Token token = directory.token(parts[2].substring(PREFIX.length()));
        User user = token == null ? null : token.user();
        String why = token == null
                ? "unknownToken"
                : token.isExpired(nowNanos)
                        ? "expiredToken"
                        : user == null
                                ? "noUser"
                                : !user.jid().equals(parts[1]) ? "otherJid" : !user.equals(owner) ? "otherChannel" : "";
        return new Outcome(user, why.isEmpty() ? null : Answers.error("auth", "not-authorized"), why);
    }

    /** The decoded text, or the empty text where it is no base64. */
    private static String decode(String text) {
        try {
            return new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
