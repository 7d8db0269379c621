package dev.softphone.loadtest.simulator.gateway;

import dev.softphone.loadtest.simulator.truth.Truth;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP requests of one connection: control, upgrades, or REST. */
final class HttpFront extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** What a connection is for; known with its first request. */
    private enum Use {
        TEST,
        CONTROL
    }

    private final Connection connection;
    private final Gateway gateway;
    private final Truth truth;
    private @Nullable Use use;
    private boolean rest;

    HttpFront(Connection connection, Gateway gateway, Truth truth) {
        this.connection = connection;
        this.gateway = gateway;
        this.truth = truth;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (connection.isGone()) {
            return;
        }
        if (!request.decoderResult().isSuccess()) {
            isTest();
            HttpAnswers.write(connection, 400, Map.of(), "not HTTP", false);
        } else if (ControlDesk.isFor(request)) {
            if (use == null) {
                use = Use.CONTROL;
                truth.tcp().isControl(connection);
            }
            gateway.control().serve(new HttpExchange(connection, request));
        } else if (isUpgrade(request)) {
            isTest();
            gateway.upgrades().upgrade(connection, request);
        } else {
            isTest();
            if (!rest) {
                rest = true;
                truth.rest().connection();
            }
            gateway.rest().serve(new HttpExchange(connection, request));
        }
    }

    private static boolean isUpgrade(FullHttpRequest request) {
        return request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    private void isTest() {
        if (use == null) {
            use = Use.TEST;
            gateway.testConnection(connection);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        isTest();
        connection.gone();
        if (use == Use.TEST) {
            truth.tcp().closed(connection.endedBy());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls && !tls.isSuccess()) {
            truth.tcp().tlsFailed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (Endings.isReset(cause)) {
            truth.tcp().resetByPeer();
        } else if (!(cause instanceof DecoderException) && !(cause instanceof IOException)) {
            gateway.loop().failed(cause);
        }
        connection.cut();
    }

    /** One request and its answer on a connection that is kept alive as HTTP/1.1 says. */
    private static final class HttpExchange implements HttpService.Exchange {
        private final Connection connection;
        private final HttpView request;
        private final boolean keepAlive;

        HttpExchange(Connection connection, FullHttpRequest request) {
            this.connection = connection;
            this.request = HttpView.of(request);
            this.keepAlive = HttpUtil.isKeepAlive(request);
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public HttpView request() {
            return request;
        }

        @Override
        public void answer(int status, Map<String, String> headers, String body) {
            HttpAnswers.write(connection, status, headers, body, keepAlive);
        }
    }
}
