package dev.softphone.loadtest.simulator;

import dev.softphone.loadtest.simulator.script.ScriptReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads and compiles what the first test connection would otherwise wait for (half a second on a cold JVM), by talking to
 * a gateway of its own on loopback, whose truth nobody sees. TLS is not warmed: its first handshake stays slow.
 */
final class WarmUp {
    private static final Duration AT_MOST = Duration.ofSeconds(2);
    private static final int SESSIONS = 50;
    private static final String SCRIPT = """
            organizations: [{header: X-None}, {field: none}]
            upgrade:
              - {whenQuery: {name: refuse, equals: "1"}, then: {http: {status: 503, after: 1ms, retryAfter: 1s}}}
              - {whenConnections: {atLeast: 1000000}, then: {fin: {}}}
              - {then: {accept: {after: 1ms}}}
            sip: {authentication: {realm: warm, password: warm}}
            rest: [{method: GET, path: /warm, status: 200, body: "${random.token}"}]
            genesys: {tokens: {preissued: {capture: "warm"}}}
            messages: {replies: [{name: warm, when: {json: {type: warm}}, reply: ['{"n":"${request.type}"}']}]}
            """;
    private static final String UPGRADE = String.join(
            "\r\n",
            " HTTP/1.1",
            "Host: warm",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: sip",
            "",
            "");
    private static final String REGISTER = String.join(
            "\r\n",
            "REGISTER sip:warm SIP/2.0",
            "Via: SIP/2.0/WS warm.invalid;branch=z9hG4bKwarm",
            "From: <sip:warm@warm>;tag=warm",
            "To: <sip:warm@warm>",
            "Call-ID: warm",
            "CSeq: 1 REGISTER",
            "Contact: <sip:warm@warm.invalid;transport=ws>;expires=60",
            "",
            "");

    private WarmUp() {}

    /** Warms up, for at most about two seconds; what goes wrong here will show in the real gateway. */
    static void run() {
        long end = System.nanoTime() + AT_MOST.toNanos();
        try (Simulator gateway =
                Simulator.start(ScriptReader.read(SCRIPT, Path.of(".")), "127.0.0.1", 0, error -> {})) {
            int port = gateway.address().getPort();
            for (int i = 0; i < SESSIONS && System.nanoTime() < end; i++) {
                request(port, "GET /warm HTTP/1.1\r\nHost: warm\r\n\r\n");
                request(port, "GET /?refuse=1" + UPGRADE);
                session(port);
                stream(port);
            }
            gateway.truth();
        } catch (IOException e) {
            // Only time was at stake.
        }
    }

    private static String request(int port, String request) throws IOException {
        try (Socket socket = connect(port)) {
            return exchange(socket, request.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void session(int port) throws IOException {
        try (Socket socket = connect(port)) {
            exchange(socket, ("GET /" + UPGRADE).getBytes(StandardCharsets.UTF_8));
            exchange(socket, frame(1, REGISTER));
            exchange(socket, frame(1, "{\"type\":\"warm\"}"));
            exchange(socket, frame(1, "\r\n\r\n"));
            exchange(socket, frame(9, ""));
            exchange(socket, frame(8, "\u0003\u00e8"));
        }
    }

    private static void stream(int port) throws IOException {
        String bearer = " HTTP/1.1\r\nHost: warm\r\nAuthorization: Bearer warm\r\nContent-Length: 0\r\n\r\n";
        String jid = value(request(port, "GET /api/v2/users/me" + bearer), "jabberId");
        String channels = "POST /api/v2/notifications/channels?connectionType=streaming";
        String channel = value(request(port, channels + bearer), "id");
        String credentials =
                Base64.getEncoder().encodeToString(("\0" + jid + "\0authKey:warm").getBytes(StandardCharsets.UTF_8));
        try (Socket socket = connect(port)) {
            exchange(socket, ("GET /stream/channels/" + channel + UPGRADE).getBytes(StandardCharsets.UTF_8));
            exchange(socket, frame(1, "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' version='1.0'/>"));
            exchange(
                    socket,
                    frame(
                            1,
                            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + credentials
                                    + "</auth>"));
        }
    }

    private static String value(String json, String key) throws IOException {
        Matcher matcher = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IOException("no " + key + " from the warm-up gateway");
        }
        return matcher.group(1);
    }

    /** Ends by RST: a port that waited in TIME_WAIT afterwards would be missing in the test. */
    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoLinger(true, 0);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        socket.setSoTimeout(1_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String exchange(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[4_096];
        int read = in.read(answer);
        if (read < 0) {
            throw new IOException("the warm-up gateway hung up");
        }
        return new String(answer, 0, read, StandardCharsets.ISO_8859_1);
    }

    /** A frame of one-byte characters, masked with zeros. */
    private static byte[] frame(int opcode, String text) {
        byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
        int lengthBytes = payload.length < 126 ? 0 : 2;
        byte[] frame = new byte[2 + lengthBytes + 4 + payload.length];
        frame[0] = (byte) (0x80 | opcode);
        frame[1] = (byte) (0x80 | (lengthBytes == 0 ? payload.length : 126));
        if (lengthBytes == 2) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, 6 + lengthBytes, payload.length);
        return frame;
    }
}
