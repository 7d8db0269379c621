package dev.softphone.loadtest.operator.turn;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.List;
import java.util.Optional;

/**
 * A test before it is planned, and all others that are not over.
 *
 * @param lease the lock of its target, as the API server holds it
 */
public record Queue(Contender self, List<Contender> others, Optional<Lease> lease) {
    public Queue {
        others = List.copyOf(others);
    }
}
