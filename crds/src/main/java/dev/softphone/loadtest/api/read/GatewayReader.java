package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.GatewaySpec;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.HeaderSpec;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.HostsSpec;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.Protocol;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.SipSpec;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.TlsSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec;
import dev.softphone.loadtest.api.v1alpha1.IdentitiesSpec.OAuthSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestSpec;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.GenericReferences;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.SecretKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.gateway}. */
final class GatewayReader {

    private static final String PATH = "spec.gateway";
    private static final URI NOWHERE = URI.create("ws://invalid");
    private static final Set<String> CLIENTS_OWN =
            Set.of("host", "connection", "upgrade", "content-length", "transfer-encoding");

    private GatewayReader() {}

    static Gateway read(SoftphoneLoadTestSpec test, Identities identities, Violations violations) {
        Violations own = new Violations();
        Gateway gateway = gateway(test.gateway(), test.identities().oauth(), own);
        // References in a gateway whose parts are wrong would be found wrong for that reason alone.
        violations.addAll(own.isEmpty() ? references(gateway, IdentitiesReader.columns(identities)) : own.list());
        return gateway;
    }

    private static Gateway gateway(GatewaySpec spec, @Nullable OAuthSpec oauth, Violations violations) {
        Protocol protocol = spec.protocol();
        ownSettings(spec, violations);
        violations.require(
                spec.tls() == null || spec.url().startsWith("wss:"), PATH, GatewaySpec.TLS_NEEDS_WSS, spec.url());
        URI endpoint = endpoint(PATH + ".url", spec.url(), violations);
        return new Gateway(
                spec.url(),
                endpoint,
                Optional.ofNullable(spec.subprotocol()).or(() -> subprotocol(protocol)),
                headers(PATH + ".headers", spec.headers(), violations),
                tls(spec.tls()),
                signaling(spec, oauth, endpoint, violations));
    }

    /** Each protocol's settings stand only with it. */
    private static void ownSettings(GatewaySpec spec, Violations violations) {
        Protocol protocol = spec.protocol();
        violations.require(
                protocol == Protocol.SipOverWebSocket || spec.sip() == null,
                PATH,
                GatewaySpec.SIP_ONLY_WITH_ITS_PROTOCOL,
                "sip");
        violations.require(
                protocol == Protocol.GenericWebSocket || spec.generic() == null,
                PATH,
                GatewaySpec.GENERIC_ONLY_WITH_ITS_PROTOCOL,
                "generic");
        violations.require(
                protocol != Protocol.GenericWebSocket || spec.generic() != null,
                PATH,
                GatewaySpec.GENERIC_NEEDED,
                "no generic");
        violations.require(
                protocol == Protocol.GenesysCloud || spec.genesys() == null,
                PATH,
                GatewaySpec.GENESYS_ONLY_WITH_ITS_PROTOCOL,
                "genesys");
        violations.require(
                protocol != Protocol.GenesysCloud || spec.url().matches("wss?://[^/?]+/?"),
                PATH,
                GatewaySpec.NO_PATH_WITH_GENESYS,
                spec.url());
        if (spec.genesys() != null && spec.genesys().organizations() != null) {
            elsewhere(spec, spec.genesys().organizations(), violations);
        }
    }

    /** As written: a url that leads nowhere has a scheme too. */
    private static void elsewhere(GatewaySpec spec, List<HostsSpec> organizations, Violations violations) {
        for (HostsSpec organization : organizations) {
            violations.require(
                    organization.url().startsWith("wss:") == spec.url().startsWith("wss:"),
                    PATH,
                    GatewaySpec.ONE_SCHEME,
                    organization.url());
        }
        violations.require(
                spec.tls() == null || spec.tls().serverName() == null,
                PATH,
                GatewaySpec.NO_SERVER_NAME_ELSEWHERE,
                "both");
    }

    private static Optional<String> subprotocol(Protocol protocol) {
        return switch (protocol) {
            case SipOverWebSocket -> Optional.of("sip");
            case GenesysCloud -> Optional.of("xmpp");
            case GenericWebSocket -> Optional.empty();
        };
    }

    private static Gateway.Signaling signaling(
            GatewaySpec spec, @Nullable OAuthSpec oauth, URI endpoint, Violations violations) {
        if (spec.protocol() == Protocol.GenesysCloud) {
            return GenesysReader.read(spec.genesys(), oauth, endpoint, violations);
        }
        GenericSpec generic = spec.generic();
        return spec.protocol() == Protocol.SipOverWebSocket || generic == null
                ? sip(spec.sip(), endpoint, violations)
                : GenericReader.read(generic, violations);
    }

