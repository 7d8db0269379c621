package dev.softphone.loadtest.runner;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A loopback stand-in for Genesys Cloud: REST and streaming on one port, every token that is not refused is good. */
final class TinyGenesys implements AutoCloseable {
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
    private static final String OPEN =
            "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='org.test' id='s' version='1.0'/>";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final String refusedToken;
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger bound = new AtomicInteger();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    private final int allowed;
    private final AtomicInteger limited = new AtomicInteger();
    private volatile boolean silent;
    /** Of the server's loop alone. */
    private long windowEndNanos;

    private int countInWindow;

    TinyGenesys(String refusedToken) throws Exception {
        this(refusedToken, Integer.MAX_VALUE);
    }

    /** @param allowed REST calls in each second, over all tokens */
    TinyGenesys(String refusedToken, int allowed) throws Exception {
        this.refusedToken = refusedToken;
        this.allowed = allowed;
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setAcceptBacklog(4096)
                        .addWebSocketSubProtocol("xmpp"))
                .webSocketHandler(this::stream)
                .requestHandler(this::rest)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void rest(HttpServerRequest request) {
        String path = request.path().replaceFirst("/channels/[^/]+/", "/channels/*/");
        calls.computeIfAbsent(request.method() + " " + path, p -> new AtomicInteger())
                .incrementAndGet();
        if (silent) {
            return;
        }
        long now = System.nanoTime();
        if (now >= windowEndNanos) {
            windowEndNanos = now + 1_000_000_000;
            countInWindow = 0;
        }
        countInWindow++;
        request.response()
                .putHeader("inin-ratelimit-allowed", String.valueOf(allowed))
                .putHeader("inin-ratelimit-count", String.valueOf(Math.min(countInWindow, allowed)))
                .putHeader("inin-ratelimit-reset", "1");
        if (countInWindow > allowed) {
            limited.incrementAndGet();
            request.response().setStatusCode(429).putHeader("retry-after", "1").end("{}");
            return;
        }
        String body =
                switch (path) {
                    case "/api/v2/users/me" -> {
                        int user = users.incrementAndGet();
                        yield "{\"id\":\"u" + user + "\",\"chat\":{\"jabberId\":\"u" + user
                                + "@org.test\"},\"station\":{\"effectiveStation\":{\"id\":\"st\"}}}";
                    }
                    case "/api/v2/notifications/channels" -> "{\"id\":\"ch-" + users.get() + "\"}";
                    default -> "{}";
                };
        request.response().putHeader("content-type", "application/json").end(body);
    }

    private void stream(ServerWebSocket socket) {
        if (!socket.path().startsWith("/stream/channels/ch-")) {
            socket.close((short) 1008, "no such channel");
            return;
        }
        AtomicInteger opens = new AtomicInteger();
        socket.textMessageHandler(message -> {
            if (message.startsWith("<open ")) {
                socket.writeTextMessage(OPEN);
                socket.writeTextMessage("<stream:features xmlns:stream='http://etherx.jabber.org/streams'>"
                        + (opens.incrementAndGet() == 1
                                ? "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism>"
                                        + "</mechanisms>"
                                : "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>")
                        + "</stream:features>");
            } else if (message.startsWith("<auth ")) {
                String plain = new String(
                        Base64.getDecoder().decode(message.replaceAll("<[^>]*>", "")), StandardCharsets.UTF_8);
                boolean good = !plain.endsWith("\0authKey:" + refusedToken);
                socket.writeTextMessage(
                        good
                                ? "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"
                                : "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
            } else if (message.startsWith("<close ")) {
                socket.writeTextMessage("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
            } else if (message.startsWith("<iq ")) {
                socket.writeTextMessage(answer(message));
            }
        });
    }

    private String answer(String iq) {
        String inside = "";
        if (iq.contains("urn:xmpp:ping")) {
            pings.incrementAndGet();
        } else if (iq.contains("xmpp-bind")) {
            bound.incrementAndGet();
            inside = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>u@org.test/r</jid></bind>";
        }
        Matcher id = ID.matcher(iq);
        String start = "<iq xmlns='jabber:client' type='result' id='" + (id.find() ? id.group(1) : "") + "'";
        return inside.isEmpty() ? start + "/>" : start + ">" + inside + "</iq>";
    }

    int port() {
        return server.actualPort();
    }

    /** REST calls are not answered any more. */
    TinyGenesys silent() {
        silent = true;
        return this;
    }

    /** REST calls that were answered 429. */
    int limited() {
        return limited.get();
    }

    int pings() {
        return pings.get();
    }

    int bound() {
        return bound.get();
    }

    /** REST calls of all kinds. */
    int calls() {
        return calls.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    int calls(String methodAndPath) {
        return calls.getOrDefault(methodAndPath, new AtomicInteger()).get();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
