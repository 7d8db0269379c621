package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.status.ClusterView;
import dev.softphone.loadtest.api.status.StatusFactory;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the API server does not let the operator do: a right that it was not given, or a quota on what it creates. */
final class Forbidden {
    private Forbidden() {}

    /**
     * What a test says that waits for it, in the API server's own words. Empty for other faults, which pass, and for a test
     * that has started, whose numbers are worth more.
     */
    static Optional<SoftphoneLoadTestStatus> status(Instant now, SoftphoneLoadTest test, Throwable thrown) {
        SoftphoneLoadTestStatus before = test.getStatus();
        if (before != null && (before.startedAt() != null || before.finishedAt() != null)) {
            return Optional.empty();
        }
        return Stream.iterate(thrown, one -> one != null, Throwable::getCause)
                .filter(KubernetesClientException.class::isInstance)
                .map(KubernetesClientException.class::cast)
                .filter(refused -> refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN)
                .findFirst()
                .map(refused -> new StatusFactory(
                                now, before, test.getMetadata().getGeneration())
                        .in(new ClusterView(false, "Forbidden", "operator: " + words(refused), List.of(), List.of()))
                        .accepted());
    }

    private static String words(KubernetesClientException refused) {
        return Optional.ofNullable(refused.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getMessage()))
                .orElseGet(() -> String.valueOf(refused.getMessage()));
    }
}
