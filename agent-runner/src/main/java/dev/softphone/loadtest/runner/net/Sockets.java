package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.model.SourceAddress;
import dev.softphone.loadtest.plan.Shares;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The WebSocket clients of one event loop: one per source address, because Vert.x binds the local address per client.
 */
final class Sockets {
    private static final int MAX_MESSAGE_BYTES = 262_144;
    /** Never a cap: attempts in flight are not limited. A non-positive number would leave every connect pending. */
    private static final int UNLIMITED = 1_000_000;

    private final List<WebSocketClient> clients = new ArrayList<>();
    private final Optional<Shares> shares;
    private final List<String> sources;
    private final Gateway gateway;

    Sockets(Vertx vertx, LoadTest test, Secrets secrets) {
        this.gateway = test.gateway();
        List<SourceAddress> given = test.sourceAddresses();
        this.sources = given.stream().map(SourceAddress::address).toList();
        this.shares = given.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Shares.of(given.stream().map(SourceAddress::weight).toList()));
        int connectMillis = Math.toIntExact(test.timeouts().upgrade().toMillis());
        if (given.isEmpty()) {
            clients.add(client(vertx, secrets, connectMillis, Optional.empty()));
        }
        for (SourceAddress source : given) {
            clients.add(client(vertx, secrets, connectMillis, Optional.of(source.address())));
        }
    }

    private WebSocketClient client(Vertx vertx, Secrets secrets, int connectMillis, Optional<String> source) {
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setMaxConnections(UNLIMITED)
                .setMaxMessageSize(MAX_MESSAGE_BYTES)
                .setConnectTimeout(connectMillis)
                .setClosingTimeout(5)
                .setTcpNoDelay(true)
                .setTryUsePerMessageCompression(false);
        source.ifPresent(options::setLocalAddress);
        if (gateway.secure()) {
            options.setSsl(true);
            secure(options, gateway.tls(), secrets);
        }
        return vertx.createWebSocketClient(options);
    }

    /** The gateway's trust and our certificate; for WebSockets and REST calls alike. */
    static void secure(ClientOptionsBase options, Gateway.Tls tls, Secrets secrets) {
        if (OpenSsl.isAvailable()) {
            options.setSslEngineOptions(
                    tls.resumption() == Gateway.Tls.Resumption.Enabled
                            ? new OpenSSLEngineOptions()
                            : new FullHandshakes());
        }
        tls.ca()
                .ifPresent(ca -> options.setTrustOptions(
                        new PemTrustOptions().addCertValue(Buffer.buffer(required(secrets, ca)))));
        tls.clientCertificate()
                .ifPresent(name -> options.setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(required(secrets, new SecretKey(name, "tls.crt"))))
                        .setKeyValue(Buffer.buffer(required(secrets, new SecretKey(name, "tls.key"))))));
    }

    private static String required(Secrets secrets, SecretKey key) {
        return secrets.value(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Secret " + key.name() + " with key " + key.key() + " is missing"));
    }

    /** The address a softphone connects from; empty when the system chooses. */
    String sourceOf(int softphone) {
        return shares.map(s -> sources.get(s.ownerOf(softphone))).orElse("");
    }

    /** On the event loop that will own the socket. */
    Future<WebSocket> connect(int softphone, UpgradeRequest request, long limitMillis) {
        URI endpoint = request.elsewhere().orElse(gateway.endpoint());
        String named = endpoint.getHost();
        String host =
                gateway.tls().serverName().filter(name -> gateway.secure()).orElse(named);
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(host)
                .setPort(Gateway.port(endpoint))
                .setSsl(gateway.secure())
                .setURI(request.pathAndQuery());
        // Ours fires first; this one only makes Vert.x let go of the connection.
        options.setTimeout(limitMillis + 250);
        gateway.subprotocol().ifPresent(options::addSubProtocol);
        request.headers().forEach(options::addHeader);
        if (!host.equals(named)) {
            options.putHeader("Host", named + ":" + options.getPort());
        }
        int client = shares.map(s -> s.ownerOf(softphone)).orElse(0);
        return clients.get(client).connect(options);
    }

    void close() {
        clients.forEach(WebSocketClient::close);
    }
}
