package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * k3s in two containers, a server and an agent, each a node in a region of its own. Needs Docker that allows privileged
 * containers. The API server is away, and a node cut off, by the packet filter of its container.
 */
final class K3s implements Machinery {
    private static final int PORT = 6443;
    private static final String TOKEN = "only-for-these-tests";
    private static final String IMAGES = "/var/lib/rancher/k3s/agent/images/";
    private static final Duration START = Duration.ofMinutes(5);
    private static final List<String> CHAINS = List.of("INPUT -i", "FORWARD -i", "FORWARD -o", "OUTPUT -o");
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - {level: None, userGroups: ["system:serviceaccounts:kube-system"]}
              - {level: Metadata, userGroups: ["system:serviceaccounts"]}
              - {level: None}
            """;

    private final K3sContainer server;
    private final K3sContainer agent;
    private final Path kubeconfig;

    private K3s(K3sContainer server, K3sContainer agent, Path kubeconfig) {
        this.server = server;
        this.agent = agent;
        this.kubeconfig = kubeconfig;
    }

    /** Ends with this process: Testcontainers sees to that. */
    static K3s start(String image) throws IOException {
        Network network = Network.newNetwork();
        K3sContainer server = node(image, network, "node-1");
        server.withCopyToContainer(Transferable.of(POLICY), "/etc/audit-policy.yaml")
                .withCommand(
                        "server",
                        "--disable=traefik,metrics-server",
                        "--tls-san=localhost",
                        "--node-name=node-1",
                        "--node-label=topology.kubernetes.io/region=eu-west-1",
                        "--kube-apiserver-arg=audit-policy-file=/etc/audit-policy.yaml",
                        "--kube-apiserver-arg=audit-log-path=/var/log/audit.log")
                .withStartupTimeout(START);
        server.start();
        K3sContainer agent = node(image, network, "node-2");
        agent.withEnv("K3S_URL", "https://node-1:" + PORT)
                .withCommand("agent", "--node-name=node-2", "--node-label=topology.kubernetes.io/region=us-east-1")
                .withExposedPorts()
                .waitingFor(
                        Wait.forLogMessage(".*(Started|Running) kubelet.*", 1).withStartupTimeout(START));
        agent.start();
        Path kubeconfig = Files.createTempFile("k3s-", ".kubeconfig");
        Files.writeString(kubeconfig, server.getKubeConfigYaml());
        return new K3s(server, agent, kubeconfig);
    }

    private static K3sContainer node(String image, Network network, String name) {
        K3sContainer node = new K3sContainer(DockerImageName.parse(image));
        node.withNetwork(network).withNetworkAliases(name).withEnv("K3S_TOKEN", TOKEN);
        for (String tar : List.of("operator", "agent-runner", "gateway-simulator")) {
            node.withCopyFileToContainer(
                    MountableFile.forHostPath(LoadRun.root().resolve("images/target/" + tar + ".tar")),
                    IMAGES + tar + ".tar");
        }
        return node;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void endApiServer() throws Exception {
        inside(server, "iptables -I INPUT -p tcp --dport " + PORT + " -j REJECT --reject-with tcp-reset");
    }

    @Override
    public void startApiServer() throws Exception {
        inside(server, "iptables -D INPUT -p tcp --dport " + PORT + " -j REJECT --reject-with tcp-reset");
    }

    @Override
    public void cutOff(String node) throws Exception {
        for (String chain : CHAINS) {
            inside(container(node), "iptables -I " + chain + " eth0 -j DROP");
        }
    }

    @Override
    public void mend(String node) throws Exception {
        for (String chain : CHAINS) {
            inside(container(node), "iptables -D " + chain + " eth0 -j DROP");
        }
    }

    private K3sContainer container(String node) {
        return node.equals("node-1") ? server : agent;
    }

    @Override
    public boolean reaches(String node, String url) throws Exception {
        return container(node)
                        .execInContainer("wget", "-q", "-O", "/dev/null", "-T", "5", url)
                        .getExitCode()
                == 0;
    }

    @Override
    public boolean pretends() {
        return false;
    }

    @Override
    public List<String> auditLog() {
        return server.copyFileFromContainer(
                "/var/log/audit.log", file -> new String(file.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList());
    }

    private static void inside(K3sContainer container, String command) throws Exception {
        var result = container.execInContainer("sh", "-c", command);
        assertThat(result.getExitCode()).as(command + ": " + result.getStderr()).isZero();
    }
}
