package dev.softphone.loadtest.simulator.gateway;

import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;

/** The two ways to end a TCP stream. For the gateway's thread only. */
final class Endings {
    /** A peer that does not close its half after our FIN is cut off after this time. */
    private static final Duration HALF_CLOSED = Duration.ofSeconds(5);

    private Endings() {}

    /**
     * A FIN. Only the sending half is shut down, because a close with unread data in the receive buffer would send a RST
     * instead; the peer's FIN then closes the rest.
     */
    static void fin(SocketChannel channel, Loop loop) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdownOutput(channel);
        } else {
            tls.closeOutbound().addListener(sent -> shutdownOutput(channel));
        }
        loop.after(HALF_CLOSED, () -> {
            ChannelFuture unused = channel.close();
        });
    }

    private static void shutdownOutput(SocketChannel channel) {
        ChannelFuture unused = channel.shutdownOutput();
    }

    /** Whether an error of a channel is the peer's RST. */
    static boolean isReset(Throwable error) {
        return error instanceof IOException
                && String.valueOf(error.getMessage()).contains("Connection reset");
    }

    /** A RST. It goes past the TLS handler, which would say goodbye first. */
    static void reset(SocketChannel channel) {
        channel.config().setSoLinger(0);
        ChannelFuture unused = channel.pipeline().firstContext().close();
    }
}
