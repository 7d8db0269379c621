package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.Helm;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The chart as a stranger installs it, in a namespace that enforces {@code restricted}: by one Helm for that namespace
 * alone, by the other for all namespaces.
 */
@ExtendWith(OnACluster.class)
class HelmIT {
    private static final String RELEASE = "softphones";
    private static final String NONE_PULLED = "operator.image.pullPolicy=Never,runner.image.pullPolicy=Never"
            + ",simulator.image.pullPolicy=Never,runner.cpu=200m,simulator.resources.requests.cpu=200m";

    @ParameterizedTest
    @EnumSource(Helm.class)
    void isInstalledTestedAndUninstalledAndTheUsersTestsStay(Helm helm) throws Exception {
        boolean everywhere = helm == Helm.FOUR;
        String namespace = "stranger-" + helm.name().toLowerCase(Locale.ROOT);
        String users = everywhere ? namespace + "-users" : namespace;
        for (String one : new TreeSet<>(List.of(namespace, users))) {
            Cluster.kubectl("create", "namespace", one);
            Cluster.kubectl("label", "namespace", one, "pod-security.kubernetes.io/enforce=restricted");
        }
        try {
            // Other things are missing in a namespace that was made a moment ago.
            ClusterRun.eventually(
                    "a careless pod is refused", () -> Cluster.run("-n", namespace, "run", "careless", "--image=any")
                            .text()
                            .contains("violates PodSecurity \"restricted:latest\""));

            long started = System.nanoTime();
            run(
                    helm,
                    namespace,
                    "install",
                    RELEASE,
                    Helm.CHART.toString(),
                    "--set",
                    "crds.enabled=false,rbac.aggregate=false,simulator.enabled=true,watchAllNamespaces=" + everywhere
                            + "," + NONE_PULLED,
                    "--wait",
                    "--timeout",
                    "5m");
            System.out.printf(
                    "helm install --wait, operator and simulator: %.1f s%n", (System.nanoTime() - started) / 1e9);

            assertThat(run(helm, namespace, "test", RELEASE, "--logs", "--timeout", "5m"))
                    .contains("Passed");

            Cluster.kubectl("-n", users, "apply", "-f", Cluster.manifest("""
                    apiVersion: softphone.dev/v1alpha1
                    kind: SoftphoneLoadTest
                    metadata: {name: mine}
                    spec:
                      softphones: 20
                      gateway: {protocol: SipOverWebSocket, url: "ws://nowhere.example/", sip: {domain: example.test}}
                      identities: {generated: {username: "softphone-{index}"}}
                      arrival: {rampUp: {over: 5s}}
                    """).toString());
            Cluster.kubectl(
                    "-n", users, "wait", "softphoneloadtest/mine", "--for=condition=Finished", "--timeout=120s");

            run(helm, namespace, "uninstall", RELEASE, "--wait", "--timeout", "5m");
            JsonNode mine = Cluster.json("-n", users, "get", "softphoneloadtest", "mine");
            assertThat(ClusterRun.condition(mine, "Accepted").path("reason").asText())
                    .as(mine.toPrettyString())
                    .isEqualTo("TargetNotAllowed");
        } finally {
            for (String one : new TreeSet<>(List.of(namespace, users))) {
                Cluster.kubectl("delete", "namespace", one, "--wait=true");
            }
        }
    }

    private static String run(Helm helm, String namespace, String... words) throws Exception {
        Helm.Output output = helm.onCluster(Machinery.ofTheCluster().kubeconfig(), namespace, words);
        String said = output.out() + output.messages();
        assertThat(output.exitCode()).as(said).isZero();
        return said;
    }
}
