package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.PersistentConnection;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.Quota;
import dev.softphone.loadtest.model.Gateway.Tls.Resumption;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The system under test. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.protocol == 'SipOverWebSocket' || !has(self.sip)",
        message = GatewaySpec.SIP_ONLY_WITH_ITS_PROTOCOL)
@ValidationRule(
        value = "self.protocol == 'GenericWebSocket' || !has(self.generic)",
        message = GatewaySpec.GENERIC_ONLY_WITH_ITS_PROTOCOL)
@ValidationRule(
        value = "self.protocol != 'GenericWebSocket' || has(self.generic)",
        message = GatewaySpec.GENERIC_NEEDED)
@ValidationRule(
        value = "self.protocol == 'GenesysCloud' || !has(self.genesys)",
        message = GatewaySpec.GENESYS_ONLY_WITH_ITS_PROTOCOL)
@ValidationRule(
        value = "self.protocol != 'GenesysCloud' || self.url.matches('^wss?://[^/?]+/?$')",
        message = GatewaySpec.NO_PATH_WITH_GENESYS)
@ValidationRule(value = "!has(self.tls) || self.url.startsWith('wss:')", message = GatewaySpec.TLS_NEEDS_WSS)
@ValidationRule(
        value = "!has(self.genesys) || !has(self.genesys.organizations) || self.genesys.organizations.all(o,"
                + " o.url.startsWith('wss:') == self.url.startsWith('wss:'))",
        message = GatewaySpec.ONE_SCHEME)
@ValidationRule(
        value = "!has(self.genesys) || !has(self.genesys.organizations) || !has(self.tls) || !has(self.tls.serverName)",
        message = GatewaySpec.NO_SERVER_NAME_ELSEWHERE)
