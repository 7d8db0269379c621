package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A test in a cluster that this process looks at and has no part in. */
public final class WatchedTest implements AutoCloseable {
    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    private WatchedTest(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * As the pod's service account, or as {@code KUBECONFIG} says; nothing is sent yet.
     *
     * @param namespace null: the one that the connection has by itself
     */
    public static WatchedTest open(@Nullable String namespace, String name) {
        KubernetesClient client = ClusterApi.client();
        String own = Objects.requireNonNullElse(client.getNamespace(), "default");
        return new WatchedTest(client, Objects.requireNonNullElse(namespace, own), name);
    }

    /** Its status as it is now; empty where there is no such test, or nothing is known of it yet. */
    public Optional<SoftphoneLoadTestStatus> status() throws ApiException {
        return ClusterApi.asked(() -> Optional.ofNullable(client.resources(SoftphoneLoadTest.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(SoftphoneLoadTest::getStatus));
    }

    /** {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }

    @Override
    public void close() {
        client.close();
    }
}
