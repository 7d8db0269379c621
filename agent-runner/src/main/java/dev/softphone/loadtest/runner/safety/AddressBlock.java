package dev.softphone.loadtest.runner.safety;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of addresses, {@code 203.0.113.0/24} or a single one. IPv6 addresses that carry an IPv4 address (mapped,
 * {@code ::ffff:0:0/96}; translated by NAT64, {@code 64:ff9b::/96}) count as that one, because that is where the packet
 * goes.
 */
final class AddressBlock {

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private final byte[] network;
    private final int prefix;

    private AddressBlock(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** Empty when the text is neither an address nor a block. Never asks a name server. */
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (bytes == null) {
            return Optional.empty();
        }
        int prefix = 8 * bytes.length;
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > prefix) {
                return Optional.empty();
            }
            prefix = Integer.parseInt(digits);
        }
        byte[] carried = carried(bytes);
        return carried.length < bytes.length
                ? Optional.of(new AddressBlock(carried, Math.max(0, prefix - 96)))
                : Optional.of(new AddressBlock(bytes, prefix));
    }

    /** A block that is known to be one. */
    static AddressBlock of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** The address a packet to {@code address} is meant for: IPv4 where IPv6 only carries it. */
    static InetAddress meant(InetAddress address) {
        try {
            return InetAddress.getByAddress(carried(address.getAddress()));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean contains(InetAddress address) {
        byte[] bytes = carried(address.getAddress());
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** How many leading bits are given. */
    int prefix() {
        return prefix;
    }

    boolean isIpv4() {
        return network.length == 4;
    }

    private static byte[] carried(byte[] bytes) {
        if (bytes.length == 16) {
            byte[] head = Arrays.copyOf(bytes, 12);
            if (Arrays.equals(head, MAPPED) || Arrays.equals(head, NAT64)) {
                return Arrays.copyOfRange(bytes, 12, 16);
            }
        }
        return bytes;
    }
}
