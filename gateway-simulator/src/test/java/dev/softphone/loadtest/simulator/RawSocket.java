package dev.softphone.loadtest.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client by hand on a plain socket, to which FIN, RST, a close frame and silence look different. Reads have a deadline
 * of ten seconds unless another is given.
 */
final class RawSocket implements AutoCloseable {
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** How a stream went on. */
    enum Next {
        DATA,
        FIN,
        RST,
        NOTHING
    }

    /** An HTTP answer. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** A WebSocket frame. */
    static final class Frame {
        private final int opcode;
        private final byte[] payload;

        Frame(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }

        int opcode() {
            return opcode;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private RawSocket(TestGateway gateway, String sourceAddress) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getAllByName(sourceAddress)[0], 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()), 10_000);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
            gateway.keep(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawSocket to(TestGateway gateway) {
        return new RawSocket(gateway, "127.0.0.1");
    }

    static RawSocket from(String sourceAddress, TestGateway gateway) {
        return new RawSocket(gateway, sourceAddress);
    }

    /** An established WebSocket. */
    static RawSocket open(TestGateway gateway, String... headers) {
        RawSocket socket = to(gateway);
        Answer answer = socket.upgrade("/", headers);
        if (answer.status() != 101) {
            throw new AssertionError("not 101 but " + answer);
        }
        return socket;
    }

    RawSocket askUpgrade(String target, String... headers) {
        return askUpgradeOfVersion("13", target, headers);
    }

    RawSocket askUpgradeOfVersion(String version, String target, String... headers) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: gateway\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: " + version + "\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return write(request + "\r\n");
    }

    Answer upgrade(String target, String... headers) {
        return askUpgrade(target, headers).answer();
    }

    RawSocket write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer answer() {
        try {
            int status = Integer.parseInt(line().split(" ", 3)[1]);
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    RawSocket send(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    RawSocket frame(int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        try {
            out.write(frame.toByteArray());
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawSocket sendClose(int code) {
        return frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    Frame read() {
        try {
            int opcode = in.readUnsignedByte() & 0x0f;
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            return new Frame(opcode, in.readNBytes((int) length));
        } catch (EOFException e) {
            throw new AssertionError("the gateway ended the stream without a frame", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the next frame, which must be one. */
    String text() {
        Frame frame = read();
        if (frame.opcode() != TEXT) {
            throw new AssertionError("not a text frame but opcode " + frame.opcode());
        }
        return frame.text();
    }

    /** How the stream goes on within some milliseconds. */
    Next next(int millis) {
        try {
            socket.setSoTimeout(millis);
            int read = in.read();
            return read < 0 ? Next.FIN : Next.DATA;
        } catch (SocketTimeoutException e) {
            return Next.NOTHING;
        } catch (SocketException e) {
            return Next.RST;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            try {
                socket.setSoTimeout(10_000);
            } catch (SocketException e) {
                // Closed: nothing more will be read.
            }
        }
    }

    Next next() {
        return next(10_000);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
