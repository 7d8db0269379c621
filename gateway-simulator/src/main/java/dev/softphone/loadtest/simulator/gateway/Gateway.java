package dev.softphone.loadtest.simulator.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.simulator.script.Script;
import dev.softphone.loadtest.simulator.truth.Truth;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a gateway put together, and the entrance of every connection. For the gateway's thread only. */
public final class Gateway extends ChannelInitializer<SocketChannel> {
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private final @Nullable SslContext tls;
    private final Loop loop;
    private final Truth truth;
    private final OpenSockets sockets;
    private final UpgradeDesk upgrades;
    private final ControlDesk control;
    private final HttpService rest;
    private long connections;

    /**
     * @param script what the gateway does
     * @param protocols what speaks over established sockets, asked in this order
     * @param rest what answers plain HTTP
     * @param organizations how requests tell their organization
     * @param tls null for plain TCP
     * @param loop the gateway's thread
     * @param truth counts all of it
     */
    public Gateway(
            Script script,
            List<TextProtocol> protocols,
            HttpService rest,
            Organizations organizations,
            @Nullable SslContext tls,
            Loop loop,
            Truth truth) {
        this.tls = tls;
        this.loop = loop;
        this.truth = truth;
        this.rest = rest;
        this.sockets = new OpenSockets(script.sockets(), protocols, loop, truth);
        this.upgrades = new UpgradeDesk(script, organizations, sockets, loop, truth);
        this.control = new ControlDesk(sockets, loop, truth);
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Connection connection = new Connection(String.valueOf(++connections), channel, loop, truth);
        truth.tcp().opened(connection);
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                .addLast(new HttpFront(connection, this, truth));
    }

    /** What was counted so far. */
    public ObjectNode truth() {
        return truth.toJson();
    }

    void testConnection(Connection connection) {
        if (loop.clock().start(truth.tcp().isTest(connection))) {
            sockets.startPlan();
        }
    }

    Loop loop() {
        return loop;
    }

    UpgradeDesk upgrades() {
        return upgrades;
    }

    ControlDesk control() {
        return control;
    }

    HttpService rest() {
        return rest;
    }
}
