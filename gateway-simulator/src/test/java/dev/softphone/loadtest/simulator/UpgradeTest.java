package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.simulator.RawSocket.Answer;
import dev.softphone.loadtest.simulator.RawSocket.Frame;
import dev.softphone.loadtest.simulator.RawSocket.Next;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpgradeTest {

    @Test
    void acceptsAndEchoesTheSubprotocol() {
        try (TestGateway gateway = TestGateway.with("listen: {subprotocols: [sip, xmpp]}");
                RawSocket socket = RawSocket.to(gateway)) {
            Answer answer = socket.upgrade("/", "Sec-WebSocket-Protocol", "foo, xmpp");
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.headers())
                    .containsEntry("sec-websocket-protocol", "xmpp")
                    // The example of RFC 6455, section 1.3.
                    .containsEntry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(gateway.count("/upgrades/accepted")).isEqualTo(1);
            assertThat(gateway.truth("/sockets/now").asInt()).isEqualTo(1);
        }
    }

    @Test
    void refusesOrOmitsAnUnknownSubprotocol() {
        try (TestGateway refusing = TestGateway.with("listen: {subprotocols: [sip]}");
                TestGateway omitting = TestGateway.with("listen: {subprotocols: [], unknownSubprotocol: Omit}")) {
            assertThat(RawSocket.to(refusing)
                            .upgrade("/", "Sec-WebSocket-Protocol", "foo")
                            .status())
                    .isEqualTo(400);
            Answer omitted = RawSocket.to(omitting).upgrade("/", "Sec-WebSocket-Protocol", "sip");
            assertThat(omitted.status()).isEqualTo(101);
            assertThat(omitted.headers()).doesNotContainKey("sec-websocket-protocol");
            assertThat(refusing.count("/upgrades/refusedByStatus/400")).isEqualTo(1);
        }
    }

    @Test
    void refusesAnotherPathAndAnotherVersion() {
        try (TestGateway gateway = TestGateway.with("listen: {path: /ws}");
                RawSocket version = RawSocket.to(gateway)) {
            assertThat(RawSocket.to(gateway).upgrade("/other").status()).isEqualTo(404);
            assertThat(RawSocket.to(gateway).upgrade("/ws?a=b").status()).isEqualTo(101);
            version.askUpgradeOfVersion("8", "/ws");
            Answer answer = version.answer();
            assertThat(answer.status()).isEqualTo(426);
            assertThat(answer.headers()).containsEntry("sec-websocket-version", "13");
        }
    }

    @Test
    void keepsACapExactUnderAThousandConcurrentConnects() throws Exception {
        try (TestGateway gateway = TestGateway.with("""
                upgrade:
                  - whenConnections: {atLeast: 300}
                    then: {http: {status: 503, retryAfter: 5s, body: full}}
                """)) {
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<WebSocket>> attempts = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                attempts.add(client.newWebSocketBuilder().buildAsync(gateway.address(), new WebSocket.Listener() {}));
            }
            int accepted = 0;
            int refused = 0;
            List<WebSocket> open = new ArrayList<>();
            for (CompletableFuture<WebSocket> attempt : attempts) {
                try {
                    open.add(attempt.get(30, TimeUnit.SECONDS));
                    accepted++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(WebSocketHandshakeException.class, refusal -> assertThat(
                                            refusal.getResponse().statusCode())
                                    .isEqualTo(503));
                    refused++;
                }
            }
            assertThat(accepted).isEqualTo(300);
            assertThat(refused).isEqualTo(700);
            assertThat(gateway.count("/upgrades/requested")).isEqualTo(1_000);
            assertThat(gateway.count("/upgrades/accepted")).isEqualTo(300);
            assertThat(gateway.count("/upgrades/refusedByStatus/503")).isEqualTo(700);
            assertThat(gateway.truth("/sockets/peak").asInt()).isEqualTo(300);
            open.forEach(WebSocket::abort);
        }
    }

    @Test
    void letsExactlyAsManyInAsWereClosed() {
        try (TestGateway gateway =
                TestGateway.with("upgrade: [{whenConnections: {atLeast: 10}, then: {http: {status: 503}}}]")) {
            List<RawSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sockets.add(RawSocket.open(gateway));
            }
            assertThat(RawSocket.to(gateway).upgrade("/").status()).isEqualTo(503);
            for (RawSocket socket : sockets.subList(0, 5)) {
                // The answer to a close frame is the client's proof that the slot is free.
                assertThat(socket.sendClose(1000).read().closeCode()).isEqualTo(1000);
            }
            int accepted = 0;
            for (int i = 0; i < 10; i++) {
                accepted += RawSocket.to(gateway).upgrade("/").status() == 101 ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(5);
        }
    }

    @Test
    void capsBySourceAddressAndByOrganizationApart() {
        try (TestGateway gateway = TestGateway.with("""
                organizations: [{header: Authorization, capture: "Bearer ([a-z]+)-.*"}]
                upgrade:
                  - whenConnections: {atLeast: 3, per: SourceAddress}
                    then: {http: {status: 503}}
                  - whenConnections: {atLeast: 2, per: Organization}
                    whenOrganization: [acme]
                    then: {http: {status: 403}}
                """)) {
            for (String source : List.of("127.0.0.2", "127.0.0.3")) {
                for (int i = 0; i < 3; i++) {
                    assertThat(RawSocket.from(source, gateway).upgrade("/").status())
                            .isEqualTo(101);
                }
                assertThat(RawSocket.from(source, gateway).upgrade("/").status())
                        .isEqualTo(503);
            }
            List<Integer> statuses = new ArrayList<>();
            for (String organization : List.of("acme", "acme", "acme")) {
                statuses.add(RawSocket.to(gateway)
                        .upgrade("/", "Authorization", "Bearer " + organization + "-7")
                        .status());
            }
            assertThat(statuses).containsExactly(101, 101, 403);
            assertThat(gateway.truth("/sockets/bySourceAddress/127.0.0.2/peak").asInt())
                    .isEqualTo(3);
            assertThat(gateway.count("/sockets/acceptedBySourceAddress/127.0.0.3"))
                    .isEqualTo(3);
            assertThat(gateway.count("/sockets/acceptedByOrganization/acme")).isEqualTo(2);
            assertThat(gateway.count("/upgrades/refusedByOrganization/acme")).isEqualTo(1);
        }
    }

    @Test
    void answersARefusalLateButNotAnAcceptance() {
        try (TestGateway gateway = TestGateway.with("""
                upgrade:
                  - whenConnections: {atLeast: 1}
                    then: {http: {status: 503, after: 1s}}
                """)) {
            long start = System.nanoTime();
            RawSocket.open(gateway);
            long quick = System.nanoTime() - start;
            start = System.nanoTime();
            assertThat(RawSocket.to(gateway).upgrade("/").status()).isEqualTo(503);
            long late = System.nanoTime() - start;
            assertThat(late).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
            assertThat((double) late / quick).isGreaterThan(1.5);
        }
    }

    @Test
    void countsAnUpgradeWhosePeerLeavesBeforeItsLateAnswerAsAbandoned() {
        try (TestGateway gateway = TestGateway.with("upgrade: [{then: {http: {status: 503, after: 1m}}}]")) {
            RawSocket socket = RawSocket.to(gateway).askUpgrade("/");
            assertThat(socket.next(100)).isEqualTo(Next.NOTHING);
            assertThat(gateway.truth("/upgrades/pending").asInt()).isEqualTo(1);
            socket.close();
            await().untilAsserted(() ->
                    assertThat(gateway.count("/upgrades/abandoned")).isEqualTo(1));
            assertThat(gateway.truth("/upgrades/pending").asInt()).isZero();
            assertThat(gateway.count("/upgrades/refused")).isZero();
        }
    }

    @Test
    void holdsASlotWhileAnAcceptanceIsDelayed() {
        try (TestGateway gateway = TestGateway.with("""
                upgrade:
                  - whenConnections: {atLeast: 1}
                    then: {http: {status: 503}}
                  - then: {accept: {after: 1s}}
                """)) {
            RawSocket first = RawSocket.to(gateway).askUpgrade("/");
            await().until(() -> gateway.count("/upgrades/requested") == 1);
            assertThat(RawSocket.to(gateway).upgrade("/").status()).isEqualTo(503);
            assertThat(first.answer().status()).isEqualTo(101);
            assertThat(gateway.truth("/upgrades/acceptedAfter/minMicros").asLong())
                    .isGreaterThanOrEqualTo(1_000_000);
        }
    }

    @Test
    void showsFinResetAndSilenceAsWhatTheyAre() {
        try (TestGateway gateway = TestGateway.with("""
                upgrade:
                  - {whenQuery: {name: how, equals: fin}, then: {fin: {}}}
                  - {whenQuery: {name: how, equals: reset}, then: {reset: {}}}
                  - {whenQuery: {name: how, equals: silence}, then: {silence: {}}}
                """)) {
            assertThat(RawSocket.to(gateway).askUpgrade("/?how=fin").next()).isEqualTo(Next.FIN);
            assertThat(RawSocket.to(gateway).askUpgrade("/?how=reset").next()).isEqualTo(Next.RST);
            assertThat(RawSocket.to(gateway).askUpgrade("/?how=silence").next(500))
                    .isEqualTo(Next.NOTHING);
            assertThat(gateway.count("/upgrades/finned")).isEqualTo(1);
            assertThat(gateway.count("/upgrades/reset")).isEqualTo(1);
            assertThat(gateway.count("/upgrades/silenced")).isEqualTo(1);
            assertThat(gateway.truth("/upgrades/pending").asInt()).isZero();
        }
    }

    @Test
    void acceptsOnlyToCloseWithCodeAndReason() {
        try (TestGateway gateway = TestGateway.with("""
                upgrade:
                  - {whenQuery: {name: how, equals: fin}, then: {acceptThen: {fin: {}}}}
                  - {whenQuery: {name: how, equals: reset}, then: {acceptThen: {reset: {after: 10ms}}}}
                  - then: {acceptThen: {close: {code: 1008, reason: burst refused by policy}}}
                """)) {
            RawSocket socket = RawSocket.open(gateway);
            Frame close = socket.read();
            assertThat(close.closeCode()).isEqualTo(1008);
            assertThat(close.closeReason()).isEqualTo("burst refused by policy");
            assertThat(socket.sendClose(1008).next()).isEqualTo(Next.FIN);
            RawSocket fin = RawSocket.to(gateway);
            assertThat(fin.upgrade("/?how=fin").status()).isEqualTo(101);
            assertThat(fin.next()).isEqualTo(Next.FIN);
            RawSocket reset = RawSocket.to(gateway);
            assertThat(reset.upgrade("/?how=reset").status()).isEqualTo(101);
            assertThat(reset.next()).isEqualTo(Next.RST);
            assertThat(gateway.count("/upgrades/acceptedThenEnded")).isEqualTo(3);
            assertThat(gateway.count("/sockets/closesSent/1008")).isEqualTo(1);
            assertThat(gateway.count("/sockets/closesReceived/1008")).isEqualTo(1);
            assertThat(gateway.truth("/sockets/now").asInt()).isZero();
        }
    }

    @Test
    void refusesAboveARateWithRetryAfterInSecondsAndAsDate() {
        try (TestGateway gateway = TestGateway.with("""
                upgrade:
                  - whenRate: {above: {count: 5, per: 1h}, per: SourceAddress}
                    then: {http: {status: 429, retryAfter: 1500ms, headers: {X-Limit: handshakes}}}
                  - whenAttempt: {from: 3, to: 3}
                    then: {http: {status: 503, retryAfter: 10s, retryAfterForm: Date}}
                """)) {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(RawSocket.from("127.0.0.2", gateway).upgrade("/"));
            }
            assertThat(answers).extracting(Answer::status).containsExactly(101, 101, 503, 101, 101, 429);
            assertThat(answers.get(5).headers())
                    .containsEntry("retry-after", "2")
                    .containsEntry("x-limit", "handshakes");
            assertThat(answers.get(2).headers().get("retry-after"))
                    .matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
            assertThat(RawSocket.from("127.0.0.3", gateway).upgrade("/").status())
                    .isEqualTo(101);
            assertThat(gateway.truth("/upgrades/requestedPerSecond").get(0).asInt())
                    .isPositive();
        }
    }

    @Test
    void countsConnectionsThatNeverAskForAnythingButNotThoseOfTheTruth() {
        try (TestGateway gateway = TestGateway.with("")) {
            RawSocket silent = RawSocket.to(gateway);
            assertThat(gateway.get("/truth").statusCode()).isEqualTo(200);
            await().untilAsserted(
                            () -> assertThat(gateway.count("/tcp/accepted")).isEqualTo(1));
            assertThat(gateway.truth("/tcp/controlConnections").asInt()).isEqualTo(1);
            silent.close();
            await().untilAsserted(
                            () -> assertThat(gateway.count("/tcp/closedByPeer")).isEqualTo(1));
            assertThat(gateway.truth("/tcp/open").asInt()).isZero();
        }
    }
}
