package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.chart.Monitors;
import dev.softphone.loadtest.e2e.chart.PromQl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real Prometheus scrapes operator and runners as the chart's monitors say, and has an answer to all that the chart asks. */
@ExtendWith(OnACluster.class)
class PrometheusIT {
    private static final String NAME = "scraped";
    private static final String INTERVAL = "2s";
    /** With bool a comparison that does not hold has an answer too. */
    private static final Pattern COMPARISON = Pattern.compile(" (>|<|>=|<=|==|!=) ");

    private static final Pattern VARIABLE = Pattern.compile("label_values\\((.*), [a-z]+\\)");

    @Test
    void everythingThatDashboardsAndRulesAskHasAnAnswerDuringARun() throws Exception {
        Map<String, String> unanswered = new LinkedHashMap<>();
        PromQl.ofDashboards().forEach((place, expression) -> unanswered.put(place, ofThisTest(expression)));
        PromQl.ofRules().forEach((alert, expression) -> unanswered.put(alert, whetherItHoldsOrNot(expression)));
        Cluster.gateway("""
                upgrade:
                - whenConnections: {atLeast: 200}
                  then: {http: {status: 503}}
                sockets:
                  lifetime: [{after: 40s, then: {fin: {}}}]
                sip:
                  register:
                  - {whenIdentity: {matches: "softphone-[1-4]@.*"}, then: {silence: {}}}
                """);
        Discovery discovery = Discovery.create();
        String config = Monitors.prometheusConfig(Cluster.VALUES, INTERVAL, discovery.folder());
        try (Prometheus prometheus = Prometheus.start(config)) {
            ClusterRun run = ClusterRun.named(NAME);
            Cluster.apply("""
                    apiVersion: softphone.dev/v1alpha1
                    kind: SoftphoneLoadTest
                    metadata: {name: %s}
                    spec:
                      softphones: 240
                      gateway: {protocol: SipOverWebSocket, url: "ws://gateway:8080/", sip: {domain: example.test}}
                      identities: {generated: {username: "softphone-{index}"}}
                      arrival: {rampUp: {over: 10s}}
                      call: {holdFor: 10s, start: AsRegistered}
                      hold: 60s
                      drain: 5s
                      timeouts: {upgrade: 30s, register: 5s}
                      placement: {regions: [{name: eu-west-1}, {name: us-east-1}], maxSoftphonesPerRunner: 120}
                    """.formatted(NAME));
            ClusterRun.eventually("an answer to everything; a run that is over has none for its runners", () -> {
                boolean over = ClusterRun.finished(run.resource());
                discovery.look();
                ask(prometheus, unanswered);
                return over;
            });
            JsonNode status = run.end();
            ClusterRun.eventually("the verdict was scraped", () -> !prometheus
                    .query("softphone_operator_tests_finished_total")
                    .isEmpty());
            ask(prometheus, unanswered);

            assertThat(unanswered)
                    .as(status.toPrettyString() + prometheus.targets() + prometheus.log())
                    .isEmpty();
            agrees(prometheus, status, "connected");
            agrees(prometheus, status, "rejected");
            agrees(prometheus, status, "failed");
        }
    }

    private static void ask(Prometheus prometheus, Map<String, String> unanswered) throws Exception {
        for (Map.Entry<String, String> one : Map.copyOf(unanswered).entrySet()) {
            if (!prometheus.query(one.getValue()).isEmpty()) {
                unanswered.remove(one.getKey());
            }
        }
    }

    /** The operator shows a test until minutes after its end. */
    private static void agrees(Prometheus prometheus, JsonNode status, String state) {
        ClusterRun.eventually(
                state + " as in the status",
                () -> prometheus
                                .query("sum(softphone_operator_softphones{test=\"" + NAME + "\", state=\"" + state
                                        + "\"})")
                                .at("/0/value/1")
                                .asLong(-1)
                        == status.path("softphones").path(state).asLong());
    }

    private static String ofThisTest(String expression) {
        return VARIABLE.matcher(expression)
                .replaceAll("$1")
                .replace("$namespace", Cluster.NAMESPACE)
                .replace("$test", NAME);
    }

    /** The run fails; with another verdict the expression is the same. */
    private static String whetherItHoldsOrNot(String expression) {
        return COMPARISON.matcher(expression).replaceAll(" $1 bool ").replace("Inconclusive", "Failed");
    }
}
