package dev.softphone.loadtest.simulator.gateway;

import org.jspecify.annotations.Nullable;

/** What speaks over established sockets. For the gateway's thread only. */
public interface TextProtocol {

    /** Whether it is spoken at a path; upgrades to a path at which nothing is spoken get 404. */
    default boolean serves(String path) {
        return true;
    }

    /** The organization that a path belongs to, or null. */
    default @Nullable String organizationOf(String path) {
        return null;
    }

    /** A socket was established. */
    void opened(Connection connection);

    /**
     * A text (or binary, decoded as UTF-8) message came.
     *
     * @return false if this protocol does not know such a message
     */
    boolean received(Connection connection, String text);

    /** A socket is gone. */
    void gone(Connection connection);
}
