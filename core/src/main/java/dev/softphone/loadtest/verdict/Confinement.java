package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Bounded;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Measurements;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether what went wrong went wrong in one organization or at one address only.
 *
 * <p>Groups count softphones, not outcomes, so that it is told only where these outcomes are most of what did not connect.
 */
final class Confinement {

    /** Groups smaller than this prove nothing by being fine. */
    private static final long FEW = 5;

    private Confinement() {}

    /** {@code organization acme}, {@code gateway address 10.0.0.3:443}, {@code source address 10.1.0.2}; or nothing. */
    static Optional<String> of(Scene scene, Seen seen) {
        Measurements measured = scene.measurements();
        long notConnected =
                measured.softphones().rejected() + measured.softphones().failed();
        if (10 * seen.softphones() < 8 * notConnected || notConnected == 0) {
            return Optional.empty();
        }
        return one(measured.organizations(), "organization ")
                .or(() -> one(measured.remoteAddresses(), "gateway address "))
                .or(() -> one(measured.localAddresses(), "source address "));
    }

    private static Optional<String> one(Map<String, GroupCounts> groups, String label) {
        List<Map.Entry<String, GroupCounts>> touched = groups.entrySet().stream()
                .filter(group -> refused(group.getValue()) > 0)
                .toList();
        long spared = groups.values().stream()
                .filter(group -> refused(group) == 0)
                .mapToLong(GroupCounts::started)
                .sum();
        return touched.size() == 1 && spared >= FEW && !touched.get(0).getKey().equals(Bounded.OTHER)
                ? Optional.of(label + touched.get(0).getKey())
                : Optional.empty();
    }

    private static long refused(GroupCounts group) {
        return group.rejected() + group.failed();
    }
}
