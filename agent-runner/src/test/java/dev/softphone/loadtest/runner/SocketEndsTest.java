package dev.softphone.loadtest.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.OutcomeKey.Kind;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Stage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the other side ended a socket is told as it was on the wire, though Vert.x has one exception for all of it. */
@Timeout(120)
class SocketEndsTest {
    private static final int SOFTPHONES = 60;
    private static final int TEXT = 1;
    private static final int MASK = 4;

    enum End {
        FIN(Kind.FAILURE, Stage.UPGRADE, "tcp/eof"),
        RESET(Kind.FAILURE, Stage.UPGRADE, "tcp/reset"),
        REFUSAL(Kind.REJECTION, Stage.UPGRADE, "http/503"),
        FIN_BEHIND_101(Kind.FAILURE, Stage.REGISTER, "tcp/eof"),
        RESET_BEHIND_101(Kind.FAILURE, Stage.REGISTER, "tcp/reset"),
        /** Our write meets it before our read does. */
        RESET_RIGHT_BEHIND_101(Kind.FAILURE, Stage.REGISTER, "tcp/reset"),
        CLOSE_FRAME_BEHIND_101(Kind.REJECTION, Stage.REGISTER, "ws/1008");

        private final Kind kind;
        private final Stage stage;
        private final String code;

        End(Kind kind, Stage stage, String code) {
            this.kind = kind;
            this.stage = stage;
            this.code = code;
        }

        private OutcomeKey told() {
            return new OutcomeKey(kind, stage, code);
        }

        private void play(Socket socket) throws Exception {
            String request = head(socket);
            if (name().endsWith("BEHIND_101")) {
                write(socket, accepted(request), this == CLOSE_FRAME_BEHIND_101 ? closeFrame(1008) : new byte[0]);
                if (this == RESET_BEHIND_101) {
                    socket.getInputStream().read(); // the REGISTER: the 101 has arrived
                }
            }
            if (this == REFUSAL) {
                write(socket, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nfull", new byte[0]);
            }
            if (name().startsWith("RESET")) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void anEndIsToldAsItWasOnTheWire(End end) throws Exception {
        try (EndingGateway gateway = new EndingGateway(end)) {
            Measurements measured = Rehearsal.run(Rehearsal.sip(gateway.port(), SOFTPHONES, Optional.empty()))
                    .evidence()
                    .measurements();

            assertThat(measured.outcomes()).hasEntrySatisfying(end.told(), count -> assertThat(count.softphones())
                    .as(measured.outcomes().toString())
                    .isEqualTo(SOFTPHONES));
        }
    }

    @Test
    void aRefusedUpgradeIsCountedByBothOfItsAddresses() throws Exception {
        try (EndingGateway gateway = new EndingGateway(End.REFUSAL)) {
            Measurements measured = Rehearsal.run(Rehearsal.sip(gateway.port(), SOFTPHONES, Optional.empty()))
                    .evidence()
                    .measurements();

            GroupCounts all = new GroupCounts(SOFTPHONES, 0, SOFTPHONES, 0, 0);
            assertThat(measured.localAddresses()).isEqualTo(Map.of("127.0.0.1", all));
            assertThat(measured.remoteAddresses()).isEqualTo(Map.of("127.0.0.1:" + gateway.port(), all));
        }
    }

    @Test
    void anAttemptThatIsGivenUpEndsWithoutACloseFrame() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<Integer>> opcodes = CompletableFuture.supplyAsync(() -> frames(server));
            LoadTest test = Rehearsal.sip(server.getLocalPort(), 1, Optional.empty(), Duration.ofSeconds(1));
            Optional<Preflight> preflight = Rehearsal.run(test).evidence().preflight();

            assertThat(preflight.flatMap(Preflight::outcome))
                    .contains(new OutcomeKey(Kind.FAILURE, Stage.REGISTER, "timeout/register"));
            assertThat(opcodes.get(30, TimeUnit.SECONDS)).containsExactly(TEXT);
        }
    }

    /** Accepts the preflight softphone and answers it no more; the frames it sent until the stream ended. */
    private static List<Integer> frames(ServerSocket server) {
        List<Integer> opcodes = new ArrayList<>();
        try (Socket socket = server.accept()) {
            write(socket, accepted(head(socket)), new byte[0]);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int first = in.read(); first >= 0; first = in.read()) {
                opcodes.add(first & 0x0f);
                int length = in.read() & 0x7f;
                length = length == 126 ? in.readUnsignedShort() : length;
                in.readFully(new byte[MASK + length]);
            }
            return opcodes;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers every connection in one way, one after the other. */
    private static final class EndingGateway implements AutoCloseable {
        private final ServerSocket server;

        EndingGateway(End end) throws IOException {
            server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> serve(end), "ending-gateway");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(End end) {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(5_000);
                    end.play(socket);
                } catch (Exception e) {
                    // the next one, or the end
                }
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new IOException("closed within the request");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    private static void write(Socket socket, String text, byte[] more) throws IOException {
        byte[] head = text.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + more.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(more, 0, all, head.length, more.length);
        socket.getOutputStream().write(all);
    }

    private static String accepted(String request) throws Exception {
        String key = request.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElseThrow();
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
    }

    private static byte[] closeFrame(int code) {
        return new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code};
    }
}
