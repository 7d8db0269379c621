package dev.softphone.loadtest.runner.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on loopback that does what it is told with each socket, and nothing more. */
final class LoopbackServer implements AutoCloseable {

    /** What happens to one accepted socket, on a thread of its own. */
    @FunctionalInterface
    interface Behaviour {
        void meet(Peer peer) throws Exception;
    }

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    LoopbackServer(Behaviour behaviour) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    LoopbackServer(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        daemon(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    open.add(socket);
                    daemon(() -> meet(behaviour, socket));
                }
            } catch (IOException closed) {
                return;
            }
        });
    }

    private static void meet(Behaviour behaviour, Socket socket) {
        try {
            behaviour.meet(new Peer(socket));
        } catch (Exception gone) {
            // The client may hang up at any time; what it saw is what the test looks at.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "loopback-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One accepted socket. */
    static final class Peer {
        private final Socket socket;

        Peer(Socket socket) {
            this.socket = socket;
        }

        /** Reads up to the empty line. */
        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int c = in.read(); c >= 0 && head.indexOf("\r\n\r\n") < 0; c = in.read()) {
                head.append((char) c);
                if (head.toString().endsWith("\r\n\r\n")) {
                    break;
                }
            }
            return head.toString();
        }

        /** Waits until something came in, and reads what is there. */
        void readSome() throws IOException {
            if (socket.getInputStream().read(new byte[65_536]) < 0) {
                throw new IOException("closed by the client");
            }
        }

        void say(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte... bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Answers the upgrade; {@code headers} are added, each with its line end. */
        void accept(String headers) throws Exception {
            String key = readHead()
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                    .map(line -> line.substring("sec-websocket-key:".length()).strip())
                    .findFirst()
                    .orElseThrow();
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n" + headers
                    + "\r\n");
        }

        /** An orderly end: FIN. */
        void finish() throws IOException {
            socket.close();
        }

        /** RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Nothing more, until the client or the test ends it. */
        void stayUntilTheEnd() throws IOException {
            int read = 0;
            while (read >= 0) {
                read = socket.getInputStream().read();
            }
        }
    }
}
