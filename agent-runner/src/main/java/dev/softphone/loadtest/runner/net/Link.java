package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.runner.softphone.Closing;
import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.impl.WebSocketInternal;
import org.jspecify.annotations.Nullable;

/** An open WebSocket. Used on its event loop only. */
final class Link {
    private static final Buffer EMPTY = Buffer.buffer();

    private final WebSocket socket;
    private final Channel channel;
    private final @Nullable Witness witness;
    private final Handler<Throwable> writeFailed = this::writeFailed;

    Link(WebSocket socket) {
        this.socket = socket;
        this.channel = ((WebSocketInternal) socket).channelHandlerContext().channel();
        this.witness = Witness.of(channel);
    }

    void send(String message) {
        socket.writeTextMessage(message).onFailure(writeFailed);
    }

    void ping() {
        socket.writePing(EMPTY).onFailure(writeFailed);
    }

    private void writeFailed(Throwable cause) {
        if (witness != null) {
            witness.failed(cause);
        }
    }

    /** The close handshake with code 1000. */
    void close() {
        socket.close((short) 1000);
    }

    /** Without a close frame, which handlers in the pipeline would send on the way. */
    void drop() {
        Channel.Unsafe transport = channel.unsafe();
        transport.close(transport.voidPromise());
    }

    /** How it ended, asked by the close handler. */
    Closing closing() {
        Short code = socket.closeStatusCode();
        if (code != null && code != 1006) {
            String reason = socket.closeReason();
            return new Closing("ws/" + code, true, reason == null ? "" : reason);
        }
        return witness != null && witness.reset()
                ? new Closing("tcp/reset", false, "reset by the peer without a close frame")
                : new Closing("tcp/eof", false, "closed by the peer without a close frame");
    }

    String localAddress() {
        return socket.localAddress().hostAddress();
    }

    String remoteAddress() {
        return socket.remoteAddress().hostAddress() + ":"
                + socket.remoteAddress().port();
    }
}
