package dev.softphone.loadtest.plan;

import java.util.Locale;

/**
 * How many TCP connections fit between our addresses and the gateway's before connecting gets slow, or impossible.
 *
 * <pre>
 * P        = high - low + 1 - reserved                            ports of an address, as the kernel says
 * D        = destinations; 1 where the port is bound before the destination is known
 * TW       = closes by us per second · 60 s                       ports in TIME_WAIT
 * w        = share of the connections on the address that has most of them: 1/S of S equal ones
 * capacity = floor(f · P · D / w) - TW
 * </pre>
 *
 * The factor <i>f</i> is not about how many ports there are but about how long the kernel looks for one: {@link
 * PortChoice}.
 *
 * @param low first port of {@code net.ipv4.ip_local_port_range}
 * @param high last port of it
 * @param reserved how many of these {@code net.ipv4.ip_local_reserved_ports} takes away
 * @param choice how a socket gets its port
 * @param addresses the source addresses, and how connections are dealt to them
 * @param destinations distinct (address, port) pairs of the gateway, over which connections spread evenly; 1 or more
 * @param closesPerSecond how many connections a second we close first
 */
public record PortBudget(
        int low, int high, int reserved, PortChoice choice, Shares addresses, int destinations, long closesPerSecond) {

    private static final long TIME_WAIT_SECONDS = 60;

    /**
     * How a socket gets its port, and up to which part of the range that stays quick: a plain connect() or bind() tries
     * half of the range, the ports of one parity, before the other, and takes 60 to 250 times longer once that half is
     * full.
     */
    public enum PortChoice {
        /** connect() without bind(), or bind() with {@code IP_BIND_ADDRESS_NO_PORT}: a port serves every destination. */
        Connect(45),
        /** bind() to an address, then connect(): a port serves one connection, whatever the destination. */
        Bind(45),
        /** {@code IP_BIND_ADDRESS_NO_PORT} and a random window by {@code IP_LOCAL_PORT_RANGE}; kernel 6.3 or later. */
        RandomWindow(75);

        private final int percent;

        PortChoice(int percent) {
            this.percent = percent;
        }
    }

    public PortBudget {
        if (low < 0 || high > 65_535 || low > high) {
            throw new IllegalArgumentException(
                    "port range: required 0 to 65535 in order, observed " + low + " to " + high);
        }
        if (reserved < 0 || reserved > high - low + 1) {
            throw new IllegalArgumentException(
                    "reserved: required 0 to " + (high - low + 1) + ", observed " + reserved);
        }
        if (destinations < 1) {
            throw new IllegalArgumentException("destinations: required 1 or more, observed " + destinations);
        }
        if (closesPerSecond < 0) {
            throw new IllegalArgumentException("closesPerSecond: required 0 or more, observed " + closesPerSecond);
        }
    }

    /** Ports of one address. */
    public int ports() {
        return high - low + 1 - reserved;
    }

    /** Ports in TIME_WAIT, over all addresses. */
    public long timeWait() {
        return closesPerSecond * TIME_WAIT_SECONDS;
    }

    /** The most connections that stay quick to open, over all addresses and destinations; 0 or more. */
    public long capacity() {
        return Math.max(0, (long) Math.floor(quickOnOneAddress() / addresses.largest()) - timeWait());
    }

    /**
     * Whether a test fits.
     *
     * @param softphones each with one connection
     * @param reconnecting how many of them may have a second one for a moment
     */
    public boolean suffices(long softphones, long reconnecting) {
        return softphones + reconnecting <= capacity();
    }

    /** The same with its arithmetic, for people. */
    public String sentence(long softphones, long reconnecting) {
        long sockets = softphones + reconnecting;
        long used = sockets + timeWait();
        long onOne = (long) ports() * spread();
        String sentence = String.format(
                Locale.ROOT,
                "%,d %s use %,d of %,d TCP ports towards %s from %s: %.1f %%%s",
                softphones,
                softphones == 1 ? "softphone" : "softphones",
                used,
                onOne * addresses.owners(),
                choice == PortChoice.Bind ? "all destinations" : count(destinations, "destination", "destinations"),
                count(addresses.owners(), "address", "addresses"),
                onOne == 0 ? 100.0 : 100.0 * used * addresses.largest() / onOne,
                addresses.largest() * addresses.owners() > 1.000_001 ? " of the address with the largest share" : "");
        if (timeWait() > 0) {
            sentence += String.format(
                    Locale.ROOT,
                    "; %,d of them in TIME_WAIT, %,d closes by us a second for %d s",
                    timeWait(),
                    closesPerSecond,
                    TIME_WAIT_SECONDS);
        }
        return suffices(softphones, reconnecting)
                ? sentence
                : sentence
                        + String.format(
                                Locale.ROOT,
                                "; required at most %,d connections, observed %,d: widen net.ipv4.ip_local_port_range"
                                        + " or add source addresses",
                                capacity(),
                                sockets);
    }

    private long quickOnOneAddress() {
        return (long) ports() * spread() * choice.percent / 100;
    }

    private int spread() {
        return choice == PortChoice.Bind ? 1 : destinations;
    }

    private static String count(int n, String one, String many) {
        return n == 1 ? "one " + one : String.format(Locale.ROOT, "%,d %s", n, many);
    }
}
