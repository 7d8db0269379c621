package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.simulator.RawSocket.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketFaultsTest {

    @Test
    void killsASocketOnceItIsIdleForTheTimeAndNotBefore() {
        try (TestGateway gateway =
                TestGateway.with("sockets: {idle: [{after: 1s, then: {close: {code: 1001, reason: idle}}}]}")) {
            RawSocket socket = RawSocket.open(gateway);
            long lastFrame = 0;
            for (int i = 0; i < 4; i++) {
                assertThat(socket.next(400)).as("kept alive by pings").isEqualTo(Next.NOTHING);
                lastFrame = System.nanoTime();
                socket.frame(RawSocket.PING, new byte[0]).read();
            }
            assertThat(socket.read().closeReason()).isEqualTo("idle");
            assertThat(System.nanoTime() - lastFrame)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
            assertThat(gateway.count("/sockets/killed/idle")).isEqualTo(1);
            socket.sendClose(1001);
            await().untilAsserted(
                            () -> assertThat(gateway.count("/tcp/closedByUs")).isEqualTo(1));
            assertThat(gateway.count("/tcp/closedByPeer")).isZero();
        }
    }

    @Test
    void killsASocketAtAConstantAgeHoweverBusyItIs() {
        try (TestGateway gateway = TestGateway.with("""
                sockets:
                  lifetime:
                    - {whenSourceAddress: [127.0.0.2], after: 500ms, then: {reset: {}}}
                    - {whenSourceAddress: [127.0.0.1], after: 500ms, then: {fin: {}}}
                """)) {
            RawSocket reset = RawSocket.from("127.0.0.2", gateway);
            reset.upgrade("/");
            RawSocket fin = RawSocket.open(gateway);
            RawSocket spared = RawSocket.from("127.0.0.3", gateway);
            spared.upgrade("/");
            assertThat(reset.next()).isEqualTo(Next.RST);
            assertThat(fin.next()).isEqualTo(Next.FIN);
            assertThat(spared.next(200)).isEqualTo(Next.NOTHING);
            assertThat(gateway.count("/sockets/killed/lifetime")).isEqualTo(2);
        }
    }

    @Test
    void sendsAFinEvenWhenThePeersDataIsUnread() {
        try (TestGateway gateway = TestGateway.with("")) {
            RawSocket socket = RawSocket.open(gateway);
            byte[] big = new byte[100_000];
            gateway.post("/control/pause?for=300ms", "");
            for (int i = 0; i < 5; i++) {
                socket.frame(RawSocket.BINARY, big);
            }
            assertThat(gateway.post("/control/drop-all", "").body()).contains("1");
            assertThat(socket.next()).isEqualTo(Next.FIN);
        }
    }

    @Test
    void dropsEverythingAtOnceAsPlannedOrAsAsked() {
        try (TestGateway gateway = TestGateway.with("""
                organizations: [{query: org}]
                sockets:
                  dropAll: [{at: 1s, whenOrganization: [acme], then: {fin: {}}}]
                """)) {
            List<RawSocket> acme = new ArrayList<>();
            List<RawSocket> others = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                acme.add(RawSocket.to(gateway).askUpgrade("/?org=acme"));
                others.add(RawSocket.to(gateway).askUpgrade("/?org=other"));
                assertThat(acme.get(i).answer().status()).isEqualTo(101);
                assertThat(others.get(i).answer().status()).isEqualTo(101);
            }
            acme.forEach(socket -> assertThat(socket.next()).isEqualTo(Next.FIN));
            assertThat(gateway.truth("/drops/0/sockets").asInt()).isEqualTo(5);
            assertThat(gateway.truth("/drops/0/atMillis").asLong()).isGreaterThanOrEqualTo(1_000);
            assertThat(gateway.truth("/sockets/now").asInt()).isEqualTo(5);
            assertThat(gateway.post("/control/drop-all?how=Close&code=1012&reason=restart", "")
                            .body())
                    .contains("5");
            others.forEach(socket -> assertThat(socket.read().closeCode()).isEqualTo(1012));
            assertThat(gateway.count("/sockets/killed/dropAll")).isEqualTo(10);
            assertThat(gateway.count("/sockets/closesSent/1012")).isEqualTo(5);
            assertThat(gateway.post("/control/drop-all?how=Close&code=1006", "").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void losesPongsAfterSomePingsButKeepsTheSocket() {
        try (TestGateway gateway = TestGateway.with("sockets: {lostPongs: [{afterPings: 2}]}")) {
            RawSocket socket = RawSocket.open(gateway);
            assertThat(socket.frame(RawSocket.PING, new byte[] {1}).read().opcode())
                    .isEqualTo(RawSocket.PONG);
            assertThat(socket.send("\r\n\r\n").text()).isEqualTo("\r\n");
            socket.frame(RawSocket.PING, new byte[] {2}).send("\r\n\r\n");
            assertThat(socket.next(300)).isEqualTo(Next.NOTHING);
            assertThat(gateway.count("/sockets/pongsSent/webSocket")).isEqualTo(1);
            assertThat(gateway.count("/sockets/pongsWithheld/webSocket")).isEqualTo(1);
            assertThat(gateway.count("/sockets/pongsWithheld/crlf")).isEqualTo(1);
            assertThat(gateway.truth("/sockets/now").asInt()).isEqualTo(1);
        }
    }

    @Test
    void standsStillDuringAPauseAndAnswersAfterIt() {
        try (TestGateway gateway = TestGateway.with("")) {
            RawSocket socket = RawSocket.open(gateway);
            socket.frame(RawSocket.PING, new byte[0]).read();
            gateway.post("/control/pause?for=1s", "");
            long start = System.nanoTime();
            RawSocket during = RawSocket.to(gateway).askUpgrade("/");
            assertThat(during.answer().status()).isEqualTo(101);
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(500).toNanos());
            assertThat(gateway.truth("/pauses/0/forMillis").asInt()).isEqualTo(1_000);
            assertThat(gateway.post("/control/pause?for=2x", "").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void closesWith1009OnAMessageThatIsTooLongAndWith1002OnAFrameThatIsNone() {
        try (TestGateway gateway = TestGateway.with("sockets: {maxMessageBytes: 100}")) {
            RawSocket tooLong = RawSocket.open(gateway);
            assertThat(tooLong.frame(RawSocket.TEXT, new byte[101]).read().closeCode())
                    .isEqualTo(1009);
            RawSocket reserved = RawSocket.open(gateway);
            assertThat(reserved.frame(11, new byte[1]).read().closeCode()).isEqualTo(1002);
            assertThat(gateway.count("/sockets/killed/messageTooLong")).isEqualTo(1);
            assertThat(gateway.count("/sockets/killed/protocolError")).isEqualTo(1);
        }
    }
}
