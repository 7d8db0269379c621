package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.runner.evidence.Failures;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs softphones against a loopback server of our own before the first real one: a cold JVM would add 100 to 400 ms to
 * its own p99. Same lanes, sockets, TLS engine and counting as the test; a protocol of two messages.
 */
public final class WarmUp {
    /** Each connects twice and leaves at once. */
    private static final int PLAIN = 1500;

    private static final int SECURE = 500;
    /** At a time: a connection is two descriptors of this process, which may have 1,024 in all. */
    private static final int WAVE = 100;

    private static final long PER_SECOND = 1000;
    private static final long LIMIT_SECONDS = 20;
    private static final SecretKey CERTIFICATE = new SecretKey("warm-up", "cert.pem");

    private WarmUp() {}

    /** Blocks until warm, some seconds at most; never fails a run: a runner that stays cold says so by its own lag. */
    public static void run(LoadTest test, int lanes) throws InterruptedException {
        Failures.preload();
        boolean secure = test.gateway().secure();
        PinnedTransport transport = PinnedTransport.best();
        transport.pin(List.of(new Target("127.0.0.1", List.of(InetAddress.getLoopbackAddress()))));
        Vertx vertx = transport.vertx(lanes + 1);
        try {
            HttpServer server = server(vertx, secure);
            LoadTest rehearsal = rehearsal(test, server.actualPort(), secure);
            rehearse(vertx, rehearsal, lanes, secure ? SECURE : PLAIN);
        } catch (ExecutionException | TimeoutException e) {
            // Stays cold; START_LAG and LOOP_LAG will tell.
        } finally {
            vertx.close();
        }
    }

    private static HttpServer server(Vertx vertx, boolean secure)
            throws InterruptedException, ExecutionException, TimeoutException {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        options.addWebSocketSubProtocol("warm-up").setAcceptBacklog(4096);
        if (secure) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertValue(Buffer.buffer(resource("cert.pem")))
                            .setKeyValue(Buffer.buffer(resource("key.pem"))));
        }
        return vertx.createHttpServer(options)
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static LoadTest rehearsal(LoadTest test, int port, boolean secure) {
        URI endpoint = URI.create((secure ? "wss" : "ws") + "://127.0.0.1:" + port + "/");
        Gateway.Tls tls = new Gateway.Tls(
                secure ? Optional.of(CERTIFICATE) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                test.gateway().tls().resumption());
        Gateway gateway = new Gateway(
                endpoint.toString(),
                endpoint,
                Optional.of("warm-up"),
                Map.of(),
                tls,
                new Gateway.SipOverWebSocket("warm-up.invalid", 600));
        return new LoadTest(
                "warm-up",
                test.softphones(),
                gateway,
                test.identities(),
                test.arrival(),
                test.hold(),
                test.drain(),
                test.cycles(),
                Optional.empty(),
                Optional.empty(),
                test.timeouts(),
                test.keepAlive(),
                test.retry(),
                new dev.softphone.loadtest.model.Limits(OptionalInt.empty(), OptionalInt.empty()),
                List.of(),
                Placement.ANYWHERE,
                test.thresholds(),
                Optional.empty(),
                test.seed());
    }

    private static void rehearse(Vertx vertx, LoadTest test, int laneCount, int softphones)
            throws InterruptedException, ExecutionException, TimeoutException {
        Secrets secrets = key -> Optional.of(resource(key.key()));
        Behaviour twice = Behaviour.of(test).once().cycling(2, 0, 0);
        LaneSetup setup = new LaneSetup(test, new Echo(), twice, secrets, TokenShares.NONE, (softphone, text) -> text);
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < laneCount; i++) {
            lanes.add(new Lane(vertx, i, setup));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        for (int from = 0; from < softphones; from += WAVE) {
            wave(lanes, setup.behaviour(), from, Math.min(softphones, from + WAVE));
            for (Lane lane : lanes) {
                awaitEnd(lane, deadline);
            }
        }
        for (Lane lane : lanes) {
            lane.call(l -> {
                        l.close();
                        return true;
                    })
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void wave(List<Lane> lanes, Behaviour behaviour, int from, int to)
            throws InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        for (int i = 0; i < lanes.size(); i++) {
            List<Lane.Planned> planned = new ArrayList<>();
            for (int n = from + i; n < to; n += lanes.size()) {
                Identity identity = new Identity("warm-up-" + n, Optional.empty(), Map.of());
                planned.add(new Lane.Planned(n, identity, 0, (n - from) * 1_000_000_000L / PER_SECOND));
            }
            lanes.get(i)
                    .call(lane -> {
                        lane.plan(planned, List.of(), behaviour, start);
                        lane.begin(Optional.empty(), Optional.empty());
                        return true;
                    })
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void awaitEnd(Lane lane, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (!lane.call(Lane::finished).get(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException();
            }
            Thread.sleep(5);
        }
    }

    private static String resource(String name) {
        try (InputStream in = WarmUp.class.getResourceAsStream("/warmup/" + name)) {
            if (in == null) {
                throw new IllegalStateException("resource /warmup/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one message, is registered by its echo, and leaves at once. */
    private static final class Echo implements Signaling, SignalingSession {
        @Override
        public SignalingSession session(Identity identity, java.util.random.RandomGenerator random) {
            return this;
        }

        @Override
        public void begin(Wire wire) {
            wire.connect(new UpgradeRequest("/", Map.of()));
        }

        @Override
        public void restAnswered(RestRequest asked, RestAnswer answer, Wire wire) {}

        @Override
        public void opened(Wire wire) {
            wire.send("REGISTER sip:warm-up.invalid SIP/2.0");
        }

        @Override
        public void received(String message, Wire wire) {
            wire.registered();
        }

        @Override
        public void timer(int timer, Wire wire) {}

        @Override
        public void ping(Wire wire) {}

        @Override
        public void placeCall(@Nullable Identity callee, Wire wire) {}

        @Override
        public void endCall(Wire wire) {}

        @Override
        public void leave(Wire wire) {
            wire.left();
        }
    }
}
