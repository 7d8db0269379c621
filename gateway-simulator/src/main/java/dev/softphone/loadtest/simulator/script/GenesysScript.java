package dev.softphone.loadtest.simulator.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The Genesys Cloud side. Its login, API and streaming hosts are one port here, told apart by path.
 *
 * @param environment the domain of its hosts and JIDs
 * @param organizations who may fetch tokens; empty: any client, in the organization {@code simulator}
 * @param tokens what tokens are like
 * @param login rules for requests of a token
 * @param rest rules for all other requests, before their token is looked at
 * @param limits requests that are allowed
 * @param channelsPerUser one more evicts a channel of that user and client
 * @param station what the users' stations are like
 * @param stream the streaming host
 * @param calls what calls are like, and those from outside
 */
public record GenesysScript(
        String environment,
        List<Organization> organizations,
        Tokens tokens,
        List<Rule<Action.OnRest>> login,
        List<Rule<Action.OnRest>> rest,
        Limits limits,
        int channelsPerUser,
        Station station,
        Stream stream,
        Calls calls) {

    /** The organization of any client where the script names none. */
    public static final String DEFAULT_ORGANIZATION = "simulator";

    /** An organization and the OAuth clients it knows. */
    public record Organization(String name, List<Client> clients) {}

    /** How a client gets tokens. */
    public enum Grant {
        CLIENT_CREDENTIALS("client_credentials"),
        SAML2_BEARER("urn:ietf:params:oauth:grant-type:saml2-bearer");

        private final String type;

        Grant(String type) {
            this.type = type;
        }

        /** Its {@code grant_type}. */
        public String type() {
            return type;
        }
    }

    /** An OAuth client. Its secret is never printed. */
    public static final class Client {
        private final String id;
        private final String secret;
        private final Set<Grant> grants;

        Client(String id, String secret, Set<Grant> grants) {
            this.id = id;
            this.secret = secret;
            this.grants = Set.copyOf(grants);
        }

        /** The client's name. */
        public String id() {
            return id;
        }

        /** How it may get tokens. */
        public Set<Grant> grants() {
            return grants;
        }

        /** Whether this is its secret. */
        public boolean hasSecret(String shown) {
            return MessageDigest.isEqual(
                    shown.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "client " + id + " (secret hidden)";
        }
    }

    /** What an assertion holds. */
    public enum AssertionForm {
        /** Base64 of a SAML assertion, whose NameID is the user. Its signature is not looked at. */
        SAML,
        /** The user's name as it is. */
        USER_NAME
    }

    /**
     * What tokens are like.
     *
     * @param expiresIn their life; also what the answer says, in seconds
     * @param assertion what a SAML2-bearer assertion holds
     * @param preissued tokens of users that were not fetched here
     */
    public record Tokens(Duration expiresIn, AssertionForm assertion, Optional<Preissued> preissued) {}

    /**
     * Tokens of users that were not fetched here; their life starts with their first use.
     *
     * @param capture matches the whole token; its first group (or all of it) is the user
     * @param organization the users' organization
     */
    public record Preissued(Pattern capture, String organization) {}

    /** So many requests in each window; the first window starts with the first request. */
    public record Window(int allowed, Duration per) {}

    /**
     * Requests that are allowed. A request is refused if one of these has none left, and counted in all otherwise.
     *
     * @param token of one token
     * @param appUser of one user through one client
     * @param user of one user
     * @param organization of all of an organization's users and clients
     */
    public record Limits(Window token, Window appUser, Window user, Optional<Window> organization) {}

    /** Whether media sessions outlive their calls. */
    public enum Persistence {
        /** Each call has a session of its own. */
        NONE,
        /** The session of the first call stays for those after it. */
        LAZY,
        /** The session is there before the first call, from the login on. */
        EAGER
    }

    /**
     * What the users' stations are like.
     *
     * @param persistence whether media sessions outlive their calls
     * @param missing whether users have no station
     */
    public record Station(Persistence persistence, boolean missing) {}

    /** A STUN or TURN server. */
    public record IceServer(String host, int port, String transport) {}

    /**
     * Servers that clients are told of.
     *
     * @param stun none: clients must use relays only
     * @param turn where {@code secret} is the shared secret of coturn's REST credentials
     * @param secret see {@code turn}; never printed
     * @param expiresIn life of a credential
     */
    public record IceServers(List<IceServer> stun, List<IceServer> turn, Secret secret, Duration expiresIn) {}

    /** A text that is never printed. */
    public record Secret(String value) {
        @Override
        public String toString() {
            return "(hidden)";
        }
    }

    /**
     * Pings that the gateway sends to clients that ask for them.
     *
     * @param refused whether such a subscription is refused
     * @param every time between pings
     * @param timeout an answer that takes longer counts as missing
     */
    public record ServerPings(boolean refused, Duration every, Duration timeout) {}

    /**
     * Sessions are told to go elsewhere, and ended some time later if they did not.
     *
     * @param matches which
     * @param at time since the first TCP accept
     * @param closeAfter and this much later
     * @param then how
     */
    public record Drain(List<Match> matches, Duration at, Duration closeAfter, Action.Ending then) {}

    /** Something that happens to the sessions that match at a time since the first TCP accept. */
    public record AtInstant(List<Match> matches, Duration at) {}

    /**
     * The streaming host.
     *
     * @param stanzas rules for what clients send, from the framing's open on
     * @param iceServers what they learn by extdisco
     * @param serverPings see there
     * @param drain see there
     * @param loseChannels when sessions lose their channels
     * @param expireSubscriptions when sessions are told that the subscriptions of their channels are about to end
     */
    public record Stream(
            List<Rule<Action.OnStanza>> stanzas,
            IceServers iceServers,
            ServerPings serverPings,
            List<Drain> drain,
            List<AtInstant> loseChannels,
            List<AtInstant> expireSubscriptions) {}

    /** How sessions are described. */
    public enum Signalling {
        /** JSON-RPC in an element, with SDP. */
        SDP_OVER_XMPP,
        JINGLE
    }

    /** A host candidate of the offer, over UDP. */
    public record Candidate(String address, int port) {}

    /**
     * What calls are like, and those from outside.
     *
     * @param signalling how their sessions are described
     * @param autoAnswer whether clients shall answer by themselves
     * @param candidates what is offered; none: an offer that ICE cannot use
     * @param holdFor time from connected to the gateway's end; empty: the client ends it
     * @param noAnswerFor a call that is not connected within this time is ended
     * @param lostAfter a user without a session for so long loses its call
     * @param inbound calls from outside
     */
    public record Calls(
            Signalling signalling,
            boolean autoAnswer,
            List<Candidate> candidates,
            Optional<Duration> holdFor,
            Duration noAnswerFor,
            Duration lostAfter,
            Optional<Inbound> inbound) {}

    /**
     * Calls from outside to users that can be called, in turn, each to one without a call.
     *
     * @param whenReady they start once so many users listen to their conversations
     * @param after and this much later
     * @param calls how many in all
     * @param count calls in each {@code period}, evenly
     * @param period see {@code count}
     */
    public record Inbound(int whenReady, Duration after, int calls, int count, Duration period) {}
}
