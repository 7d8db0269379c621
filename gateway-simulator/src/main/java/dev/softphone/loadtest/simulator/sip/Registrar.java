package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.matching.Gauge;
import dev.softphone.loadtest.simulator.truth.RegisterTruth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is registered, and on which socket. A binding ends by removal, expiry, or with its socket (RFC 5626 §5.1); an
 * address of record is registered as long as it has a binding. For the gateway's thread only.
 */
final class Registrar {

    /**
     * A contact of an address of record.
     *
     * @param contact the Contact value without its expires parameter
     * @param uri the contact's URI
     * @param connection the socket that reaches it
     * @param expiresAtNanos when it ends
     * @param expiry the timer of that
     */
    private record Binding(String contact, String uri, Connection connection, long expiresAtNanos, Loop.Timer expiry) {}

    private static final class Entry {
        private final Map<String, Binding> bindings = new LinkedHashMap<>();
        private final Gauge.Slot slot;

        Entry(Gauge.Slot slot) {
            this.slot = slot;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<Connection, Set<String>> byConnection = new HashMap<>();
    private final Loop loop;
    private final RegisterTruth truth;

    Registrar(Loop loop, RegisterTruth truth) {
        this.loop = loop;
        this.truth = truth;
    }

    boolean isRegistered(String addressOfRecord) {
        return entries.containsKey(addressOfRecord);
    }

    /** How many addresses of record are registered. */
    int size() {
        return entries.size();
    }

    /** All addresses of record, in the order they were registered. */
    List<String> all() {
        return List.copyOf(entries.keySet());
    }

    /** Where to reach a contact. */
    record Target(String uri, Connection connection) {}

    /** The newest contact of an address of record, or null where it is not registered. */
    @Nullable
    Target target(String addressOfRecord) {
        Entry entry = entries.get(addressOfRecord);
        if (entry == null) {
            return null;
        }
        Target newest = null;
        for (Binding binding : entry.bindings.values()) {
            newest = new Target(binding.uri(), binding.connection());
        }
        return newest;
    }

    /** Makes or refreshes a binding; {@code slot} becomes the entry's or is given back. */
    void bind(String addressOfRecord, String contact, Duration expires, Connection connection, Gauge.Slot slot) {
        Entry entry = entries.get(addressOfRecord);
        if (entry == null) {
            entry = new Entry(slot);
            entries.put(addressOfRecord, entry);
            truth.granted(addressOfRecord);
        } else {
            slot.release();
            truth.refreshed();
        }
        NameAddress address = NameAddress.parse(contact);
        String key = key(address);
        Binding old = entry.bindings.remove(key);
        if (old != null) {
            old.expiry().cancel();
        }
        Loop.Timer expiry = loop.after(expires, () -> unbind(addressOfRecord, key, truth::expired));
        long expiresAt = loop.clock().nanos() + expires.toNanos();
        entry.bindings.put(key, new Binding(withoutExpires(contact), address.uri(), connection, expiresAt, expiry));
        byConnection.computeIfAbsent(connection, c -> new HashSet<>()).add(addressOfRecord);
    }

    /** The owner removes a binding, or with {@code *} all of them. */
    void remove(String addressOfRecord, String contact) {
        Entry entry = entries.get(addressOfRecord);
        if (entry == null) {
            return;
        }
        if (contact.strip().equals("*")) {
            List.copyOf(entry.bindings.keySet()).forEach(key -> unbind(addressOfRecord, key, truth::removed));
        } else {
            unbind(addressOfRecord, key(NameAddress.parse(contact)), truth::removed);
        }
    }

    /** A socket is gone, and with it the bindings that it reached. */
    void gone(Connection connection) {
        Set<String> addresses = byConnection.remove(connection);
        if (addresses == null) {
            return;
        }
        for (String addressOfRecord : addresses) {
            Entry entry = entries.get(addressOfRecord);
            if (entry != null) {
                List<String> keys = new ArrayList<>();
                entry.bindings.forEach((key, binding) -> {
                    if (binding.connection() == connection) {
                        keys.add(key);
                    }
                });
                keys.forEach(key -> unbind(addressOfRecord, key, truth::lost));
            }
        }
    }

    /** The Contact values of an answer, each with the seconds left. */
    List<String> contacts(String addressOfRecord) {
        Entry entry = entries.get(addressOfRecord);
        if (entry == null) {
            return List.of();
        }
        long now = loop.clock().nanos();
        return entry.bindings.values().stream()
                .map(binding -> binding.contact() + ";expires="
                        + Math.max(1, Math.round((binding.expiresAtNanos() - now) / 1e9)))
                .toList();
    }

    private void unbind(String addressOfRecord, String key, Runnable endOfEntry) {
        Entry entry = entries.get(addressOfRecord);
        Binding binding = entry == null ? null : entry.bindings.remove(key);
        if (entry == null || binding == null) {
            return;
        }
        binding.expiry().cancel();
        if (entry.bindings.isEmpty()) {
            entries.remove(addressOfRecord);
            entry.slot.release();
            endOfEntry.run();
        }
    }

    /** RFC 5626 §4.1: instance and reg-id tell bindings apart where both are given, otherwise the URI does. */
    private static String key(NameAddress contact) {
        String instance = contact.parameter("+sip.instance");
        String flow = contact.parameter("reg-id");
        return instance != null && flow != null ? instance + ";" + flow : contact.uri();
    }

    private static String withoutExpires(String contact) {
        return contact.replaceAll("(?i);\\s*expires\\s*=\\s*\\d+", "");
    }
}
