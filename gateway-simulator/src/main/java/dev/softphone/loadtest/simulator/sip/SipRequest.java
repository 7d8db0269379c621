package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.matching.Subject;
import dev.softphone.loadtest.simulator.script.Key;
import org.jspecify.annotations.Nullable;

/**
 * A request as rules see it: its own headers, and otherwise the properties of its socket.
 *
 * @param connection the socket it came on
 * @param message the request
 * @param identity the address of record of the one who asks
 * @param organization of this request, or else of its socket
 * @param registration {@code NEW} or {@code REFRESH}; null for other requests than REGISTER
 */
record SipRequest(
        Connection connection,
        SipMessage message,
        String identity,
        @Nullable String organization,
        @Nullable String registration)
        implements Subject {

    @Override
    public @Nullable String value(Key key) {
        if (key instanceof Key.Header header) {
            return message.first(header.name());
        }
        if (key == Key.Plain.IDENTITY) {
            return identity;
        }
        if (key == Key.Plain.REGISTRATION) {
            return registration;
        }
        return key == Key.Plain.ORGANIZATION ? organization : connection.value(key);
    }
}