    /** References that nothing defines, once the columns are known. */
    static List<Violation> references(Gateway gateway, Predicate<String> columns) {
        if (gateway.signaling() instanceof Gateway.GenericWebSocket generic) {
            return GenericReferences.problems(gateway, generic, columns).stream()
                    .map(problem -> new Violation(place(problem.path()), problem.required(), problem.observed()))
                    .toList();
        }
        List<Violation> problems = SipReferences.problems(gateway, columns);
        return gateway.signaling() instanceof Gateway.GenesysCloud genesys
                ? Stream.concat(problems.stream(), GenesysReader.column(genesys, columns))
                        .toList()
                : problems;
    }

    /** Where the part of the model stands in the spec. */
    private static String place(String modelPath) {
        boolean upgrade = modelPath.equals("url") || modelPath.startsWith("headers.");
        return PATH + (upgrade ? "." : ".generic.") + modelPath;
    }

    static URI endpoint(String path, String url, Violations violations) {
        int end = url.indexOf("://") + 3;
        while (end < url.length() && "/?".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        try {
            URI endpoint = new URI(url.substring(0, end));
            if (endpoint.getHost() != null && endpoint.getPort() <= 65_535 && endpoint.getPort() != 0) {
                return endpoint;
            }
        } catch (URISyntaxException malformed) {
            // falls through to the one message
        }
        violations.add(path, "a host name or address, and a port of 1 to 65535 if any", Violations.quoted(url));
        return NOWHERE;
    }

    /** In the order given; a value from a Secret becomes a reference. */
    static Map<String, String> headers(String path, @Nullable List<HeaderSpec> specs, Violations violations) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (int i = 0; specs != null && i < specs.size(); i++) {
            HeaderSpec spec = specs.get(i);
            String here = path + "[" + i + "]";
            String name = spec.name().toLowerCase(Locale.ROOT);
            violations.require(
                    !CLIENTS_OWN.contains(name) && !name.startsWith("sec-websocket-"),
                    here,
                    HeaderSpec.NOT_THE_CLIENTS_OWN,
                    spec.name());
            violations.require(
                    seen.putIfAbsent(name, name) == null,
                    here,
                    "each name once, in whatever case",
                    spec.name() + " again");
            violations.require(
                    (spec.value() == null) != (spec.valueFrom() == null),
                    here,
                    HeaderSpec.ONE_VALUE,
                    spec.value() == null ? "neither" : "both");
            headers.put(spec.name(), spec.value() != null ? spec.value() : reference(here, spec, violations));
        }
        return Collections.unmodifiableMap(headers);
    }

    private static String reference(String path, HeaderSpec spec, Violations violations) {
        if (spec.valueFrom() == null) {
            return "";
        }
        SecretKey secret = IdentitiesReader.key(spec.valueFrom().secretKeyRef());
        int length = secret.name().length() + secret.key().length();
        violations.require(
                length <= HeaderSecrets.MOST,
                path + ".valueFrom.secretKeyRef",
                "name and key of at most " + HeaderSecrets.MOST + " characters together",
                length + " characters");
        return "${identity." + HeaderSecrets.column(secret) + "}";
    }

    private static Gateway.Tls tls(@Nullable TlsSpec spec) {
        if (spec == null) {
            return new Gateway.Tls(
                    Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled);
        }
        return new Gateway.Tls(
                IdentitiesReader.optional(spec.caSecretRef()),
                Optional.ofNullable(spec.serverName()),
                Optional.ofNullable(spec.clientCertSecretRef()).map(GatewaySpec.SecretRef::name),
                spec.resumption());
    }

    private static Gateway.SipOverWebSocket sip(@Nullable SipSpec given, URI endpoint, Violations violations) {
        SipSpec spec = given == null ? new SipSpec(null, SipSpec.DEFAULT_EXPIRES) : given;
        String path = PATH + ".sip.registerExpires";
        Duration expires = violations.duration(path, spec.registerExpires(), Duration.ofSeconds(1), Duration.ofDays(1));
        violations.require(
                expires.toMillis() % 1000 == 0, path, "whole seconds", Violations.quoted(spec.registerExpires()));
        return new Gateway.SipOverWebSocket(
                Optional.ofNullable(spec.domain()).orElse(endpoint.getHost()), (int) expires.toSeconds());
    }
}
