package dev.softphone.loadtest.e2e;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real kube-apiserver with its etcd, on loopback, with our resources; nothing else of a cluster. The programs are those
 * that {@code dev/cluster/cluster build} builds; the environment variable {@value #BINARIES} names their folder.
 */
public final class ApiServer implements AutoCloseable {
    private static final String BINARIES = "KUBE_BINARIES";

    private final KubeAPIServer server;
    private final KubernetesClient admin;

    private ApiServer(KubeAPIServer server, KubernetesClient admin) {
        this.server = server;
        this.admin = admin;
    }

    /** Skips the test, or fails it where nothing may be skipped, without the programs. */
    public static ApiServer start() throws IOException {
        ApiServer started = startWithoutOurResources();
        started.createOurResources();
        started.waitUntilServed();
        return started;
    }

    /** As {@link #start}, for who brings them. */
    public static ApiServer startWithoutOurResources() throws IOException {
        Path programs = Path.of(System.getenv().getOrDefault(BINARIES, ""));
        if (!Files.isDirectory(programs.resolve("k8s"))) {
            throw Installed.absent("kube-apiserver and etcd: required in the folder that " + BINARIES
                    + " names (dev/cluster/cluster build prints it), observed "
                    + (programs.toString().isEmpty() ? "no such variable" : "none in " + programs));
        }
        Path work = Files.createTempDirectory("api-server-");
        Files.createSymbolicLink(work.resolve("k8s"), programs.resolve("k8s").toAbsolutePath());
        KubeAPIServer server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(work.toString())
                .withOfflineMode(true)
                .build());
        server.start();
        KubernetesClient admin = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                .build();
        return new ApiServer(server, admin);
    }

    private void createOurResources() throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(LoadRun.root().resolve("crds/src/main/crd"), "*.yaml")) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (HasMetadata resource : admin.load(in).items()) {
                        admin.resource(resource).create();
                    }
                }
            }
        }
    }

    /** A kind is answered with 404 for a moment after its definition was created. */
    private void waitUntilServed() {
        for (String kind : List.of("softphoneloadtests", "softphonerunners")) {
            Awaitility.await(kind)
                    .atMost(1, TimeUnit.MINUTES)
                    .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                    .until(() -> admin.raw("/apis/softphone.dev/v1alpha1/" + kind) != null);
        }
    }

    /** May do everything. */
    public KubernetesClient admin() {
        return admin;
    }

    /** {@code kubectl}, of the same version. */
    public Path kubectl() {
        return Path.of(System.getenv().getOrDefault(BINARIES, "")).resolve("kubectl");
    }

    /** {@code https://127.0.0.1:PORT}. */
    public URI address() {
        return URI.create(admin.getConfiguration().getMasterUrl());
    }

    /** For its administrator. */
    public String kubeconfig() {
        return server.getKubeConfigYaml();
    }

    @Override
    public void close() {
        admin.close();
        server.stop();
    }
}
