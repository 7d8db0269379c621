package dev.softphone.loadtest.operator;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real etcd and kube-apiserver, with the project's CRDs. Their programs are where {@code dev/cluster/cluster build}
 * says, in the environment variable KUBE_BINARIES.
 */
public final class ApiServer implements QuarkusTestResourceLifecycleManager {
    static final String BINARIES = "KUBE_BINARIES";

    private @Nullable KubeAPIServer server;

    @Override
    public Map<String, String> start() {
        String binaries = System.getenv(BINARIES);
        if (binaries == null) {
            return Map.of();
        }
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(binaries)
                .withOfflineMode(true)
                .build());
        server.start();
        Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
        createDefinitions(config);
        return Map.of(
                "softphone.targets.allowed",
                "*.gateway.test",
                "softphone.namespace",
                "default",
                "quarkus.kubernetes-client.api-server-url",
                config.getMasterUrl(),
                "quarkus.kubernetes-client.trust-certs",
                "true",
                "quarkus.kubernetes-client.client-cert-file",
                config.getClientCertFile(),
                "quarkus.kubernetes-client.client-key-file",
                config.getClientKeyFile());
    }

    private static void createDefinitions(Config config) {
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            for (String kind : List.of("softphoneloadtests", "softphonerunners")) {
                try (InputStream crd =
                        Files.newInputStream(Path.of("../crds/src/main/crd", kind + ".softphone.dev-v1.yaml"))) {
                    client.load(crd).serverSideApply();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }
}
