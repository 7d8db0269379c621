package dev.softphone.loadtest.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The SIP side.
 *
 * @param authentication empty: nobody is challenged
 * @param registrar what registrations are granted
 * @param beforeAuthentication rules for REGISTERs before their credentials are looked at
 * @param register rules for REGISTERs whose credentials are good (all, without authentication); never for a removal
 * @param invite rules for INVITEs that ask for a call, once their credentials are good
 * @param answer calls that the gateway answers itself; others go to the registered softphone they ask for
 * @param originate calls that the gateway makes
 */
public record SipScript(
        Optional<Authentication> authentication,
        Registrar registrar,
        List<Rule<Action.OnSip>> beforeAuthentication,
        List<Rule<Action.OnSip>> register,
        List<Rule<Action.OnSip>> invite,
        List<Answered> answer,
        Optional<Originate> originate) {

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

    /**
     * Calls that the gateway answers itself.
     *
     * @param callee which: a condition on {@code user@host} of the Request-URI
     * @param ringFor time from 180 to 200
     * @param talkFor time from ACK to the gateway's BYE; empty: it waits for the caller's
     */
    public record Answered(Predicate<String> callee, Duration ringFor, Optional<Duration> talkFor) {}

    /**
     * Calls from outside to registered softphones, in turn, each to one that has no other such call.
     *
     * @param whenRegistered they start once so many addresses of record are registered
     * @param after and this much later
     * @param calls how many in all
     * @param count calls in each {@code period}, evenly
     * @param period see {@code count}
     * @param holdFor time from ACK to the gateway's BYE
     * @param noAnswerFor a call that is not answered within this time is cancelled
     * @param from the caller's URI
     */
    public record Originate(
            int whenRegistered,
            Duration after,
            int calls,
            int count,
            Duration period,
            Duration holdFor,
            Duration noAnswerFor,
            String from) {}
}
