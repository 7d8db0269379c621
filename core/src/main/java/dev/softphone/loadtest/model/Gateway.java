package dev.softphone.loadtest.model;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The system under test.
 *
 * @param url {@code ws://} or {@code wss://}; the path and query may hold {@code ${…}} references of the generic
 *     protocol, which is why it is kept as text beside the parsed {@code endpoint}
 * @param endpoint scheme, host and port of the url, never a template
 * @param subprotocol offered in {@code Sec-WebSocket-Protocol}; absent: none is offered
 * @param headers added to the upgrade request, in order; values may hold {@code ${…}} references
 * @param tls used when the scheme is {@code wss}
 * @param signaling the protocol spoken on the socket
 */
public record Gateway(
        String url,
        URI endpoint,
        Optional<String> subprotocol,
        Map<String, String> headers,
        Tls tls,
        Signaling signaling) {

    /** True for {@code wss}. */
    public boolean secure() {
        return "wss".equalsIgnoreCase(endpoint.getScheme());
    }

    /** Scheme, host and port of every url that a socket is opened at, the gateway's own first. */
    public List<URI> endpoints() {
        Stream<URI> elsewhere = signaling instanceof GenesysCloud genesys
                ? genesys.elsewhere().values().stream().map(Hosts::streaming)
                : Stream.empty();
        return Stream.concat(Stream.of(endpoint), elsewhere).distinct().toList();
    }

    /** REST calls that an attempt to register makes at most. */
    public int restCalls() {
        return signaling instanceof GenericWebSocket generic
                ? generic.rest().size()
                : signaling instanceof GenesysCloud genesys ? genesys.loginCalls() : 0;
    }

    /** The url's port, or 443 for {@code wss} and 80 for {@code ws} where it names none. */
    public int port() {
        return port(endpoint);
    }

    /** The port of one of {@link #endpoints()}. */
    public static int port(URI endpoint) {
        if (endpoint.getPort() > 0) {
            return endpoint.getPort();
        }
        return "wss".equalsIgnoreCase(endpoint.getScheme()) ? 443 : 80;
    }

    /**
     * How the gateway's certificate is judged and ours is shown.
     *
     * @param ca reference of a PEM bundle that replaces the system's trust store
     * @param serverName sent as SNI and checked against the certificate in place of the url's host
     * @param clientCertificate reference of a Secret with {@code tls.crt} and {@code tls.key}
     * @param resumption whether sessions may be resumed; {@code Disabled} by default, because real softphones reconnect
     *     from cold browsers
     */
    public record Tls(
            Optional<SecretKey> ca,
            Optional<String> serverName,
            Optional<String> clientCertificate,
            Resumption resumption) {
        public enum Resumption {
            Disabled,
            Enabled
        }
    }

    /** The protocol on the socket, with its settings. */
    public sealed interface Signaling permits SipOverWebSocket, GenericWebSocket, GenesysCloud {

        /** REST calls on its access token that the first login of a softphone makes; empty where that is not known. */
        default OptionalLong restCallsPerLogin() {
            return OptionalLong.empty();
        }

        /**
         * Logins that a quota of REST calls leaves.
         *
         * <pre>logins per minute = calls per minute / calls of one login, rounded down       300 / 7 = 42</pre>
         */
        default OptionalLong loginsPerMinute(OptionalLong callsPerMinute) {
            OptionalLong calls = restCallsPerLogin();
            return calls.isPresent() && callsPerMinute.orElse(0) >= calls.getAsLong()
                    ? OptionalLong.of(callsPerMinute.getAsLong() / calls.getAsLong())
                    : OptionalLong.empty();
        }
    }

    /**
     * RFC 7118.
     *
     * @param domain host part of the address of record, and the default realm
     * @param registerExpires requested lifetime of a registration, in seconds
     */
    public record SipOverWebSocket(String domain, int registerExpires) implements Signaling {}

    /**
     * What the browser's SDK of Genesys Cloud speaks: a login of REST calls, then XMPP over WebSocket (RFC 7395).
     *
     * @param api scheme, host and port of the REST calls
     * @param tokenColumn column of the identities that holds the access token; of no meaning where tokens are fetched
     * @param organizations where access tokens are fetched; empty: they come with the identities
     * @param elsewhere hosts of organizations that are not at the gateway's url and the api, by name, as the manifest has
     *     them
     * @param quota what softphones do about the quota that answers tell of their token
     * @param persistentConnection whether media sessions outlive their calls
     */
    public record GenesysCloud(
            URI api,
            String tokenColumn,
            List<OAuthOrganization> organizations,
            Map<String, Hosts> elsewhere,
            Quota quota,
            PersistentConnection persistentConnection)
            implements Signaling {

        /** With the defaults of a manifest. */
        public GenesysCloud(URI api, String tokenColumn, List<OAuthOrganization> organizations) {
            this(api, tokenColumn, organizations, Map.of(), Quota.Observe, PersistentConnection.None);
        }

        /**
         * {@code None}: a session ends with its call. {@code Lazy}: the session of the first call stays, and calls are answered
         * and ended on it by REST. {@code Eager}: the one that the platform proposes at login is taken as well.
         */
        public enum PersistentConnection {
            None,
            Lazy,
            Eager
        }

        /** {@code Respect}: a REST call that would cross zero waits, over all softphones with that token; of several runners each keeps to its share. */
        public enum Quota {
            Observe,
            Respect
        }

        /**
         * What the SDK gives a connect as a whole, a bind, and each query for ICE servers. No setting changes it; a detail that
         * says {@code the client's own limit} is about it.
         */
        public static final Duration CLIENT_LIMIT = Duration.ofSeconds(15);

        /** REST calls that the first login of a softphone makes on its token. */
        public static final int LOGIN_CALLS = 7;

        public GenesysCloud {
            organizations = List.copyOf(organizations);
            elsewhere = Collections.unmodifiableMap(new LinkedHashMap<>(elsewhere));
        }

        /** With tokens that come with the identities. */
        public GenesysCloud(URI api, String tokenColumn) {
            this(api, tokenColumn, List.of());
        }

        /**
         * Where an identity's token is fetched; one without an organization belongs to the only one there is.
         *
         * @param name of the identity's organization
         */
        public Optional<OAuthOrganization> organization(Optional<String> name) {
            return name.isEmpty() && organizations.size() == 1
                    ? Optional.of(organizations.get(0))
                    : organizations.stream()
                            .filter(organization ->
                                    name.filter(organization.name()::equals).isPresent())
                            .findFirst();
        }

        @Override
        public OptionalLong restCallsPerLogin() {
            return OptionalLong.of(LOGIN_CALLS);
        }

        /** Whether access tokens are fetched, rather than come with the identities. */
        public boolean fetchesTokens() {
            return !organizations.isEmpty();
        }

        private int loginCalls() {
            return LOGIN_CALLS + (fetchesTokens() ? 1 : 0);
        }
    }

    /**
     * Where the softphones of one organization go. Each scheme, host and port.
     *
     * @param streaming of the WebSocket
     * @param api of the REST calls
     */
    public record Hosts(URI streaming, URI api) {}

    /**
     * JSON or text messages, by steps.
     *
     * @param connections whether REST calls share pooled connections or open one each
     * @param rest REST calls before the socket is opened, in order; those of stage media are made when a call is
     *     placed, before the offer
     * @param steps messages on the open socket; the softphone is registered when the last one is done
     * @param offer steps of one call, run by a {@link CallPlan}
     * @param ping an application-level ping for {@link KeepAlive.Kind#ApplicationPing}
     */
    public record GenericWebSocket(
            Connections connections,
            List<RestCall> rest,
            List<MessageStep> steps,
            List<MessageStep> offer,
            Optional<ApplicationPing> ping)
            implements Signaling {

        public GenericWebSocket {
            rest = List.copyOf(rest);
            steps = List.copyOf(steps);
            offer = List.copyOf(offer);
        }

        public enum Connections {
            Pooled,
            PerRequest
        }
    }

    /**
     * One REST call.
     *
     * @param name names the call in transcripts; lower case
     * @param stage the stage its outcome counts for: token, login, or media for an offer
     * @param url absolute, or a path on the gateway's own host (then {@code http} for {@code ws}, {@code https} for
     *     {@code wss})
     * @param body sent as it stands after references are resolved; absent: no body
     * @param accept statuses that mean success
     * @param extract values taken from the answer, by name
     */
    public record RestCall(
            String name,
            Stage stage,
            String method,
            String url,
            Map<String, String> headers,
            Optional<String> body,
            List<Integer> accept,
            Map<String, Extraction> extract) {
        public RestCall {
            accept = List.copyOf(accept);
        }
    }

    /**
     * One exchange on the socket: send, or expect, or send and then expect.
     *
     * @param stage the stage its outcome counts for: auth, register, or established and media within an offer
     * @param send the message, with {@code ${…}} references; absent: only wait
     * @param expect what ends the step well; absent: the step is done once sent
     * @param reject what ends the step with an answer of the gateway, checked before {@code expect}
     * @param extract values taken from the expected message
     */
    public record MessageStep(
            String name,
            Stage stage,
            Optional<String> send,
            Optional<MessageMatch> expect,
            List<Rejection> reject,
            Map<String, Extraction> extract) {
        public MessageStep {
            reject = List.copyOf(reject);
        }
    }

    /** A condition on one message. */
    public sealed interface MessageMatch permits Contains, Matches, JsonEquals {}

    /** The text, after references are resolved, occurs anywhere in the message. */
    public record Contains(String text) implements MessageMatch {}

    /** The regular expression finds a match; linear in practice: bounded to 4,096 characters of the message. */
    public record Matches(String regex) implements MessageMatch {}

    /** The value at an RFC 6901 pointer, as text, equals {@code value} (after references are resolved). */
    public record JsonEquals(String pointer, String value) implements MessageMatch {}

    /**
     * A message by which the gateway says no.
     *
     * @param code where the code is found; the outcome code is {@code app/<code>}
     * @param retryAfter where a wait in seconds is found
     */
    public record Rejection(MessageMatch match, Extraction code, Optional<Extraction> retryAfter) {}

    /** A value in an answer: by RFC 6901 pointer, by the first group of a regular expression, by header, or fixed. */
    public sealed interface Extraction permits Pointer, Group, Header, Fixed {}

    public record Pointer(String pointer) implements Extraction {}

    public record Group(String regex) implements Extraction {}

    public record Header(String name) implements Extraction {}

    public record Fixed(String value) implements Extraction {}

    /** A ping of the application's own and its answer. */
    public record ApplicationPing(String send, MessageMatch expect) {}
}
