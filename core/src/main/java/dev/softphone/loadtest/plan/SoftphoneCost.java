package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.LoadTest;
import java.util.OptionalInt;

/**
 * What the softphones of a test cost whoever drives them, at the worst moment.
 *
 * <pre>
 * N           = softphones of the test
 * back        = 1 where a softphone may come back (cycles, retries), else 0
 * TW          = with cycles min(count - 1, ceil(60 s / (hold + pause))), else 0     closed by us, a minute in TIME_WAIT
 * ports       = 1 + max(back, min(TW, ceil(60 · connectsPerSecond / N))) + REST connections of its own
 * descriptors = 1 + back
 * memory      = 12 KiB with ws, 26 KiB with wss                                     4 of them the kernel's
 * connects    = min(connectsPerSecond, most arrivals in a second + with cycles N / max(1 s, hold + pause))
 * cpu         = connects · (1 + REST connections of its own) · (0.4 ms with ws, 1 ms with wss)
 *             + N / keepAlive.every · 60 µs                                         within a second
 * </pre>
 *
 * Measured with a JVM that has just warmed up; a handshake in an old one costs half.
 *
 * @param softphones N
 * @param ports of one softphone, towards one destination
 * @param descriptors of one softphone
 * @param memoryBytes of one softphone
 * @param cpuNanosPerSecond of all N together
 */
record SoftphoneCost(int softphones, int ports, int descriptors, long memoryBytes, long cpuNanosPerSecond) {

    private static final long PLAIN_BYTES = 12 << 10;
    private static final long TLS_BYTES = 26 << 10;
    private static final long PLAIN_CONNECTION_NANOS = 400_000;
    private static final long TLS_CONNECTION_NANOS = 1_000_000;
    private static final long PING_NANOS = 60_000;
    private static final long TIME_WAIT_SECONDS = 60;
    private static final long SECOND_MILLIS = 1000;

    static SoftphoneCost of(LoadTest test) {
        boolean churn = test.cycles().count() > 1;
        int back = churn || test.retry().maxRetries() > 0 ? 1 : 0;
        int rest = restConnections(test.gateway().signaling());
        boolean secure = test.gateway().secure();
        return new SoftphoneCost(
                test.softphones(),
                1 + Math.max(back, churn ? timeWait(test) : 0) + rest,
                1 + back,
                secure ? TLS_BYTES : PLAIN_BYTES,
                connects(test) * (1 + rest) * (secure ? TLS_CONNECTION_NANOS : PLAIN_CONNECTION_NANOS)
                        + pings(test) * PING_NANOS);
    }

    private static int restConnections(Gateway.Signaling signaling) {
        return signaling instanceof Gateway.GenericWebSocket generic
                        && generic.connections() == Gateway.GenericWebSocket.Connections.PerRequest
                ? generic.rest().size()
                : 0;
    }

    /** Between two connects of one softphone that comes back on purpose. */
    private static long cycleMillis(LoadTest test) {
        return test.hold().plus(test.cycles().pause()).toMillis();
    }

    private static int timeWait(LoadTest test) {
        long closes = test.cycles().count() - 1L;
        if (cycleMillis(test) > 0) {
            closes = Math.min(closes, Wholes.up(TIME_WAIT_SECONDS * SECOND_MILLIS, cycleMillis(test)));
        }
        OptionalInt limit = test.limits().connectsPerSecond();
        if (limit.isPresent()) {
            closes = Math.min(closes, Wholes.up(TIME_WAIT_SECONDS * limit.getAsInt(), test.softphones()));
        }
        return (int) closes;
    }

    private static long connects(LoadTest test) {
        Arrival arrival =
                test.arrival() instanceof Arrival.Search search ? new Arrival.RampUp(search.over()) : test.arrival();
        long connects = ArrivalSchedule.of(arrival, test.softphones(), test.limits(), test.seed())
                .mostInASecond();
        if (test.cycles().count() > 1) {
            connects += Wholes.up(test.softphones() * SECOND_MILLIS, Math.max(SECOND_MILLIS, cycleMillis(test)));
        }
        OptionalInt limit = test.limits().connectsPerSecond();
        return limit.isPresent() ? Math.min(connects, limit.getAsInt()) : connects;
    }

    private static long pings(LoadTest test) {
        return test.keepAlive().kind() == KeepAlive.Kind.None
                ? 0
                : Wholes.up(
                        test.softphones() * SECOND_MILLIS,
                        Math.max(1, test.keepAlive().every().toMillis()));
    }
}
