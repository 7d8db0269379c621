package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API server, by the Fabric8 client. Many may share one client. */
public final class ClusterApi implements RunnerApi {
    private static final int REQUEST_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final Pod pod;

    public ClusterApi(KubernetesClient client, Pod pod) {
        this.client = client;
        this.pod = pod;
    }

    /**
     * A client as the pod's service account, or as {@code KUBECONFIG} says. It does not try again by itself: what is tried
     * again must be the newest.
     */
    public static KubernetesClient client() {
        Config config = new ConfigBuilder()
                .withRequestTimeout(REQUEST_MILLIS)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public Optional<SoftphoneRunner> runner() throws ApiException {
        return asked(() -> Optional.ofNullable(client.resources(SoftphoneRunner.class)
                .inNamespace(pod.namespace())
                .withName(pod.runner())
                .get()));
    }

    @Override
    public Answer updateStatus(SoftphoneRunner object) throws ApiException {
        // The server ignores them in an update of the status; they are longer than the rest.
        object.getMetadata().setManagedFields(null);
        try {
            return new Answer(
                    Written.Accepted,
                    client.resource(object).inNamespace(pod.namespace()).updateStatus(),
                    "");
        } catch (KubernetesClientException e) {
            Written written =
                    switch (e.getCode()) {
                        case HttpURLConnection.HTTP_CONFLICT -> Written.Conflict;
                        case UNPROCESSABLE -> Written.Invalid;
                        case HttpURLConnection.HTTP_NOT_FOUND -> Written.Gone;
                        default -> throw failed(e);
                    };
            return new Answer(written, object, message(e));
        }
    }

    @Override
    public Optional<ControlObject> control() throws ApiException {
        return asked(() -> Optional.ofNullable(configMap().get()).map(ClusterApi::object));
    }

    @Override
    public Watching watchControl(String version, ControlWatcher watcher) throws ApiException {
        Watch watch = asked(() -> configMap()
                .watch(new ListOptionsBuilder().withResourceVersion(version).build(), new Events(watcher)));
        return watch::close;
    }

    private Resource<ConfigMap> configMap() {
        return client.configMaps().inNamespace(pod.namespace()).withName(pod.control());
    }

    private static ControlObject object(ConfigMap map) {
        Map<String, String> data = map.getData();
        return new ControlObject(map.getMetadata().getResourceVersion(), data == null ? Map.of() : data);
    }

    static <T> T asked(Supplier<T> question) throws ApiException {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            throw failed(e);
        }
    }

    private static ApiException failed(KubernetesClientException e) {
        boolean denied =
                e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
        return new ApiException("API server: " + message(e), e, denied);
    }

    /** The server's own words where it answered; else the innermost reason, for the client's own says only what failed. */
    private static String message(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return firstLine(e.getStatus().getMessage());
        }
        Throwable reason = e;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        String message = reason.getMessage();
        return reason.getClass().getSimpleName() + (message == null ? "" : ": " + firstLine(message));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private record Events(ControlWatcher watcher) implements Watcher<ConfigMap> {
        @Override
        public void eventReceived(Action action, @Nullable ConfigMap map) {
            switch (action) {
                case ADDED, MODIFIED -> {
                    if (map != null) {
                        watcher.changed(object(map));
                    }
                }
                case DELETED -> watcher.deleted();
                case ERROR, BOOKMARK -> {}
            }
        }

        @Override
        public boolean reconnecting() {
            return false;
        }

        @Override
        public void onClose(@Nullable WatcherException cause) {
            watcher.ended();
        }
    }
}
