package dev.softphone.loadtest.simulator.gateway;

import dev.softphone.loadtest.simulator.matching.RuleBook;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.Accept;
import dev.softphone.loadtest.simulator.script.Action.AcceptThen;
import dev.softphone.loadtest.simulator.script.Action.End;
import dev.softphone.loadtest.simulator.script.Action.Http;
import dev.softphone.loadtest.simulator.script.Listen;
import dev.softphone.loadtest.simulator.script.Script;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import dev.softphone.loadtest.simulator.truth.TcpTruth.EndedBy;
import dev.softphone.loadtest.simulator.truth.Truth;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers WebSocket upgrades. A slot is taken when the upgrade is decided on, before any delay, and is held until the
 * socket is gone; so the level that rules see is exact however many upgrades come at once. For the gateway's thread only.
 */
final class UpgradeDesk {
    private final Listen listen;
    private final RuleBook<Action.OnUpgrade> rules;
    private final Organizations organizations;
    private final OpenSockets sockets;
    private final int maxMessageBytes;
    private final Loop loop;
    private final Truth truth;
    private final RandomText random;

    UpgradeDesk(Script script, Organizations organizations, OpenSockets sockets, Loop loop, Truth truth) {
        this.listen = script.listen();
        this.rules = new RuleBook<>(script.upgrade());
        this.maxMessageBytes = script.sockets().maxMessageBytes();
        this.organizations = organizations;
        this.sockets = sockets;
        this.loop = loop;
        this.truth = truth;
        this.random = new RandomText();
    }

    /** One upgrade, with the times and facts that its answer needs. */
    private record Asked(
            Connection connection,
            HttpView request,
            FullHttpRequest http,
            @Nullable String subprotocol,
            long atNanos) {}

    void upgrade(Connection connection, FullHttpRequest http) {
        HttpView request = HttpView.of(http);
        String organization = organizations.of(request);
        connection.upgradeAskedBy(
                request, organization != null ? organization : sockets.organizationOf(request.path()));
        truth.upgrades().requested();
        List<String> wanted = subprotocols(request);
        FullHttpRequest kept = new DefaultFullHttpRequest(
                http.protocolVersion(),
                http.method(),
                http.uri(),
                Unpooled.EMPTY_BUFFER,
                http.headers(),
                EmptyHttpHeaders.INSTANCE);
        Asked asked = new Asked(
                connection, request, kept, listen.choose(wanted), loop.clock().nanos());
        if (!listen.path().map(request.path()::equals).orElse(true) || !sockets.serves(request.path())) {
            refuse(asked, 404, Map.of(), "no such path");
        } else if (!"13".equals(request.header("Sec-WebSocket-Version"))) {
            refuse(asked, 426, Map.of("Sec-WebSocket-Version", "13"), "WebSocket version 13 is needed");
        } else if (request.header("Sec-WebSocket-Key") == null) {
            refuse(asked, 400, Map.of(), "Sec-WebSocket-Key is missing");
        } else if (asked.subprotocol() == null && refusesUnknown(wanted)) {
            refuse(asked, 400, Map.of(), "no subprotocol in common");
        } else {
            Action.OnUpgrade action = rules.decide(
                    connection, false, loop.clock().nanos(), loop.clock().sinceFirstAccept());
            act(asked, action == null ? new Accept(Duration.ZERO, Duration.ZERO) : action);
        }
    }

    private boolean refusesUnknown(List<String> wanted) {
        boolean needed = !wanted.isEmpty() || listen.subprotocols().isPresent();
        return needed && listen.unknownSubprotocol() == Listen.UnknownSubprotocol.REFUSE;
    }

    private static List<String> subprotocols(HttpView request) {
        String header = request.header(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL.toString());
        return header == null
                ? List.of()
                : Arrays.stream(header.split(",", -1)).map(String::strip).toList();
    }

    private void act(Asked asked, Action.OnUpgrade action) {
        Connection connection = asked.connection();
        if (action instanceof Accept accept) {
            Duration delay = accept.after().plus(accept.perConnection().multipliedBy(sockets.size()));
            connection.holds(rules.gauge().take(connection));
            answerAfter(asked, delay, () -> accept(asked));
        } else if (action instanceof AcceptThen then) {
            answerAfter(asked, Duration.ZERO, () -> {
                accept(asked);
                connection.after(then.after(), () -> {
                    truth.upgrades().acceptedThenEnded();
                    connection.end(then.how(), Kill.RULE);
                });
            });
        } else if (action instanceof Http http) {
            answerAfter(asked, http.after(), () -> {
                Map<String, String> headers = new LinkedHashMap<>(http.headers());
                http.retryAfter().ifPresent(delay -> headers.put("Retry-After", HttpAnswers.retryAfter(delay)));
                refuse(asked, http.status(), headers, http.body().fill(name -> random.next()));
            });
        } else if (action instanceof End end) {
            answerAfter(asked, end.after(), () -> {
                if (end.how() instanceof Action.Reset) {
                    truth.upgrades().reset();
                } else {
                    truth.upgrades().finned();
                }
                connection.end(end.how(), Kill.RULE);
            });
        } else {
            truth.upgrades().silenced();
        }
    }

    /** Without a delay the answer leaves within this call, as a timer would add the rest of the loop's tick. */
    private void answerAfter(Asked asked, Duration delay, Runnable answer) {
        if (delay.isZero()) {
            answer.run();
            return;
        }
        asked.connection().onGoneBeforeAnswer(truth.upgrades()::abandoned);
        asked.connection().after(delay, () -> {
            asked.connection().onGoneBeforeAnswer(null);
            answer.run();
        });
    }

    private void refuse(Asked asked, int status, Map<String, String> headers, String body) {
        Connection connection = asked.connection();
        truth.upgrades().refused(status, connection.sourceAddress(), connection.organization());
        HttpAnswers.write(connection, status, headers, body, false);
    }

    private void accept(Asked asked) {
        Connection connection = asked.connection();
        truth.upgrades().accepted(loop.clock().nanos() - asked.atNanos());
        ChannelPipeline pipeline = connection.channel().pipeline();
        pipeline.remove(HttpFront.class);
        pipeline.addLast(new WebSocketFrameAggregator(maxMessageBytes));
        pipeline.addLast(new SocketFront(connection, sockets, truth, loop));
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxMessageBytes)
                .closeOnProtocolViolation(false)
                .build();
        sockets.opens(connection);
        new WebSocketServerHandshaker13("", asked.subprotocol(), config)
                .handshake(
                        connection.channel(),
                        asked.http(),
                        null,
                        connection.channel().newPromise())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        connection.endedBy(EndedBy.PEER);
                        connection.gone();
                    }
                });
        sockets.opened(connection);
    }
}