public record GatewaySpec(
        @JsonPropertyDescription(
                "protocol is what is spoken on the socket: SipOverWebSocket (RFC 7118), GenericWebSocket (JSON or text"
                        + " messages by steps) or GenesysCloud (REST login, then XMPP over WebSocket). Required.")
        @Required
        Protocol protocol,

        @JsonPropertyDescription(
                "url is where the WebSocket is opened: ws:// or wss://, a host, and optionally a port, a path and a query"
                        + " that may hold ${…} references; with GenesysCloud the streaming host without a path. Required,"
                        + " at most 2048 characters.")
        @Required
        @Pattern(URL)
        @Size(min = 6, max = 2048)
        String url,

        @JsonPropertyDescription(
                "subprotocol is offered in Sec-WebSocket-Protocol. At most 64 characters; default: sip with"
                        + " SipOverWebSocket, xmpp with GenesysCloud, none with GenericWebSocket.")
        @Pattern(GatewaySpec.TOKEN)
        @Size(min = 1, max = 64)
        @Nullable
        String subprotocol,

        @JsonPropertyDescription("headers are added to the upgrade request. At most 20, each name once; default: none.")
        @Size(max = 20)
        @Nullable
        List<HeaderSpec> headers,

        @JsonPropertyDescription(
                "tls says how the gateway's certificate is judged and ours is shown; only with a wss url. Default: the"
                        + " system's trust store, no client certificate.")
        @Nullable
        TlsSpec tls,

        @JsonPropertyDescription("sip holds the settings of SipOverWebSocket, and only of it. Default: see its fields.")
        @Nullable
        SipSpec sip,

        @JsonPropertyDescription("generic holds the settings of GenericWebSocket, which needs them.") @Nullable
        GenericSpec generic,

        @JsonPropertyDescription("genesys holds the settings of GenesysCloud, and only of it. Default: see its fields.")
        @Nullable
        GenesysSpec genesys) {

    public static final String HOST = "^wss?://[^\\s/?#@{}]+/?$";
    public static final String HTTP_HOST = "^https?://[^\\s/?#@{}]+$";
    public static final String URL = "^wss?://[^\\s/?#@{}]+([/?][^\\s#]*)?$";

    /** RFC 9110, section 5.6.2. */
    public static final String TOKEN = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

    public static final String SIP_ONLY_WITH_ITS_PROTOCOL = "sip only with protocol SipOverWebSocket";
    public static final String GENERIC_ONLY_WITH_ITS_PROTOCOL = "generic only with protocol GenericWebSocket";
    public static final String GENERIC_NEEDED = "generic with protocol GenericWebSocket";
    public static final String GENESYS_ONLY_WITH_ITS_PROTOCOL = "genesys only with protocol GenesysCloud";
    public static final String NO_PATH_WITH_GENESYS = "a url without path and query with protocol GenesysCloud";
    public static final String TLS_NEEDS_WSS = "a wss url with tls";
    public static final String ONE_SCHEME = "the scheme of url in each url of genesys.organizations";
    public static final String NO_SERVER_NAME_ELSEWHERE =
            "no tls.serverName with genesys.organizations: each host has its own name";

    /** What is spoken on the socket. */
    public enum Protocol {
        SipOverWebSocket,
        GenericWebSocket,
        GenesysCloud
    }

    /** One header of a request. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(value = "has(self.value) != has(self.valueFrom)", message = HeaderSpec.ONE_VALUE)
    @ValidationRule(
            value = "!(self.name.lowerAscii() in ['host', 'connection', 'upgrade', 'content-length',"
                    + " 'transfer-encoding']) && !self.name.lowerAscii().startsWith('sec-websocket-')",
            message = HeaderSpec.NOT_THE_CLIENTS_OWN)
    public record HeaderSpec(
            @JsonPropertyDescription(
                    "name of the header, an RFC 9110 token; not one that the WebSocket client writes itself. Required, at"
                            + " most 40 characters.")
            @Required
            @Pattern(GatewaySpec.TOKEN)
            @Size(min = 1, max = 40)
            String name,

            @JsonPropertyDescription(
                    "value of the header; may hold ${…} references such as ${identity.token}. At most 2048 characters,"
                            + " no line breaks. Exactly one of value and valueFrom.")
            @Pattern("^[^\\r\\n\\x00]*$")
            @Size(max = 2048)
            @Nullable
            String value,

            @JsonPropertyDescription("valueFrom takes the value from a Secret. Exactly one of value and valueFrom.")
            @Nullable
            HeaderSource valueFrom) {
        public static final String ONE_VALUE = "exactly one of value and valueFrom";
        public static final String NOT_THE_CLIENTS_OWN = "a header that the client does not write itself";
    }

    /** Where a header's value is kept. */
    public record HeaderSource(
            @JsonPropertyDescription("secretKeyRef names one key of a Secret. Required.") @Required
            SecretKeyRef secretKeyRef) {}

    /** One key of a Secret of the test's namespace. */
    public record SecretKeyRef(
            @JsonPropertyDescription("name of the Secret, in the test's namespace. Required, at most 253 characters.")
            @Required
            @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
            @Size(min = 1, max = 253)
            String name,

            @JsonPropertyDescription("key within the Secret. Required, at most 253 characters.")
            @Required
            @Pattern("^[-._a-zA-Z0-9]+$")
            @Size(min = 1, max = 253)
            String key) {}

    /** A Secret of the test's namespace whose keys are known. */
    public record SecretRef(
            @JsonPropertyDescription("name of the Secret, in the test's namespace. Required, at most 253 characters.")
            @Required
            @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
            @Size(min = 1, max = 253)
            String name) {}

    /** How the gateway's certificate is judged and ours is shown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TlsSpec(
            @JsonPropertyDescription(
                    "caSecretRef names a PEM bundle that replaces the system's trust store. Default: the system's.")
            @Nullable
            SecretKeyRef caSecretRef,

            @JsonPropertyDescription(
                    "serverName is sent as SNI and checked against the certificate. At most 253 characters; default: the"
                            + " url's host.")
            @Pattern("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$")
            @Size(min = 1, max = 253)
            @Nullable
            String serverName,

            @JsonPropertyDescription(
                    "clientCertSecretRef names a Secret of type kubernetes.io/tls with tls.crt and tls.key. Default: no"
                            + " client certificate.")
            @Nullable
            SecretRef clientCertSecretRef,

            @JsonPropertyDescription(
                    "resumption says whether TLS sessions may be resumed: Disabled or Enabled. Default Disabled, because"
                            + " softphones that come back after an outage start cold.")
            @Default("Disabled")
            Resumption resumption) {}

    /** Settings of SIP over WebSocket. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SipSpec(
            @JsonPropertyDescription(
                    "domain is the host part of every address of record, and the default realm. At most 253 characters;"
                            + " default: the url's host.")
            @Pattern("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$")
            @Size(min = 1, max = 253)
            @Nullable
            String domain,

            @JsonPropertyDescription(
                    "registerExpires is the lifetime asked for in REGISTER. A duration in whole seconds, default 600s, 1s"
                            + " to 24h.")
            @Default(DEFAULT_EXPIRES)
            @DurationText
            String registerExpires) {
        public static final String DEFAULT_EXPIRES = "600s";
    }

    /** Settings of the Genesys Cloud softphone. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GenesysSpec(
            @JsonPropertyDescription(
                    "apiUrl is where the REST calls go: http:// or https://, a host, and optionally a port. At most 300"
                            + " characters; default: the api. host beside the url's streaming. host, any other host itself, with"
                            + " its port; https with wss.")
            @Pattern(HTTP_HOST)
            @Size(min = 8, max = 300)
            @Nullable
            String apiUrl,

            @JsonPropertyDescription(
                    "tokenColumn names the column of the identities that holds the access token, of a grant with a user"
                            + " context. Default token; generated identities only have password.")
            @Pattern("^[A-Za-z0-9_-]+$")
            @Size(min = 1, max = 64)
            @Default(GenesysSpec.DEFAULT_COLUMN)
            String tokenColumn,

            @JsonPropertyDescription(
                    "quota says what softphones do about the quota that answers tell of their token (inin-ratelimit-*,"
                            + " X-RateLimit-*, RateLimit-*): Observe sends every call when it is due; Respect lets a call that"
                            + " would cross zero wait for the next window, over all softphones with that token; of several runners"
                            + " each keeps to its share. The wait counts for no stage and not for the handshake. Default Observe.")
            @Default("Observe")
            Quota quota,

            @JsonPropertyDescription(
                    "persistentConnection says whether media sessions outlive their calls: None (a session ends with its call),"
                            + " Lazy (that of the first call stays; later calls show as events, are answered and ended on it by"
                            + " REST) or Eager (the one that the platform proposes at login is taken as well, with calls or"
                            + " without). Default None.")
            @Default("None")
            PersistentConnection persistentConnection,

            @JsonPropertyDescription(
                    "organizations of the identities that are elsewhere, such as in another region of the platform; not with"
                            + " tls.serverName. At most 20, each name once; default: all are at url and apiUrl.")
            @Size(max = 20)
            @Nullable
            List<HostsSpec> organizations) {
        public static final String DEFAULT_COLUMN = "token";
    }

    /** Where the softphones of one organization go. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HostsSpec(
            @JsonPropertyDescription(
                    "name of the organization, as in the column organization of the identities. Required, at most 63"
                            + " characters.")
            @Required
            @Pattern("^[^\\r\\n\\x00]+$")
            @Size(min = 1, max = 63)
            String name,

            @JsonPropertyDescription(
                    "url is its streaming host: ws:// or wss:// as in the gateway's url, a host, and optionally a port."
                            + " Required, at most 300 characters.")
            @Required
            @Pattern(HOST)
            @Size(min = 6, max = 300)
            String url,

            @JsonPropertyDescription(
                    "apiUrl is where its REST calls go: http:// or https://, a host, and optionally a port. At most 300"
                            + " characters; default: the api. host beside its streaming. host, any other host itself, with its"
                            + " port; https with wss.")
            @Pattern(HTTP_HOST)
            @Size(min = 8, max = 300)
            @Nullable
            String apiUrl) {}
}
