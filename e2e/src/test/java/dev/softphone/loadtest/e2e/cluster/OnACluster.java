package dev.softphone.loadtest.e2e.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Around each test on the cluster: the operator is there before it, nothing of the test is left after it, and of a
 * failure everything is printed that one needs to find out why.
 */
final class OnACluster implements BeforeAllCallback, AfterTestExecutionCallback, AfterEachCallback {
    private static final int LOG_LINES = 80;
    private static final Set<String> CLASSES = new HashSet<>();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Cluster.install();
        CLASSES.add(context.getRequiredTestClass().getSimpleName());
    }

    /** Which test classes had their turn so far. */
    static Set<String> classes() {
        return CLASSES;
    }

    /** While everything still stands. */
    @Override
    public void afterTestExecution(ExtensionContext context) throws Exception {
        RunnerRights.remember();
        if (context.getExecutionException().isEmpty()) {
            return;
        }
        System.out.println("======== " + context.getDisplayName() + " failed; what stood in the cluster then");
        print("get", "nodes,softphoneloadtests,softphonerunners,jobs,pods", "-o", "wide");
        print("get", "softphoneloadtests", "-o", "yaml");
        print("get", "events", "--sort-by=.metadata.creationTimestamp");
        print("logs", "-l", "softphone.dev/test", "--prefix", "--tail", "20", "--ignore-errors");
        System.out.println(Cluster.run("-n", Cluster.SYSTEM, "get", "pods,leases", "-o", "wide")
                .text());
        System.out.println(Cluster.run(
                        "-n",
                        Cluster.SYSTEM,
                        "logs",
                        "-l",
                        "app.kubernetes.io/component=operator",
                        "--prefix",
                        "--tail",
                        String.valueOf(LOG_LINES))
                .text());
        System.out.println("======== so much for " + context.getDisplayName());
    }

    private static void print(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-n", Cluster.NAMESPACE));
        all.addAll(List.of(arguments));
        System.out.println("-------- kubectl " + String.join(" ", arguments));
        System.out.println(Cluster.run(all.toArray(new String[0])).text());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Cluster.calls("delete", "softphoneloadtests", "--all", "--wait=true");
        Cluster.calls("delete", "pods", "-l", "softphone.dev/test", "--grace-period=0", "--force");
        Cluster.removeGateway();
    }
}
