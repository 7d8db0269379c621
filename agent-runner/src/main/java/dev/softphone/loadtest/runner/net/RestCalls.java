package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.plan.QuotaReading;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** REST calls of one event loop: pooled or one connection each, no redirect followed, connections counted. */
final class RestCalls {
    private static final int UNLIMITED = 1_000_000;
    private static final int MAX_BODY_CHARS = 65_536;

    private final HttpClient client;
    /** The stage's timer fires first; this one ends the calls that nobody waits for. */
    private final long idleMillis;

    private final @Nullable Quotas quotas;
    private final Quotas.Loop loop;

    /** Told on the loop. */
    interface Listener {
        /** The call waits for the quota of its token, and nobody's time runs. */
        default void held() {}

        /** A call that was held is sent now. */
        default void sent() {}

        default void answered(RestAnswer answer) {}

        default void broken(Throwable cause, @Nullable Witness witness) {}
    }

    /** @param quotas that calls wait for; null: none waits */
    RestCalls(
            Vertx vertx,
            Gateway gateway,
            boolean perRequest,
            int connectMillis,
            Secrets secrets,
            Runnable opened,
            @Nullable Quotas quotas,
            Quotas.Loop loop) {
        this.quotas = quotas;
        this.loop = loop;
        idleMillis = connectMillis + 250L;
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(!perRequest)
                .setConnectTimeout(connectMillis)
                .setMaxWaitQueueSize(-1)
                .setDecompressionSupported(false);
        Sockets.secure(options, gateway.tls(), secrets);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(UNLIMITED);
        client = vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> opened.run())
                .build();
    }

    /** A call in flight, or one that waits for its quota. */
    static final class Call {
        private volatile boolean over;
        private @Nullable HttpClientRequest request;
        private Quotas.@Nullable Call paced;

        /** Of the connection it went over, a pooled one or its own. */
        @Nullable
        Witness witness(Witness.Opening opening) {
            return request != null && request.connection() instanceof ConnectionBase connection
                    ? Witness.of(connection.channel())
                    : opening.witness();
        }

        /** Answered, broken or abandoned. */
        boolean isOver() {
            return over;
        }

        /** Nothing of it is told any more; its connection is not used again. */
        void abandon() {
            over = true;
            if (request != null) {
                request.reset();
            }
            if (paced != null) {
                paced.unanswered();
            }
        }
    }

    Call send(RestRequest rest, Listener listener) {
        Call call = new Call();
        Optional<String> token = rest.token();
        if (quotas == null || token.isEmpty()) {
            transmit(rest, call, listener);
            return call;
        }
        Quotas.Call paced = new Quotas.Call(quotas.of(token.get()), loop) {
            @Override
            void go() {
                listener.sent();
                transmit(rest, call, listener);
            }

            @Override
            boolean isOver() {
                return call.over;
            }
        };
        call.paced = paced;
        if (paced.ask()) {
            transmit(rest, call, listener);
        } else {
            listener.held();
        }
        return call;
    }

    private void transmit(RestRequest rest, Call call, Listener listener) {
        boolean secure = "https".equalsIgnoreCase(rest.uri().getScheme());
        int port = rest.uri().getPort() > 0 ? rest.uri().getPort() : secure ? 443 : 80;
        String path = rest.uri().getRawPath().isEmpty() ? "/" : rest.uri().getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(rest.method()))
                .setHost(rest.uri().getHost())
                .setPort(port)
                .setSsl(secure)
                .setFollowRedirects(false)
                .setIdleTimeout(idleMillis)
                .setURI(
                        rest.uri().getRawQuery() == null
                                ? path
                                : path + "?" + rest.uri().getRawQuery());
        rest.headers().forEach(options::putHeader);
        try (Witness.Opening opening = Witness.opening()) {
            transmit(rest, options, call, opening, listener);
        }
    }

    private void transmit(
            RestRequest rest, RequestOptions options, Call call, Witness.Opening opening, Listener listener) {
        client.request(options)
                .compose(request -> {
                    call.request = request;
                    if (call.over) {
                        request.reset();
                    }
                    return rest.body().isPresent()
                            ? request.send(Buffer.buffer(rest.body().get()))
                            : request.send();
                })
                .compose(response -> response.body()
                        .map(body -> new RestAnswer(
                                response.statusCode(), lowerCase(response.headers()), clip(body.toString()))))
                .onComplete(result -> {
                    if (call.over) {
                        return;
                    }
                    call.over = true;
                    giveBack(call.paced, result);
                    if (result.succeeded()) {
                        listener.answered(result.result());
                    } else {
                        listener.broken(result.cause(), call.witness(opening));
                    }
                });
    }

    private static void giveBack(Quotas.@Nullable Call paced, AsyncResult<RestAnswer> result) {
        if (paced != null && result.succeeded()) {
            RestAnswer answer = result.result();
            paced.answered(QuotaReading.of(answer.status(), answer.headers(), System.currentTimeMillis()));
        } else if (paced != null) {
            paced.unanswered();
        }
    }

    private static String clip(String body) {
        return body.length() > MAX_BODY_CHARS ? body.substring(0, MAX_BODY_CHARS) : body;
    }

    static Map<String, String> lowerCase(MultiMap headers) {
        Map<String, String> first = new HashMap<>();
        headers.forEach((name, value) -> first.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return first;
    }

    void close() {
        client.close();
    }
}
