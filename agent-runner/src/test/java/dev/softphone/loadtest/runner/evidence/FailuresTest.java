package dev.softphone.loadtest.runner.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.softphone.loadtest.runner.evidence.LoopbackServer.Behaviour;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Vert.x 4.5 and Netty 4.1 really report, on both transports and both TLS engines, against real sockets. */
class FailuresTest {

    private static final String ANY = "any old text with no errno in it";

    private static Vertx epoll;
    private static Vertx nio;

    @BeforeAll
    static void start() {
        epoll = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        nio = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false).setEventLoopPoolSize(1));
    }

    @AfterAll
    static void stop() {
        epoll.close();
        nio.close();
    }

    private static Vertx vertx(String transport) {
        Vertx vertx = transport.equals("epoll") ? epoll : nio;
        assumeThat(transport.equals("nio") || vertx.isNativeTransportEnabled()).isTrue();
        return vertx;
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void nothingListens(String transport) throws Exception {
        int port;
        try (ServerSocket freed = new ServerSocket(0)) {
            port = freed.getLocalPort();
        }
        assertThat(Failures.code(connect(transport, port))).isEqualTo("tcp/refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void cannotTellAnEndFromAResetOrOurOwnTimerWhileTheUpgradeIsUnderWay(String transport) throws Exception {
        List<Throwable> failures = new ArrayList<>();
        for (Behaviour behaviour : List.<Behaviour>of(
                peer -> {
                    peer.readHead();
                    peer.finish();
                },
                peer -> {
                    peer.readHead();
                    peer.reset();
                },
                LoopbackServer.Peer::stayUntilTheEnd)) {
            failures.add(meet(transport, behaviour));
        }
        assertThat(failures).extracting(Failures::code).containsOnly("tcp/eof");
        assertThat(failures)
                .extracting(failure -> failure.getClass() + ": " + failure.getMessage())
                .as("all alike, so whoever sees the socket has to say which it was")
                .containsOnly(
                        failures.get(0).getClass() + ": " + failures.get(0).getMessage());
        assertThat(Failures.code(failures.get(1), true)).isEqualTo("tcp/reset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void mayMeetAResetWhileItStillWritesTheUpgrade(String transport) throws Exception {
        assertThat(Failures.code(meet(transport, LoopbackServer.Peer::finish))).isIn("tcp/eof", "tcp/reset");
        assertThat(Failures.code(meet(transport, LoopbackServer.Peer::reset))).isIn("tcp/eof", "tcp/reset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void keepsStatusHeadersAndBodyOfARefusal(String transport) throws Exception {
        for (String ending : List.of("Content-Length: 5\r\n", "Connection: close\r\n")) {
            Throwable failure = meet(transport, peer -> {
                peer.readHead();
                peer.say("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\n" + ending + "\r\nsorry");
                peer.finish();
            });
            assertThat(Failures.code(failure)).isEqualTo("http/503");
            assertThat(failure).isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> {
                assertThat(refused.getHeaders().get("retry-after")).isEqualTo("7");
                assertThat(refused.getBody().toString()).isEqualTo("sorry");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void losesTheStatusOfARefusalWhoseBodyIsCutOff(String transport) throws Exception {
        Throwable failure = meet(transport, peer -> {
            peer.readHead();
            peer.say("HTTP/1.1 503 Busy\r\nContent-Length: 50\r\n\r\nsorry");
            peer.finish();
        });
        assertThat(Failures.code(failure)).isEqualTo("tcp/eof");
    }

    @ParameterizedTest
    @CsvSource({
        "epoll, HTTP/1.1 200 OK, http/200",
        "epoll, HTTP/1.1 302 Found, http/302",
        "epoll, SSH-2.0-OpenSSH, protocol/not-http",
        "nio, SSH-2.0-OpenSSH, protocol/not-http"
    })
    void anAnswerThatIsNo101(String transport, String firstLine, String code) throws Exception {
        Throwable failure = meet(transport, peer -> {
            peer.readHead();
            peer.say(firstLine + "\r\nContent-Length: 0\r\n\r\n");
            peer.stayUntilTheEnd();
        });
        assertThat(Failures.code(failure)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void anotherSubprotocolOrNone(String transport) throws Exception {
        for (String header : List.of("", "Sec-WebSocket-Protocol: xmpp\r\n")) {
            Throwable failure = meet(transport, peer -> {
                peer.accept(header);
                peer.stayUntilTheEnd();
            });
            assertThat(Failures.code(failure)).isEqualTo("protocol/subprotocol");
        }
    }

    @Test
    void a101ThatDoesNotAnswerOurKey() throws Exception {
        Throwable failure = meet("nio", peer -> {
            peer.readHead();
            peer.say(
                    "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n");
            peer.stayUntilTheEnd();
        });
        assertThat(Failures.code(failure)).isEqualTo("protocol/handshake");
    }

    @ParameterizedTest
    @CsvSource({"epoll, false, tcp/eof", "epoll, true, tcp/reset", "nio, false, tcp/eof", "nio, true, tcp/reset"})
    void tellsAnEndFromAResetOnceTheSocketIsOpen(String transport, boolean reset, String code) throws Exception {
        Ending ending = open(transport, peer -> {
            if (reset) {
                peer.reset();
            } else {
                peer.finish();
            }
        });
        assertThat(ending.exceptions()).isNotEmpty();
        assertThat(Failures.code(ending.exceptions().get(0))).isEqualTo(code);
        assertThat(ending.code()).as("4.5 does not make up a code").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void aCloseFrameWithCodeAndReason(String transport) throws Exception {
        Ending ending = open(transport, peer -> {
            peer.send(
                    (byte) 0x88, (byte) 5, (byte) (1008 >> 8), (byte) (1008 & 255), (byte) 'n', (byte) 'o', (byte) '!');
            peer.stayUntilTheEnd();
        });
        assertThat(ending).isEqualTo(new Ending((short) 1008, "no!", List.of()));
    }

    @Test
    void anEmptyCloseFrameLooksLike1000() throws Exception {
        Ending ending = open("nio", peer -> {
            peer.send((byte) 0x88, (byte) 0);
            peer.stayUntilTheEnd();
        });
        assertThat(ending).isEqualTo(new Ending((short) 1000, null, List.of()));
    }

    @Test
    void framesThatBreakTheProtocol() throws Exception {
        Ending forbidden = open("nio", peer -> {
            peer.send((byte) 0x88, (byte) 2, (byte) (1006 >> 8), (byte) (1006 & 255));
            peer.stayUntilTheEnd();
        });
        assertThat(forbidden.exceptions()).first().extracting(Failures::code).isEqualTo("protocol/frame");
        assertThat(forbidden.code()).isNull();

        Ending tooLong = open("nio", peer -> {
            peer.send(
                    (byte) 0x81,
                    (byte) 127,
                    (byte) 0,
                    (byte) 0,
                    (byte) 0,
                    (byte) 0,
                    (byte) 1,
                    (byte) 0,
                    (byte) 0,
                    (byte) 0);
            peer.stayUntilTheEnd();
        });
        assertThat(tooLong.exceptions()).first().extracting(Failures::code).isEqualTo("protocol/too-long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void anAddressThatIsNotOurs(String transport) throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.Peer::stayUntilTheEnd)) {
            Throwable failure =
                    connect(transport, server.port(), options -> options.setLocalAddress("192.0.2.1"), to -> {});
            assertThat(Failures.code(failure)).isEqualTo("local/EADDRNOTAVAIL");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void aConnectThatNobodyAnswers(String transport) throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> queue = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket waiting = new Socket();
                queue.add(waiting);
                try {
                    waiting.connect(full.getLocalSocketAddress(), 100);
                } catch (IOException queueIsFull) {
                    break;
                }
            }
            Throwable failure =
                    connect(transport, full.getLocalPort(), options -> options.setConnectTimeout(300), to -> {});
            assertThat(Failures.code(failure)).isEqualTo("tcp/timeout");
            for (Socket waiting : queue) {
                waiting.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "boringssl, epoll, fin, tls/closed",
        "boringssl, nio, rst, tls/closed",
        "boringssl, epoll, http, tls/not-tls",
        "boringssl, epoll, 40, tls/handshake_failure",
        "boringssl, epoll, 112, tls/unrecognized_name",
        "boringssl, epoll, 116, tls/certificate_required",
        "boringssl, epoll, silent, tls/timeout",
        "jdk, nio, fin, tls/closed",
        "jdk, epoll, rst, tls/closed",
        "jdk, nio, http, tls/not-tls",
        "jdk, nio, 40, tls/handshake_failure",
        "jdk, nio, 112, tls/unrecognized_name",
        "jdk, nio, 116, tls/certificate_required",
        "jdk, nio, silent, tls/timeout"
    })
    void aTlsHandshakeThatThePeerEnds(String engine, String transport, String what, String code) throws Exception {
        Behaviour behaviour = peer -> {
            if (!what.equals("silent")) {
                peer.readSome();
            }
            switch (what) {
                case "fin" -> peer.finish();
                case "rst" -> peer.reset();
                case "http" -> {
                    peer.say("HTTP/1.1 400 Bad Request\r\n\r\n");
                    peer.finish();
                }
                case "silent" -> peer.stayUntilTheEnd();
                default -> {
                    peer.send((byte) 0x15, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, Byte.parseByte(what));
                    peer.finish();
                }
            }
        };
        try (LoopbackServer server = new LoopbackServer(behaviour)) {
            Throwable failure = secure(engine, transport, server.port(), options -> options.setSslHandshakeTimeout(1));
            assertThat(Failures.code(failure)).isEqualTo(code);
        }
    }

    @Test
    void aCertificateThatIsNotTrustedOrNamesAnotherHost(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=other.example", "-keystore", keys);
        SSLContext context = context(keys);
        ServerSocket socket =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Path pem = folder.resolve("certificate.pem");
        keytool("-exportcert", "-rfc", "-alias", "a", "-file", pem, "-keystore", keys);
        Buffer certificate = Buffer.buffer(Files.readAllBytes(pem));
        try (LoopbackServer server = new LoopbackServer(socket, LoopbackServer.Peer::readHead)) {
            for (String engine : OpenSsl.isAvailable() ? List.of("jdk", "boringssl") : List.of("jdk")) {
                assertThat(Failures.code(secure(engine, "nio", server.port(), options -> {})))
                        .as(engine)
                        .isEqualTo("tls/untrusted");
                assertThat(Failures.code(secure(
                                engine,
                                "nio",
                                server.port(),
                                options -> options.setTrustOptions(new PemTrustOptions().addCertValue(certificate)))))
                        .as(engine)
                        .isEqualTo("tls/name");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "epoll, fin, tcp/eof",
        "epoll, rst, tcp/reset",
        "nio, fin, tcp/eof",
        "nio, rst, tcp/reset",
        "nio, silent, timeout/answer"
    })
    void aRestCallWithoutAnAnswer(String transport, String what, String code) throws Exception {
        Behaviour behaviour = peer -> {
            peer.readHead();
            switch (what) {
                case "fin" -> peer.finish();
                case "rst" -> peer.reset();
                default -> peer.stayUntilTheEnd();
            }
        };
        try (LoopbackServer server = new LoopbackServer(behaviour)) {
            CompletableFuture<?> answer = vertx(transport)
                    .createHttpClient(new HttpClientOptions().setMaxPoolSize(10))
                    .request(new RequestOptions()
                            .setMethod(HttpMethod.GET)
                            .setHost("127.0.0.1")
                            .setPort(server.port())
                            .setTimeout(500))
                    .compose(request -> request.send())
                    .toCompletionStage()
                    .toCompletableFuture();
            assertThat(Failures.code(failureOf(answer))).isEqualTo(code);
        }
    }

    @Test
    void namesThatDoNotResolve() {
        assertThat(Failures.code(new UnknownHostException("gw.invalid"))).isEqualTo("dns/notfound");
    }

    @Test
    void readsTheNumberWhereTheTextIsInAnotherLanguage() {
        assertThat(Failures.code(new IOException("connect(..) failed with error(-99): Адрес недоступен")))
                .isEqualTo("local/EADDRNOTAVAIL");
        assertThat(Failures.code(new ConnectException("Verbindungsaufbau abgelehnt")))
                .isEqualTo("tcp/refused");
    }

    /** As Netty's native transports throw it: their own cause has no text, and what wraps it quotes that. */
    @Test
    void aHostWithoutARouteIsUnreachableThoughNobodySaysWhy() {
        NoRouteToHostException thrown = new NoRouteToHostException("null: gateway/10.0.0.1:8080");
        thrown.initCause(new NoRouteToHostException());

        assertThat(Failures.code(thrown)).isEqualTo("tcp/unreachable");
        assertThat(Failures.detail(thrown)).isEqualTo("no route to host: gateway/10.0.0.1:8080");
    }

    @Test
    void doesNotBlameTheGeneratorForWhatItDoesNotKnow() {
        assertThat(Failures.code(new IllegalStateException(ANY))).isEqualTo("unknown/IllegalStateException");
        assertThat(Failures.code(new IllegalStateException(ANY, new IOException(ANY))))
                .isEqualTo("unknown/IllegalStateException");
        assertThat(Failures.detail(new IllegalStateException("outer", new IOException("inner"))))
                .isEqualTo("inner");
        assertThat(Failures.detail(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    private static Throwable meet(String transport, Behaviour behaviour) throws Exception {
        try (LoopbackServer server = new LoopbackServer(behaviour)) {
            return connect(transport, server.port());
        }
    }

    private static Throwable connect(String transport, int port) throws Exception {
        return connect(transport, port, options -> {}, to -> {});
    }

    private static Throwable secure(String engine, String transport, int port, Consumer<WebSocketClientOptions> change)
            throws Exception {
        assumeThat(engine.equals("jdk") || OpenSsl.isAvailable()).isTrue();
        return connect(
                transport,
                port,
                options -> {
                    options.setSsl(true);
                    if (engine.equals("boringssl")) {
                        options.setSslEngineOptions(new OpenSSLEngineOptions());
                    }
                    change.accept(options);
                },
                to -> to.setSsl(true).setTimeout(5_000));
    }

    private static Throwable connect(
            String transport,
            int port,
            Consumer<WebSocketClientOptions> change,
            Consumer<WebSocketConnectOptions> changeTarget)
            throws Exception {
        WebSocketClientOptions options =
                new WebSocketClientOptions().setMaxConnections(100).setConnectTimeout(3_000);
        change.accept(options);
        WebSocketConnectOptions to =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setTimeout(1_000);
        to.addSubProtocol("sip");
        changeTarget.accept(to);
        return failureOf(vertx(transport)
                .createWebSocketClient(options)
                .connect(to)
                .toCompletionStage()
                .toCompletableFuture());
    }

    private static Throwable failureOf(CompletableFuture<?> future) throws Exception {
        try {
            throw new AssertionError("required a failure, observed " + future.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        }
    }

    /** How an open socket ended. */
    private record Ending(@Nullable Short code, @Nullable String reason, List<Throwable> exceptions) {}

    private static Ending open(String transport, Behaviour afterwards) throws Exception {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        try (LoopbackServer server = new LoopbackServer(peer -> {
            peer.accept("");
            opened.get(10, TimeUnit.SECONDS);
            afterwards.meet(peer);
        })) {
            List<Throwable> exceptions = new CopyOnWriteArrayList<>();
            CompletableFuture<Ending> ending = new CompletableFuture<>();
            vertx(transport)
                    .createWebSocketClient(
                            new WebSocketClientOptions().setMaxConnections(100).setClosingTimeout(1))
                    .connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port()))
                    .onFailure(ending::completeExceptionally)
                    .onSuccess(socket -> {
                        watch(socket, exceptions, ending);
                        opened.complete(null);
                    });
            return ending.get(10, TimeUnit.SECONDS);
        }
    }

    private static void watch(WebSocket socket, List<Throwable> exceptions, CompletableFuture<Ending> ending) {
        socket.exceptionHandler(exceptions::add);
        socket.closeHandler(closed ->
                ending.complete(new Ending(socket.closeStatusCode(), socket.closeReason(), List.copyOf(exceptions))));
    }

    private static void keytool(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", "changeit"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static SSLContext context(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
