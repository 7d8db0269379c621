package dev.softphone.loadtest.runner.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The transport beneath Vert.x: native epoll where it is present, with three additions.
 *
 * <ul>
 *   <li>Names go only to the addresses that were resolved and checked for this run ({@link #pin}); a name that was not
 *       pinned goes nowhere. So no packet leaves for an address nobody allowed, and no connect waits for DNS.
 *   <li>A bound source address does not reserve a port of its own (IP_BIND_ADDRESS_NO_PORT): without it the kernel's
 *       search for a port becomes slow at half of the range, and ports are shared by all destinations.
 *   <li>Every socket has a {@link Witness}, because Vert.x does not tell FIN from RST.
 * </ul>
 *
 * <p>Safe for use from any thread.
 */
public final class PinnedTransport implements Transport {

    private record Pinned(List<InetAddress> addresses, AtomicInteger turn) {
        InetAddress next() {
            return addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
        }
    }

    private final Transport delegate;
    private final boolean epoll;
    private final Map<String, Pinned> pinned = new ConcurrentHashMap<>();

    private PinnedTransport(Transport delegate, boolean epoll) {
        this.delegate = delegate;
        this.epoll = epoll;
    }

    /** Epoll if it is there, NIO otherwise. */
    public static PinnedTransport best() {
        Transport epoll = VertxBuilder.nativeTransport();
        return epoll != null && epoll.isAvailable()
                ? new PinnedTransport(epoll, true)
                : new PinnedTransport(new io.vertx.core.impl.transports.JDKTransport(), false);
    }

    /** {@code epoll} or {@code nio}. */
    public String name() {
        return epoll ? "epoll" : "nio";
    }

    /** A Vert.x on this transport with so many event loops. */
    public Vertx vertx(int eventLoops) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1));
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return new VertxBuilder(options).findTransport(this).init().vertx();
    }

    /** {@code boringssl} where the native library is there, {@code jdk} otherwise. */
    public static String tlsEngine() {
        return OpenSsl.isAvailable() ? "boringssl" : "jdk";
    }

    /** From now on connects to the host go to these addresses, in turn. */
    public void pin(Collection<Target> targets) {
        targets.forEach(target -> pinned.put(target.host(), new Pinned(target.addresses(), new AtomicInteger())));
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        if (address.isDomainSocket()) {
            return delegate.convert(address);
        }
        Pinned addresses = pinned.get(address.host());
        return addresses == null
                ? InetSocketAddress.createUnresolved("not-pinned.invalid", address.port())
                : new InetSocketAddress(addresses.next(), address.port());
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return delegate.convert(address);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        ChannelFactory<? extends Channel> factory = delegate.channelFactory(domainSocket);
        return () -> {
            Channel channel = factory.newChannel();
            Witness.addTo(channel);
            return channel;
        };
    }

    @Override
    public void configure(ClientOptionsBase options, boolean domainSocket, Bootstrap bootstrap) {
        delegate.configure(options, domainSocket, bootstrap);
        if (epoll && !domainSocket && options.getLocalAddress() != null) {
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
    }

    @Override
    public boolean supportsDomainSockets() {
        return delegate.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return delegate.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return delegate.isAvailable();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory threadFactory, int ioRatio) {
        return delegate.eventLoopGroup(type, threads, threadFactory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
        return delegate.datagramChannel();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return delegate.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return delegate.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        delegate.configure(channel, options);
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        delegate.configure(options, domainSocket, bootstrap);
    }
}
