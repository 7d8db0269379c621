package dev.softphone.loadtest.runner.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.v1alpha1.RunPolicy;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A test in a cluster as a person or a pipeline has it: to look at, to read the report of, to stop. */
public final class WatchedTest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STOP = "{\"spec\":{\"runPolicy\":\"" + RunPolicy.Stop + "\"}}";

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

    /**
     * As it is now.
     *
     * @param manifest as a person would write it, with the defaults of the cluster
     * @param status null while nothing is known of it
     */
    public record Seen(ObjectNode manifest, @Nullable SoftphoneLoadTestStatus status) {}

    /** Empty where there is no such test. */
    public Optional<Seen> look() throws ApiException {
        return ClusterApi.asked(() -> Optional.ofNullable(resource().get()).map(WatchedTest::seen));
    }

    private static Seen seen(SoftphoneLoadTest test) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("apiVersion", SoftphoneLoadTest.API_VERSION).put("kind", SoftphoneLoadTest.KIND);
        manifest.putObject("metadata").put("name", test.getMetadata().getName());
        manifest.set("spec", JSON.valueToTree(test.getSpec()));
        return new Seen(manifest, test.getStatus());
    }

    /** What the operator left of it in a ConfigMap of that name; empty where there is none. */
    public Optional<StoredReport> report(String configMap) throws ApiException {
        return ClusterApi.asked(() -> Optional.ofNullable(client.configMaps()
                        .inNamespace(namespace)
                        .withName(configMap)
                        .get())
                .map(map -> StoredReport.of(namespace + "/" + configMap, map)));
    }

    /** Asks it to drain and to finish. False where there is no such test. */
    public boolean stop() throws ApiException {
        return ClusterApi.asked(() -> {
            if (resource().get() == null) {
                return false;
            }
            resource().patch(PatchContext.of(PatchType.JSON_MERGE), STOP);
            return true;
        });
    }

    private Resource<SoftphoneLoadTest> resource() {
        return client.resources(SoftphoneLoadTest.class).inNamespace(namespace).withName(name);
    }

    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    /** Its status as it is now; empty where there is no such test, or nothing is known of it yet. */
    public Optional<SoftphoneLoadTestStatus> status() throws ApiException {
        return ClusterApi.asked(() -> Optional.ofNullable(resource().get()).map(SoftphoneLoadTest::getStatus));
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
