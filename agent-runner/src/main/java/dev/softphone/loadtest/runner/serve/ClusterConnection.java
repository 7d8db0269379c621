package dev.softphone.loadtest.runner.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The way to the API server of one process, and the threads that wait for it. */
public final class ClusterConnection implements AutoCloseable {
    /** One may be blocked by a write, one by a look at the control object, and time goes on. */
    private static final int THREADS = 3;

    private final KubernetesClient client;
    private final ScheduledExecutorService executor;

    private ClusterConnection(KubernetesClient client, ScheduledExecutorService executor) {
        this.client = client;
        this.executor = executor;
    }

    /** As the pod's service account, or as {@code KUBECONFIG} says; nothing is sent yet. */
    public static ClusterConnection open() {
        return new ClusterConnection(ClusterApi.client(), Executors.newScheduledThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "api-server");
            thread.setDaemon(true);
            return thread;
        }));
    }

    public RunnerApi api(Pod pod) {
        return new ClusterApi(client, pod);
    }

    public Timers timers() {
        return Timers.on(executor);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        client.close();
    }
}
