package dev.softphone.loadtest.simulator.gateway;

import dev.softphone.loadtest.simulator.gateway.Loop.Timer;
import dev.softphone.loadtest.simulator.matching.Gauge;
import dev.softphone.loadtest.simulator.matching.Subject;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Key;
import dev.softphone.loadtest.simulator.script.Match;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import dev.softphone.loadtest.simulator.truth.TcpTruth.EndedBy;
import dev.softphone.loadtest.simulator.truth.Truth;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: at first HTTP, after its upgrade a WebSocket. It is gone from the gateway's view once the gateway
 * ended it, the peer asked to close it, or TCP says so, whichever is first; from then on it holds no slot and its timers
 * are off. For the gateway's thread only.
 */
public final class Connection implements Subject {
    private static final Duration CLOSE_ANSWER = Duration.ofSeconds(5);

    private final String id;
    private final SocketChannel channel;
    private final String sourceAddress;
    private final Loop loop;
    private final Truth truth;
    private final Set<Timer> timers = new HashSet<>();

    private @Nullable HttpView upgrade;
    private @Nullable String organization;
    private Gauge.@Nullable Slot slot;
    private @Nullable EndedBy endedBy;
    private final List<Runnable> onGone = new ArrayList<>(2);
    private @Nullable Runnable onGoneBeforeAnswer;
    private boolean webSocket;
    private boolean gone;
    private boolean closeSent;
    private long openedNanos;
    private long lastFrameNanos;
    private int pings;

    Connection(String id, SocketChannel channel, Loop loop, Truth truth) {
        this.id = id;
        this.channel = channel;
        this.sourceAddress = channel.remoteAddress().getAddress().getHostAddress();
        this.loop = loop;
        this.truth = truth;
    }

    /** A number of the connection, unique in this process. */
    public String id() {
        return id;
    }

    /** The peer's IP address, without its port. */
    public String sourceAddress() {
        return sourceAddress;
    }

    /** The path of the upgrade, or null before it. */
    public @Nullable String path() {
        return upgrade == null ? null : upgrade.path();
    }

    /** Whether the properties of the upgrade, source and organization satisfy all conditions. */
    public boolean matches(List<Match> matches) {
        return matches.stream().allMatch(match -> match.holds(value(match.key())));
    }

    /** The organization, or null as long as it is not known. */
    public @Nullable String organization() {
        return organization;
    }

    /** The organization became known; the first that is found stays. */
    public void learnOrganization(@Nullable String found) {
        if (organization == null && found != null) {
            organization = found;
            if (webSocket && !gone) {
                truth.sockets().organization(found);
            }
        }
    }

    /** Whether nothing can be sent any more. */
    public boolean isGone() {
        return gone;
    }

    /** A property of the upgrade, the source, the organization, or the connection itself. */
    @Override
    public @Nullable String value(Key key) {
        if (key == Key.Plain.SOURCE_ADDRESS) {
            return sourceAddress;
        }
        if (key == Key.Plain.ORGANIZATION) {
            return organization;
        }
        if (key == Key.Plain.CONNECTION) {
            return id;
        }
        if (key instanceof Key.Header header) {
            return upgrade == null ? null : upgrade.header(header.name());
        }
        if (key instanceof Key.Query query) {
            return upgrade == null ? null : upgrade.query(query.name());
        }
        return null;
    }

    /** Runs {@code task} after {@code delay}, unless the connection is gone by then. */
    public void after(Duration delay, Runnable task) {
        if (gone) {
            return;
        }
        Timer[] self = new Timer[1];
        Timer timer = loop.after(delay, () -> {
            timers.remove(self[0]);
            task.run();
        });
        self[0] = timer;
        timers.add(timer);
    }

    /** Sends a text message, unless the connection is gone. */
    public void send(String text) {
        if (gone || closeSent) {
            return;
        }
        lastFrameNanos = loop.clock().nanos();
        truth.sockets().messageSent();
        write(new TextWebSocketFrame(text));
    }

    /** Ends the connection. */
    public void end(Action.Ending how, Kill why) {
        if (gone || closeSent) {
            return;
        }
        endedBy(EndedBy.US);
        if (webSocket) {
            truth.sockets().killed(why);
        }
        if (how instanceof Action.Close close) {
            closeSent = true;
            truth.sockets().closeSent(close.code());
            write(new CloseWebSocketFrame(close.code(), close.reason()));
            after(CLOSE_ANSWER, () -> {
                gone();
                Endings.fin(channel, loop);
            });
        } else {
            gone();
            if (how instanceof Action.Reset) {
                Endings.reset(channel);
            } else {
                Endings.fin(channel, loop);
            }
        }
    }

    /** Writes without waiting: a write that fails ends the channel, which is all there is to know. */
    void write(Object message) {
        ChannelFuture unused = channel.writeAndFlush(message);
    }

    /** Closes TCP at once. */
    void cut() {
        ChannelFuture unused = channel.close();
    }

    SocketChannel channel() {
        return channel;
    }

    void upgradeAskedBy(HttpView request, @Nullable String foundOrganization) {
        upgrade = request;
        learnOrganization(foundOrganization);
    }

    void holds(Gauge.Slot taken) {
        slot = taken;
    }

    /** Runs when the peer leaves while the answer to its upgrade is held back; null once it is answered. */
    void onGoneBeforeAnswer(@Nullable Runnable abandoned) {
        onGoneBeforeAnswer = abandoned;
    }

    /** Runs {@code task} once, when the connection is gone; at once where it is. */
    public void whenGone(Runnable task) {
        if (gone) {
            task.run();
        } else {
            onGone.add(task);
        }
    }

    /** Takes back a {@link #whenGone}. */
    public void forget(Runnable task) {
        onGone.remove(task);
    }

    /** The upgrade is accepted. */
    void becomesWebSocket() {
        webSocket = true;
        openedNanos = loop.clock().nanos();
        lastFrameNanos = openedNanos;
        truth.sockets().opened(sourceAddress);
        if (organization != null) {
            truth.sockets().organization(organization);
        }
    }

    void endedBy(EndedBy by) {
        if (endedBy == null) {
            endedBy = by;
        }
    }

    EndedBy endedBy() {
        return endedBy == null ? EndedBy.PEER : endedBy;
    }

    boolean closeSent() {
        return closeSent;
    }

    void frame() {
        lastFrameNanos = loop.clock().nanos();
    }

    Duration idleFor() {
        return Duration.ofNanos(loop.clock().nanos() - lastFrameNanos);
    }

    Duration age() {
        return Duration.ofNanos(loop.clock().nanos() - openedNanos);
    }

    /** Counts a keep-alive; returns how many there were before it. */
    int pingsBefore() {
        return pings++;
    }

    void gone() {
        if (gone) {
            return;
        }
        gone = true;
        if (slot != null) {
            slot.release();
        }
        timers.forEach(Timer::cancel);
        timers.clear();
        if (webSocket) {
            truth.sockets().closed(sourceAddress);
        }
        if (onGoneBeforeAnswer != null) {
            onGoneBeforeAnswer.run();
        }
        onGone.forEach(Runnable::run);
        onGone.clear();
    }
}
