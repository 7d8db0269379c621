package dev.softphone.loadtest.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SIP side.
 *
 * @param authentication empty: nobody is challenged
 * @param registrar what registrations are granted
 * @param beforeAuthentication rules for REGISTERs before their credentials are looked at
 * @param register rules for REGISTERs whose credentials are good (all, without authentication); never for a removal
 */
public record SipScript(
        Optional<Authentication> authentication,
        Registrar registrar,
        List<Rule<Action.OnSip>> beforeAuthentication,
        List<Rule<Action.OnSip>> register) {

    /** Digest algorithms (RFC 8760). */
    public enum Algorithm {
        MD5("MD5"),
        SHA_256("SHA-256");

        private final String token;

        Algorithm(String token) {
            this.token = token;
        }

        /** As it stands in a challenge; also a {@link java.security.MessageDigest} name. */
        public String token() {
            return token;
        }
    }

    /**
     * Digest authentication.
     *
     * @param realm the realm of the challenge
     * @param algorithms one challenge each, in this order
     * @param passwords by user
     * @param maxUses a nonce used more often is stale
     * @param maxAge an older nonce is stale
     * @param invite whether INVITEs are challenged too (407)
     */
    public record Authentication(
            String realm,
            List<Algorithm> algorithms,
            Passwords passwords,
            int maxUses,
            Duration maxAge,
            InviteChallenge invite) {}

    /** Whether INVITEs are challenged. */
    public enum InviteChallenge {
        NEVER,
        ALWAYS
    }

    /** Passwords by user: one for any user, or a list. Never printed. */
    public static final class Passwords {
        private final @Nullable String forAnyone;
        private final Map<String, String> byUser;

        Passwords(@Nullable String forAnyone, Map<String, String> byUser) {
            this.forAnyone = forAnyone;
            this.byUser = Map.copyOf(byUser);
        }

        /** The password of a user, or null for a user who is not known. */
        public @Nullable String of(String user) {
            return forAnyone != null ? forAnyone : byUser.get(user);
        }

        @Override
        public String toString() {
            return "passwords (hidden)";
        }
    }

    /**
     * What registrations are granted.
     *
     * @param minExpires less is answered 423 with Min-Expires
     * @param maxExpires more is lowered to this
     * @param defaultExpires granted where none is asked for
     * @param flowTimer sent as Flow-Timer (RFC 5626)
     */
    public record Registrar(
            Duration minExpires, Duration maxExpires, Duration defaultExpires, Optional<Duration> flowTimer) {}
}
