package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Bounded;
import dev.softphone.loadtest.measure.GroupCounts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Whether a cap counts by source address or over all of them, from unequal shares.
 *
 * <pre>
 * s = started from the busiest / from the least busy, at least 1.3;  r = connected likewise
 * log r ≈ log s: connected in proportion to what was started → Tenant
 * log r ≈ 0:     as many from either                        → SourceAddress
 * (≈: within a quarter of log s; anything between the two stays Unknown)
 * </pre>
 *
 * @param perAddress the cap of one address
 * @param told the sentence with the numbers
 */
record CapScope(String scope, OptionalLong perAddress, Optional<String> told) {

    private static final double UNEQUAL = 1.3;
    private static final CapScope UNKNOWN = new CapScope("Unknown", OptionalLong.empty(), Optional.empty());

    static CapScope of(Map<String, GroupCounts> localAddresses) {
        List<Map.Entry<String, GroupCounts>> groups = named(localAddresses);
        if (groups.size() < 2) {
            return UNKNOWN;
        }
        Map.Entry<String, GroupCounts> busiest = groups.get(groups.size() - 1);
        Map.Entry<String, GroupCounts> least = groups.get(0);
        double started = ratio(busiest.getValue().started(), least.getValue().started());
        double connected =
                ratio(busiest.getValue().connected(), least.getValue().connected());
        if (started < UNEQUAL || least.getValue().connected() == 0) {
            return UNKNOWN;
        }
        double quarter = Math.log(started) / 4;
        if (Math.abs(Math.log(connected) - Math.log(started)) <= quarter) {
            return new CapScope(
                    "Tenant",
                    OptionalLong.empty(),
                    Optional.of(numbers(busiest, least)
                            + ": in proportion to what was started, so that the cap counts over" + " all addresses."));
        }
        if (Math.abs(Math.log(connected)) <= quarter) {
            return new CapScope(
                    "SourceAddress",
                    OptionalLong.of(busiest.getValue().connected()),
                    Optional.of(numbers(busiest, least)
                            + ": as many from either, so that the cap counts by source address."));
        }
        return new CapScope("Unknown", OptionalLong.empty(), Optional.of(numbers(busiest, least) + "."));
    }

    /**
     * A cap that only the busier addresses met: each of those holds as many as the others of its kind and at least as many
     * as any address that was refused nothing.
     */
    static Optional<CapScope> oneSided(Map<String, GroupCounts> localAddresses) {
        List<Map.Entry<String, GroupCounts>> groups = named(localAddresses);
        List<Map.Entry<String, GroupCounts>> free =
                groups.stream().filter(group -> refused(group.getValue()) == 0).toList();
        List<Map.Entry<String, GroupCounts>> capped = groups.stream()
                .filter(group ->
                        5 * refused(group.getValue()) >= group.getValue().started())
                .toList();
        if (free.isEmpty() || capped.isEmpty() || free.size() + capped.size() < groups.size()) {
            return Optional.empty();
        }
        long least = capped.stream()
                .mapToLong(group -> group.getValue().connected())
                .min()
                .orElse(0);
        long most = capped.stream()
                .mapToLong(group -> group.getValue().connected())
                .max()
                .orElse(0);
        long mostFree = free.stream()
                .mapToLong(group -> group.getValue().connected())
                .max()
                .orElse(0);
        if (least == 0 || most - least > Plateau.tolerance(most) || mostFree > most) {
            return Optional.empty();
        }
        return Optional.of(new CapScope(
                "SourceAddress",
                OptionalLong.of(most),
                Optional.of(numbers(capped.get(capped.size() - 1), free.get(0)) + ", where nothing was refused.")));
    }

    private static List<Map.Entry<String, GroupCounts>> named(Map<String, GroupCounts> groups) {
        return new TreeMap<>(groups)
                .entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(Bounded.OTHER))
                        .filter(entry -> entry.getValue().started() > 0)
                        .sorted(Comparator.comparingLong(
                                entry -> entry.getValue().started()))
                        .toList();
    }

    private static long refused(GroupCounts counts) {
        return counts.rejected() + counts.failed();
    }

    private static double ratio(long one, long other) {
        return (double) one / Math.max(1, other);
    }

    private static String numbers(Map.Entry<String, GroupCounts> one, Map.Entry<String, GroupCounts> other) {
        return "From " + numbers(one) + ", from " + numbers(other);
    }

    private static String numbers(Map.Entry<String, GroupCounts> group) {
        return group.getKey() + " " + Say.number(group.getValue().connected()) + " of "
                + Say.number(group.getValue().started()) + " connected";
    }
}
