package dev.softphone.loadtest.runner.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sees how a socket really ended, and between which addresses. Vert.x fails an upgrade with the same exception for FIN
 * and for RST, and says no address of a socket that was refused; this handler stands first in the pipeline.
 *
 * <p>Belongs to one socket. Used on its event loop only.
 */
@Sharable // in one pipeline only; but Vert.x clears the pipeline after the connect, and a handler may return only if
// sharable
final class Witness extends ChannelInboundHandlerAdapter {
    private static final String NAME = "witness";
    /** Outlives the pipeline, which is cleared when the socket is closed. */
    private static final AttributeKey<Witness> KEY = AttributeKey.valueOf(Witness.class, NAME);

    private static final ThreadLocal<@Nullable Opening> OPENING = new ThreadLocal<>();

    /**
     * The socket that is opened on this thread until this is closed. Vert.x opens it within its own connect call, except
     * for the first one of a client with TLS, which has to wait for the keys to be read: that one has no witness.
     */
    static final class Opening implements AutoCloseable {
        private @Nullable Witness witness;

        private Opening() {}

        @Nullable
        Witness witness() {
            return witness;
        }

        @Override
        public void close() {
            OPENING.remove();
        }
    }

    private boolean reset;
    private boolean heard;
    private @Nullable SocketAddress local;
    private @Nullable SocketAddress remote;

    /** For the connect call that comes next on this thread. */
    static Opening opening() {
        Opening opening = new Opening();
        OPENING.set(opening);
        return opening;
    }

    /** Adds one to a socket that is being opened. */
    static void addTo(Channel channel) {
        Witness witness = new Witness();
        channel.attr(KEY).set(witness);
        channel.pipeline().addFirst(NAME, witness);
        Opening opening = OPENING.get();
        if (opening != null) {
            opening.witness = witness;
        }
    }

    static @Nullable Witness of(Channel channel) {
        return channel.attr(KEY).get();
    }

    /** The peer reset the connection. */
    boolean reset() {
        return reset;
    }

    /** At least one byte came in. */
    boolean heard() {
        return heard;
    }

    /** Without port; empty if it was never connected. */
    String localAddress() {
        return local instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "";
    }

    /** With port; empty if it was never connected. */
    String remoteAddress() {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : "";
    }

    private void note(Channel channel) {
        if (channel.isActive()) {
            local = channel.localAddress();
            remote = channel.remoteAddress();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        note(context.channel());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            context.pipeline().addFirst(NAME, this);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        note(context.channel());
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        heard = true;
        super.channelRead(context, message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        failed(cause);
        super.exceptionCaught(context, cause);
    }

    /** A read or a write failed. The kernel tells a reset once only, to whichever of them comes first. */
    void failed(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof IOException && message != null && message.contains("reset")) {
            reset = true;
        }
    }
}
