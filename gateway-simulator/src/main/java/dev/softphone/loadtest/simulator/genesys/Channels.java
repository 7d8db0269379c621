package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.RandomText;
import dev.softphone.loadtest.simulator.truth.GatewayClock;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Notification channels. One more than a user may have through one client evicts the one that was used longest ago, of
 * those without a connection if there is one. For the gateway's thread only.
 */
final class Channels {
    private final int perUser;
    private final GatewayClock clock;
    private final GenesysTruth truth;
    private final RandomText random = new RandomText();
    private final Map<String, Channel> byId = new HashMap<>();
    private final Map<String, Deque<Channel>> byOwner = new HashMap<>();

    Channels(int perUser, GatewayClock clock, GenesysTruth truth) {
        this.perUser = perUser;
        this.clock = clock;
        this.truth = truth;
    }

    /** What holds the one connection of a channel. */
    interface Holder {
        /** The channel is no longer there. */
        void evicted();
    }

    /** A channel. */
    static final class Channel {
        private final String id;
        private final User user;
        private final Set<String> topics = new TreeSet<>();
        private final Set<String> nodes = new TreeSet<>();
        private long usedNanos;
        private boolean evicted;
        private @Nullable Holder holder;

        private Channel(String id, User user, long nowNanos) {
            this.id = id;
            this.user = user;
            this.usedNanos = nowNanos;
        }

        String id() {
            return id;
        }

        User user() {
            return user;
        }

        /** The topics it is subscribed to by REST; may be changed. */
        Set<String> topics() {
            return topics;
        }

        /** The topics it is subscribed to on its sockets, which may come and go; may be changed. */
        Set<String> nodes() {
            return nodes;
        }

        boolean isEvicted() {
            return evicted;
        }

        /** The connection that holds it, or null. */
        @Nullable
        Holder holder() {
            return holder;
        }
    }

    Channel create(User user, String client) {
        Channel channel = new Channel("streaming-" + random.next(), user, clock.nanos());
        Deque<Channel> owned = byOwner.computeIfAbsent(client + "/" + user.id(), key -> new ArrayDeque<>());
        if (owned.size() >= perUser) {
            Channel oldest = owned.stream()
                    .min(Comparator.comparing((Channel one) -> one.holder != null)
                            .thenComparingLong(one -> one.usedNanos))
                    .orElseThrow();
            owned.remove(oldest);
            evict(oldest);
        }
        owned.add(channel);
        byId.put(channel.id, channel);
        truth.channelCreated();
        return channel;
    }

    /** The channel is lost, though its user did nothing. */
    void lose(Channel channel) {
        byOwner.values().forEach(owned -> owned.remove(channel));
        channel.evicted = true;
        if (channel.holder != null) {
            channel.holder.evicted();
        }
    }

    private void evict(Channel channel) {
        channel.evicted = true;
        truth.channelEvicted(channel.holder != null);
        if (channel.holder != null) {
            channel.holder.evicted();
        }
    }

    /** The channel of an id, evicted or not; null for one that never was. */
    @Nullable
    Channel find(String id) {
        return byId.get(id);
    }

    /** It is used now. */
    void used(Channel channel) {
        channel.usedNanos = clock.nanos();
    }

    /** A connection takes the channel, or leaves it (null). */
    void hold(Channel channel, @Nullable Holder holder) {
        channel.holder = holder;
        used(channel);
    }
}
