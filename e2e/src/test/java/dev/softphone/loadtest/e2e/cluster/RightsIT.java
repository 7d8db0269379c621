package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs last: what operator and runners were granted and what they asked for while all the other tests on the cluster ran.
 * Nothing they ask for is refused, and they are granted nothing that they do not ask for.
 */
@ExtendWith(OnACluster.class)
@Order(Integer.MAX_VALUE)
class RightsIT {
    private static final String OPERATOR = Cluster.SYSTEM + ":operator";

    /** For retention and for a lock that changes hands, which OperatorTest shows on an API server of its own. */
    private static final Set<Right> SHOWN_ELSEWHERE = Set.of(
            new Right("softphone.dev", "softphoneloadtests", "get"),
            new Right("softphone.dev", "softphoneloadtests", "delete"),
            new Right("batch", "jobs", "delete"),
            new Right("coordination.k8s.io", "leases", "update"));

    @BeforeAll
    static void afterAllOthers() {
        Assumptions.assumeTrue(
                OnACluster.classes()
                        .containsAll(Set.of(
                                ClusterIT.class.getSimpleName(),
                                RunnerFaultsIT.class.getSimpleName(),
                                OperatorFaultsIT.class.getSimpleName())),
                "only after all the other tests on the cluster");
    }

    @Test
    void theOperatorIsRefusedNothing() throws Exception {
        assertThat(operator().refused()).isEmpty();
    }

    @Test
    void theOperatorMayDoNothingThatItNeverDoes() throws Exception {
        Set<Right> unused = new TreeSet<>();
        for (String kind : List.of("role", "clusterrole")) {
            for (JsonNode binding : Cluster.json("get", kind + "bindings", "-A").path("items")) {
                if (isForOperator(binding)) {
                    unused.addAll(Right.of(role(kind, binding).path("rules")));
                }
            }
        }
        assertThat(unused).as("granted").isNotEmpty();
        unused.removeAll(operator().used());
        // Nobody may grant what he has not: these are for the runners.
        unused.removeAll(RunnerRights.granted());
        unused.removeAll(SHOWN_ELSEWHERE);

        assertThat(unused).as("granted and never used").isEmpty();
    }

    /** The Role of a test that is deleted may go before its runners have said their last word. */
    @Test
    void runnersAreRefusedNothingWhileTheirRoleIsThere() throws Exception {
        Set<Right> refused = new TreeSet<>(runners().refused());
        refused.removeAll(RunnerRights.granted());

        assertThat(refused).isEmpty();
    }

    @Test
    void runnersMayDoNothingThatTheyNeverDo() throws Exception {
        Set<Right> unused = new TreeSet<>(RunnerRights.granted());
        assertThat(unused).as("granted").isNotEmpty();

        unused.removeAll(runners().used());

        assertThat(unused).as("granted and never used").isEmpty();
    }

    private static AuditLog operator() throws Exception {
        return AuditLog.of(Machinery.ofTheCluster().auditLog(), OPERATOR::equals);
    }

    private static AuditLog runners() throws Exception {
        return AuditLog.of(
                Machinery.ofTheCluster().auditLog(),
                account -> account.startsWith(Cluster.NAMESPACE + ":") && account.endsWith("-runner"));
    }

    private static boolean isForOperator(JsonNode binding) {
        for (JsonNode subject : binding.path("subjects")) {
            if (OPERATOR.equals(subject.path("namespace").asText() + ":"
                    + subject.path("name").asText())) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode role(String kind, JsonNode binding) throws Exception {
        String name = binding.at("/roleRef/name").asText();
        return kind.equals("role")
                ? Cluster.json("-n", binding.at("/metadata/namespace").asText(), "get", "role", name)
                : Cluster.json("get", "clusterrole", name);
    }
}
