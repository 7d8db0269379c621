package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster from below: where it is, and what can be done to its processes and its network. */
interface Machinery {

    /** For its administrator. */
    Path kubeconfig() throws Exception;

    /** Kills the API server. */
    void endApiServer() throws Exception;

    void startApiServer() throws Exception;

    /** Nothing goes in or out of the node any more; the pods on it go on. */
    void cutOff(String node) throws Exception;

    void mend(String node) throws Exception;

    /** Whether a GET from a node is answered with success within a few seconds. */
    boolean reaches(String node, String url) throws Exception;

    /** Whether a node that says that it pretends is made ready, and pods on it run at once. */
    boolean pretends();

    /** One line of JSON for each request of a ServiceAccount of ours. */
    List<String> auditLog() throws Exception;

    /**
     * The one that these tests run on: k3s in containers with profile k3s, else that of {@code CLUSTER_STATE}. Skips the
     * test where there is none, or fails it where that must not be.
     */
    static Machinery ofTheCluster() throws Exception {
        return Chosen.machinery();
    }

    private static Machinery choose() throws Exception {
        String image = System.getProperty("k3s.image", "none");
        if (!image.equals("none")) {
            return K3s.start(image);
        }
        String state = System.getenv("CLUSTER_STATE");
        if (state == null) {
            throw Installed.absent(
                    "a cluster: required CLUSTER_STATE and KUBECTL, as dev/verify sets them, observed none");
        }
        return new Processes(Path.of(state));
    }

    /** Started once. */
    final class Chosen {
        private static @Nullable Machinery machinery;

        private Chosen() {}

        private static synchronized Machinery machinery() throws Exception {
            if (machinery == null) {
                machinery = choose();
            }
            return machinery;
        }
    }

    /** A cluster that {@code dev/cluster/cluster up} started. */
    record Processes(Path state) implements Machinery {
        @Override
        public Path kubeconfig() {
            return state.resolve("kubeconfig");
        }

        @Override
        public void endApiServer() throws IOException {
            String process = Files.readString(state.resolve("pid/kube-apiserver"));
            long pid = Long.parseLong(process.substring(0, process.indexOf(' ')));
            assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        }

        @Override
        public void startApiServer() throws Exception {
            cluster("up");
        }

        @Override
        public void cutOff(String node) throws Exception {
            cluster("node", node, "ip", "link", "set", "eth0", "down");
        }

        @Override
        public void mend(String node) throws Exception {
            cluster("up");
        }

        @Override
        public boolean pretends() {
            return Files.exists(state.resolve("pid/kwok"));
        }

        @Override
        public List<String> auditLog() throws IOException {
            return Files.readAllLines(state.resolve("log/audit.log"));
        }

        @Override
        public boolean reaches(String node, String url) throws Exception {
            return run("node", node, "curl", "-fsS", "--noproxy", "*", "--max-time", "5", url)
                            .exitCode()
                    == 0;
        }

        private static void cluster(String... arguments) throws Exception {
            Cluster.Output output = run(arguments);
            assertThat(output.exitCode()).as(output.text()).isZero();
        }

        private static Cluster.Output run(String... arguments) throws Exception {
            List<String> command = new ArrayList<>();
            command.add(LoadRun.root().resolve("dev/cluster/cluster").toString());
            command.addAll(Arrays.asList(arguments));
            return Cluster.process(command);
        }
    }
}
