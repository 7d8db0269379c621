package dev.softphone.loadtest.targets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address as it is written or resolved, IPv4 or IPv6. An IPv6 address that carries an IPv4 address (mapped, {@code
 * ::ffff:0:0/96}; translated by NAT64, {@code 64:ff9b::/96}) counts as that one, because that is where the packet goes.
 */
public final class IpAddress {

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * As the network writes it.
     *
     * @throws IllegalArgumentException for other than 4 or 16 bytes
     */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != 4 && bytes.length != 16) {
            throw new IllegalArgumentException("required 4 or 16 bytes, observed " + bytes.length);
        }
        return new IpAddress(bytes.clone());
    }

    /** Empty when the text is no literal address. An IPv6 one stands without brackets and without a zone. */
    public static Optional<IpAddress> parse(String text) {
        return (text.indexOf(':') < 0 ? four(text) : six(text)).map(IpAddress::new);
    }

    private static Optional<byte[]> four(String text) {
        if (!IPV4.matcher(text).matches()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        String[] parts = text.split("\\.", -1);
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> six(String text) {
        int gap = text.indexOf("::");
        Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        Optional<List<Integer>> tail = groups(gap < 0 ? "" : text.substring(gap + 2), true);
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int missing = GROUPS - head.get().size() - tail.get().size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        byte[] bytes = new byte[16];
        put(head.get(), bytes, 0);
        put(tail.get(), bytes, head.get().size() + missing);
        return Optional.of(bytes);
    }

    private static void put(List<Integer> groups, byte[] bytes, int from) {
        for (int i = 0; i < groups.size(); i++) {
            bytes[2 * (from + i)] = (byte) (groups.get(i) >> 8);
            bytes[2 * (from + i) + 1] = (byte) groups.get(i).intValue();
        }
    }

    /** @param end of the address: the last group may be written as an IPv4 address, and then stands for two */
    private static Optional<List<Integer>> groups(String text, boolean end) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (GROUP.matcher(parts[i]).matches()) {
                groups.add(Integer.parseInt(parts[i], 16));
                continue;
            }
            Optional<byte[]> last = end && i == parts.length - 1 ? four(parts[i]) : Optional.empty();
            if (last.isEmpty()) {
                return Optional.empty();
            }
            groups.add(word(last.get(), 0));
            groups.add(word(last.get(), 2));
        }
        return Optional.of(groups);
    }

    private static int word(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    /** The address a packet is meant for: IPv4 where IPv6 only carries it. */
    IpAddress meant() {
        if (bytes.length == 16) {
            byte[] head = Arrays.copyOf(bytes, 12);
            if (Arrays.equals(head, MAPPED) || Arrays.equals(head, NAT64)) {
                return new IpAddress(Arrays.copyOfRange(bytes, 12, 16));
            }
        }
        return this;
    }

    int length() {
        return bytes.length;
    }

    int at(int index) {
        return bytes[index];
    }

    /** As a literal. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += bytes.length == 4 ? 1 : 2) {
            parts.add(bytes.length == 4 ? Integer.toString(bytes[i] & 0xff) : Integer.toHexString(word(bytes, i)));
        }
        return String.join(bytes.length == 4 ? "." : ":", parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
