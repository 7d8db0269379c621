package dev.softphone.loadtest.targets;

import java.util.Optional;

/** A block of addresses, {@code 203.0.113.0/24} or a single one. */
final class AddressBlock {
    private static final int CARRIER = 96;

    private final IpAddress network;
    private final int prefix;

    private AddressBlock(IpAddress network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** Empty when the text is neither an address nor a block. */
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        Optional<IpAddress> written = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (written.isEmpty()) {
            return Optional.empty();
        }
        int prefix = 8 * written.get().length();
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > prefix) {
                return Optional.empty();
            }
            prefix = Integer.parseInt(digits);
        }
        IpAddress meant = written.get().meant();
        return Optional.of(
                meant.length() < written.get().length()
                        ? new AddressBlock(meant, Math.max(0, prefix - CARRIER))
                        : new AddressBlock(meant, prefix));
    }

    /** A block that is known to be one. */
    static AddressBlock of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    boolean contains(IpAddress address) {
        IpAddress meant = address.meant();
        if (meant.length() != network.length()) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((meant.at(bit / 8) & mask) != (network.at(bit / 8) & mask)) {
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
        return network.length() == 4;
    }
}
