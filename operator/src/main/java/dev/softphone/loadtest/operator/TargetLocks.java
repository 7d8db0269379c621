package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.Overlap;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.operator.resources.TargetLease;
import dev.softphone.loadtest.operator.resources.TargetLease.Holder;
import dev.softphone.loadtest.operator.turn.Contender;
import dev.softphone.loadtest.operator.turn.Queue;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The locks of targets as the API server holds them, asked each time and never remembered. A lock is taken and given up
 * only as it was read: who comes second is told by a conflict.
 */
@ApplicationScoped
public class TargetLocks {
    private final KubernetesClient client;
    private final String namespace;

    @Inject
    public TargetLocks(KubernetesClient client, Settings settings) {
        this.client = client;
        this.namespace = namespace(settings, client);
    }

    static String namespace(Settings settings, KubernetesClient client) {
        return settings.namespace()
                .or(() -> Optional.ofNullable(client.getNamespace()))
                .orElse("default");
    }

    /** @param all tests that are watched */
    Queue queue(SoftphoneLoadTest test, Stream<SoftphoneLoadTest> all) {
        List<Lease> leases = client.leases()
                .inNamespace(namespace)
                .withLabels(TargetLease.LABELS)
                .list()
                .getItems();
        Map<String, SoftphoneLoadTest> watched =
                all.collect(Collectors.toMap(one -> one.getMetadata().getUid(), one -> one, (one, same) -> one));
        watched.put(test.getMetadata().getUid(), test);
        Map<Holder, List<String>> held = held(leases);
        Map<String, Contender> contenders = new HashMap<>();
        watched.values().stream()
                .filter(one -> !Gatherer.over(one))
                .map(one -> contender(one, held))
                .forEach(one -> contenders.put(one.uid(), one));
        held.entrySet().stream()
                .filter(holding -> !watched.containsKey(holding.getKey().uid()))
                .flatMap(holding -> unwatched(holding.getKey(), holding.getValue()).stream())
                .forEach(one -> contenders.put(one.uid(), one));
        Contender self = contender(test, held);
        Set<String> own = self.targets().stream().map(TargetLease::name).collect(Collectors.toSet());
        // Of tests that went away unseen: while the operator was down, or in the middle of their admission.
        leases.stream()
                .filter(lease -> !own.contains(lease.getMetadata().getName()))
                .filter(lease ->
                        TargetLease.holders(lease).stream().noneMatch(holder -> contenders.containsKey(holder.uid())))
                .forEach(this::clear);
        contenders.remove(self.uid());
        return new Queue(
                self,
                List.copyOf(contenders.values()),
                leases.stream()
                        .filter(lease -> own.contains(lease.getMetadata().getName()))
                        .collect(Collectors.toMap(lease -> lease.getMetadata().getName(), lease -> lease)));
    }

    private static Contender contender(SoftphoneLoadTest test, Map<Holder, List<String>> held) {
        return Contender.of(test, held.getOrDefault(TargetLease.holder(test), List.of()));
    }

    /** The targets of each who holds any. */
    private static Map<Holder, List<String>> held(List<Lease> leases) {
        Map<Holder, List<String>> held = new HashMap<>();
        for (Lease lease : leases) {
            for (Holder holder : TargetLease.holders(lease)) {
                held.computeIfAbsent(holder, targets -> new ArrayList<>()).add(TargetLease.target(lease));
            }
        }
        return held;
    }

    /** Fails with a conflict when the lock is not as it was read. */
    void take(Lease lock) {
        if (lock.getMetadata().getResourceVersion() == null) {
            client.resource(lock).create();
        } else {
            client.resource(lock).update();
        }
    }

    /** The test is over or gone; what it holds, if anything, is free. */
    void release(SoftphoneLoadTest test) {
        Contender.targets(test)
                .forEach(target -> release(target, test.getMetadata().getUid()));
    }

    private void release(String target, String uid) {
        Lease lease = client.leases()
                .inNamespace(namespace)
                .withName(TargetLease.name(target))
                .get();
        if (lease == null) {
            return;
        }
        List<Holder> holders = TargetLease.holders(lease);
        List<Holder> rest =
                holders.stream().filter(holder -> !holder.uid().equals(uid)).toList();
        if (rest.size() == holders.size()) {
            return;
        }
        if (rest.isEmpty()) {
            clear(lease);
        } else {
            lease.getSpec().setHolderIdentity(TargetLease.identity(rest));
            client.resource(lease).update();
        }
    }

    /** Nobody holds it any more, and nobody has taken it since it was read. */
    private void clear(Lease lease) {
        try {
            client.resource(lease)
                    .lockResourceVersion(lease.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    /** A holder that the watch does not show: gone, or somewhere that this operator does not look. */
    private Optional<Contender> unwatched(Holder holder, List<String> targets) {
        try {
            SoftphoneLoadTest test = client.resources(SoftphoneLoadTest.class)
                    .inNamespace(holder.namespace())
                    .withName(holder.name())
                    .get();
            return Optional.ofNullable(test)
                    .filter(one -> one.getMetadata().getUid().equals(holder.uid()) && !Gatherer.over(one))
                    .map(one -> Contender.of(one, Contender.targets(one)));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return Optional.of(new Contender(
                    holder.namespace(), holder.name(), holder.uid(), Instant.EPOCH, 0, targets, Overlap.Forbid, true));
        }
    }
}
