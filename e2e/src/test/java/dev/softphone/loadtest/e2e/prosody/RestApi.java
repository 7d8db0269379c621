package dev.softphone.loadtest.e2e.prosody;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What an XMPP server lacks: the REST calls of a login, on loopback. A token is its user's name behind a word. */
final class RestApi implements AutoCloseable {
    private static final String BEARER = "Bearer ";
    private static final String API = "/api/v2";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final HttpServer server;

    RestApi() {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setAcceptBacklog(4096))
                .requestHandler(this::answer)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** By method and path, {@code *} for what differs from user to user. */
    Map<String, Integer> calls() {
        return new TreeMap<>(calls);
    }

    private void answer(HttpServerRequest request) {
        String header = String.valueOf(request.getHeader("Authorization"));
        String user = header.startsWith(BEARER) ? Fleet.user(header.substring(BEARER.length())) : "";
        String path = request.uri().replaceFirst("/channels/[^/]+/", "/channels/*/");
        calls.merge(request.method() + " " + path.substring(Math.min(API.length(), path.length())), 1, Integer::sum);
        String body =
                switch (path) {
                    case API + "/organizations/me" -> "{\"id\":\"o\",\"name\":\"org\"}";
                    case API + "/users/me" ->
                        "{\"id\":\"" + user + "\",\"chat\":{\"jabberId\":\"" + user + "@" + Prosody.DOMAIN + "\"}}";
                    case API + "/users/me?expand=station" ->
                        "{\"id\":\"" + user + "\",\"station\":{\"effectiveStation\":{\"id\":\"st\"}}}";
                    case API + "/notifications/channels?connectionType=streaming" -> "{\"id\":\"ch-" + user + "\"}";
                    case API + "/stations/st" -> "{\"id\":\"st\"}";
                    case API + "/notifications/channels/*/subscriptions" -> "{\"entities\":[]}";
                    default -> "";
                };
        request.response()
                .setStatusCode(user.isEmpty() ? 401 : body.isEmpty() ? 404 : 200)
                .putHeader("content-type", "application/json")
                .end(body);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
