package dev.softphone.loadtest.simulator.gateway;

import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import dev.softphone.loadtest.simulator.truth.SocketTruth.PingKind;
import dev.softphone.loadtest.simulator.truth.TcpTruth.EndedBy;
import dev.softphone.loadtest.simulator.truth.Truth;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Frames of one established socket. */
final class SocketFront extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final Connection connection;
    private final OpenSockets sockets;
    private final Truth truth;
    private final Loop loop;

    SocketFront(Connection connection, OpenSockets sockets, Truth truth, Loop loop) {
        this.connection = connection;
        this.sockets = sockets;
        this.truth = truth;
        this.loop = loop;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (connection.isGone()) {
            return;
        }
        connection.frame();
        if (frame instanceof CloseWebSocketFrame close) {
            close(context, close);
        } else if (connection.closeSent()) {
            return; // what crossed our close frame on its way is served no more
        } else if (frame instanceof TextWebSocketFrame text) {
            truth.sockets().textReceived();
            message(text.text());
        } else if (frame instanceof BinaryWebSocketFrame binary) {
            truth.sockets().binaryReceived();
            message(binary.content().toString(StandardCharsets.UTF_8));
        } else if (frame instanceof PingWebSocketFrame ping) {
            boolean answered = sockets.answersPing(connection);
            truth.sockets().ping(PingKind.WEB_SOCKET, answered);
            if (answered) {
                connection.write(new PongWebSocketFrame(ping.content().retain()));
            }
        } else if (frame instanceof PongWebSocketFrame) {
            truth.sockets().pongReceived();
        }
    }

    private void message(String text) {
        if (text.equals("\r\n\r\n")) {
            boolean answered = sockets.answersPing(connection);
            truth.sockets().ping(PingKind.CRLF, answered);
            if (answered) {
                connection.send("\r\n");
            }
        } else if (!sockets.received(connection, text)) {
            truth.sockets().notUnderstood();
        }
    }

    /** The peer closes, or answers our close: its frame is answered if we did not send one, and TCP ends. */
    private void close(ChannelHandlerContext context, CloseWebSocketFrame close) {
        truth.sockets().closeReceived(close.statusCode() < 0 ? 1005 : close.statusCode());
        connection.endedBy(EndedBy.PEER);
        boolean answer = !connection.closeSent();
        connection.gone();
        if (answer) {
            truth.sockets().closeSent(close.statusCode() < 0 ? 1005 : close.statusCode());
            context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
        } else {
            connection.cut();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.gone();
        truth.tcp().closed(connection.endedBy());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            boolean tooLong = corrupted.closeStatus().code() == 1009;
            connection.end(
                    new Action.Close(corrupted.closeStatus().code(), ""),
                    tooLong ? Kill.MESSAGE_TOO_LONG : Kill.PROTOCOL_ERROR);
        } else if (cause instanceof TooLongFrameException) {
            connection.end(new Action.Close(1009, ""), Kill.MESSAGE_TOO_LONG);
        } else if (cause instanceof IOException) {
            if (Endings.isReset(cause)) {
                truth.tcp().resetByPeer();
            }
            connection.cut();
        } else {
            loop.failed(cause);
            connection.cut();
        }
    }
}
