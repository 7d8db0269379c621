package dev.softphone.loadtest.runner;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A loopback gateway that registers everybody, up to a cap. The real programs are in the end-to-end tests. */
final class TinyGateway implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    TinyGateway(int cap) throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setAcceptBacklog(4096)
                        .addWebSocketSubProtocol("sip"))
                .webSocketHandshakeHandler(handshake -> shake(handshake, cap))
                .webSocketHandler(socket -> {
                    socket.closeHandler(v -> open.decrementAndGet());
                    socket.textMessageHandler(request -> {
                        if (request.startsWith("REGISTER")) {
                            socket.writeTextMessage(ok(request));
                        }
                    });
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void shake(ServerWebSocketHandshake handshake, int cap) {
        if (open.incrementAndGet() > cap) {
            open.decrementAndGet();
            refused.incrementAndGet();
            handshake.reject(503);
        } else {
            accepted.incrementAndGet();
            handshake.accept();
        }
    }

    private static String ok(String register) {
        String copied = register.lines()
                .filter(line -> line.matches("(?i)(Via|From|To|Call-ID|CSeq|Contact):.*"))
                .map(line -> line.startsWith("To:") ? line + ";tag=gw" : line)
                .collect(Collectors.joining("\r\n"));
        return "SIP/2.0 200 OK\r\n" + copied + "\r\nContent-Length: 0\r\n\r\n";
    }

    int port() {
        return server.actualPort();
    }

    int accepted() {
        return accepted.get();
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
