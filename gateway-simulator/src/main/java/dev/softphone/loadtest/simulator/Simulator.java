package dev.softphone.loadtest.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.simulator.gateway.Gateway;
import dev.softphone.loadtest.simulator.gateway.HttpService;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.gateway.Organizations;
import dev.softphone.loadtest.simulator.gateway.TextProtocol;
import dev.softphone.loadtest.simulator.genesys.GenesysDesk;
import dev.softphone.loadtest.simulator.messages.MessageDesk;
import dev.softphone.loadtest.simulator.rest.RestDesk;
import dev.softphone.loadtest.simulator.script.Listen;
import dev.softphone.loadtest.simulator.script.Listen.ClientCertificate;
import dev.softphone.loadtest.simulator.script.Listen.Tls;
import dev.softphone.loadtest.simulator.script.Script;
import dev.softphone.loadtest.simulator.script.ScriptException;
import dev.softphone.loadtest.simulator.sip.SipDesk;
import dev.softphone.loadtest.simulator.truth.GatewayClock;
import dev.softphone.loadtest.simulator.truth.Truth;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that listens, on native epoll where there is one, with one thread for everything. Its own methods are thread
 * safe.
 */
public final class Simulator implements AutoCloseable {
    private final EventLoopGroup group;
    private final Channel server;
    private final Gateway gateway;
    private final boolean tls;

    private Simulator(EventLoopGroup group, Channel server, Gateway gateway, boolean tls) {
        this.group = group;
        this.server = server;
        this.gateway = gateway;
        this.tls = tls;
    }

    /**
     * Starts to listen.
     *
     * @param script what the gateway does
     * @param host address to bind
     * @param port port to bind, 0 for a free one
     * @param onError told of errors of the gateway itself, on its thread
     * @throws IOException if the address cannot be bound
     * @throws ScriptException if the certificate, key or authorities cannot be used
     */
    public static Simulator start(Script script, String host, int port, Consumer<Throwable> onError)
            throws IOException {
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup group = epoll ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
        try {
            Gateway gateway = gateway(script, group, onError);
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(group)
                    .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, script.listen().backlog())
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(gateway);
            Channel server = bootstrap.bind(host, port).sync().channel();
            return new Simulator(group, server, gateway, script.listen().tls().isPresent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(group, new IOException("interrupted while binding"));
        } catch (ScriptException e) {
            throw stopped(group, e);
        } catch (Exception e) {
            throw stopped(group, new IOException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e));
        }
    }

    private static <E extends Exception> E stopped(EventLoopGroup group, E error) {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
        return error;
    }

    private static Gateway gateway(Script script, EventLoopGroup group, Consumer<Throwable> onError) {
        GatewayClock clock = new GatewayClock(System::nanoTime, System.currentTimeMillis());
        Truth truth = new Truth(clock);
        Loop loop = new Loop(group.next(), clock, error -> {
            truth.internalError();
            onError.accept(error);
        });
        Organizations organizations = new Organizations(script.organizations());
        List<TextProtocol> protocols = new ArrayList<>();
        // SIP first: a reply that picks by part of a text must not take a SIP message.
        script.sip().ifPresent(sip -> protocols.add(new SipDesk(sip, organizations, loop, truth)));
        script.messages().ifPresent(messages -> protocols.add(new MessageDesk(messages, organizations, loop, truth)));
        HttpService http = new RestDesk(script.rest(), organizations, loop, truth);
        if (script.genesys().isPresent()) {
            boolean tls = script.listen().tls().isPresent();
            GenesysDesk genesys = new GenesysDesk(script.genesys().get(), http, tls, loop, truth);
            protocols.add(0, genesys.streams());
            http = genesys.http();
        }
        return new Gateway(script, protocols, http, organizations, sslContext(script.listen()), loop, truth);
    }

    private static @Nullable SslContext sslContext(Listen listen) {
        if (listen.tls().isEmpty()) {
            return null;
        }
        Tls tls = listen.tls().get();
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                    tls.certFile().toFile(), tls.keyFile().toFile());
            tls.clientCaFile().ifPresent(file -> builder.trustManager(file.toFile()));
            return builder.clientAuth(clientAuth(tls.clientCertificate())).build();
        } catch (IOException | IllegalArgumentException e) {
            throw new ScriptException(
                    "listen.tls", "a PEM certificate chain and its PKCS#8 key", String.valueOf(e.getMessage()));
        }
    }

    private static ClientAuth clientAuth(ClientCertificate certificate) {
        return switch (certificate) {
            case NONE -> ClientAuth.NONE;
            case REQUESTED -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
        };
    }

    /** Where it listens, such as {@code ws://127.0.0.1:41234}. */
    public URI address() {
        InetSocketAddress local = (InetSocketAddress) server.localAddress();
        String host = local.getAddress().getHostAddress();
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return URI.create((tls ? "wss://" : "ws://") + bracketed + ":" + local.getPort());
    }

    /** What was counted so far: one consistent snapshot, taken on the gateway's thread. */
    public ObjectNode truth() {
        return group.next().submit(gateway::truth).syncUninterruptibly().getNow();
    }

    /** Stops listening and drops all sockets. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(6_000);
    }
}
