package dev.softphone.loadtest.operator.turn;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.List;
import java.util.Map;

/**
 * A test before it is planned, and all others that are not over.
 *
 * @param leases the locks of its targets that there are, by name, as the API server holds them
 */
public record Queue(Contender self, List<Contender> others, Map<String, Lease> leases) {
    public Queue {
        others = List.copyOf(others);
        leases = Map.copyOf(leases);
    }
}
