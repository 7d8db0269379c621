package dev.softphone.loadtest.runner.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sees how a socket really ended. Vert.x fails an upgrade with the same exception for FIN and for RST; this handler
 * stands first in the pipeline and remembers, per event loop, which socket was answered or went inactive last, so that
 * the callback which Vert.x runs within the same event can ask.
 *
 * <p>{@link #last} is valid only on the event loop, within the callback that reports the loss.
 */
final class Witness extends ChannelInboundHandlerAdapter {
    static final String NAME = "witness";

    private static final ThreadLocal<@Nullable Witness> LAST = new ThreadLocal<>();

    private boolean reset;
    private boolean heard;
    private boolean upgraded;
    private @Nullable SocketAddress local;
    private @Nullable SocketAddress remote;

    /** Of the socket that was answered or went inactive last on this thread, or null. */
    static @Nullable Witness last() {
        return LAST.get();
    }

    static void forget() {
        LAST.remove();
    }

    static @Nullable Witness of(Channel channel) {
        return channel.pipeline().get(NAME) instanceof Witness witness ? witness : null;
    }

    /** The 101 is in: from now on reads concern nobody here. */
    void upgraded() {
        upgraded = true;
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

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        local = context.channel().localAddress();
        remote = context.channel().remoteAddress();
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!upgraded) {
            heard = true;
            LAST.set(this);
        }
        super.channelRead(context, message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        String message = cause.getMessage();
        if (cause instanceof IOException && message != null && message.contains("reset")) {
            reset = true;
        }
        super.exceptionCaught(context, cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        LAST.set(this);
        super.channelInactive(context);
    }
}
