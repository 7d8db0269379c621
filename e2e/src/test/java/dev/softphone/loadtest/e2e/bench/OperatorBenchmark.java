package dev.softphone.loadtest.e2e.bench;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Phase;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.pretend.Measured;
import dev.softphone.loadtest.e2e.pretend.PretendRunners;
import dev.softphone.loadtest.e2e.pretend.WrittenStatuses;
import dev.softphone.loadtest.runner.serve.Incarnation;
import dev.softphone.loadtest.runner.serve.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the operator costs. Prints, and asserts nothing: {@code ./mvnw verify -Pbench -pl e2e -am}. The goals, on two quiet
 * cores: ready in 2 s, 160 MiB when idle, a report in the status within 2 s at 50 runners, a look within 50 ms at 100 tests.
 */
class OperatorBenchmark {
    private static final String NAMESPACE = "default";
    private static final int STARTS = 5;
    private static final int TESTS = 100;
    private static final int RUNNERS = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LENGTH = Duration.ofSeconds(70);
    /** As long as all of them take to start, and as many more as they are watched for. */
    private static final Duration LENGTH_OF_MANY = Duration.ofMinutes(3);

    private static ApiServer server;
    private static Path kubeconfig;
    private static Path archive;
    private static KubernetesClient client;

    @BeforeAll
    static void startApiServer() throws Exception {
        server = ApiServer.start();
        kubeconfig = Files.createTempFile("bench-", ".kubeconfig");
        Files.writeString(kubeconfig, server.kubeconfig());
        archive = OperatorProcess.archive(kubeconfig);
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(server.admin().getConfiguration())
                        .withMaxConcurrentRequests(4 * TESTS)
                        .withMaxConcurrentRequestsPerHost(4 * TESTS)
                        .withRequestRetryBackoffLimit(0)
                        .withWatchReconnectLimit(0)
                        .build())
                .build();
    }

    @AfterAll
    static void stopApiServer() {
        client.close();
        server.close();
    }

    @Test
    void startAndIdle() throws Exception {
        for (int i = 0; i < STARTS; i++) {
            try (OperatorProcess operator = OperatorProcess.start(kubeconfig, archive)) {
                double ready = operator.residentMegabytes();
                Thread.sleep(Duration.ofSeconds(20).toMillis());
                System.out.printf(
                        "operator: ready in %.2f s with %.0f MiB, %.0f MiB after 20 s idle%n",
                        operator.readySeconds(), ready, operator.residentMegabytes());
            }
        }
    }

    @Test
    void aHundredTests() throws Exception {
        try (OperatorProcess operator = OperatorProcess.start(kubeconfig, archive)) {
            List<PretendRunners> all = new ArrayList<>();
            for (int i = 0; i < TESTS; i++) {
                create("one-of-many-" + i, "gateway-" + i, 20, 20, LENGTH_OF_MANY);
            }
            for (int i = 0; i < TESTS; i++) {
                all.add(pretend(
                        "one-of-many-" + i,
                        1,
                        1,
                        LENGTH_OF_MANY,
                        (number, softphones) -> Measured.of(number, softphones, 0)));
            }
            awaitPhase("one-of-many-", Phase.Running, TESTS);
            Map<String, Double> before = reconciliations(operator);
            Thread.sleep(Duration.ofSeconds(30).toMillis());
            System.out.printf("operator with %d tests running: %.0f MiB%n", TESTS, operator.residentMegabytes());
            reconciliations(operator)
                    .forEach((series, now) ->
                            System.out.printf("%s %.0f%n", series, now - before.getOrDefault(series, 0.0)));
            awaitPhase("one-of-many-", Phase.Finished, TESTS);
            System.out.printf("operator after %d tests: %.0f MiB%n", TESTS, operator.residentMegabytes());
            all.forEach(PretendRunners::close);
        } finally {
            client.resources(SoftphoneLoadTest.class).inNamespace(NAMESPACE).delete();
        }
    }

    /** Each report says one more connected softphone than the one before, whoever wrote it. */
    @Test
    void fromAReportToTheStatus() throws Exception {
        AtomicLong reports = new AtomicLong();
        Map<Integer, Long> mine = new HashMap<>();
        AtomicLongArray writtenNanos = new AtomicLongArray(100_000);
        List<Double> latencies = new ArrayList<>();
        try (OperatorProcess operator = OperatorProcess.start(kubeconfig, archive)) {
            create("fifty", "gateway", RUNNERS * 1000, 1000, LENGTH);
            try (PretendRunners runners = pretend("fifty", RUNNERS, RUNNERS, LENGTH, (number, softphones) -> {
                synchronized (mine) {
                    writtenNanos.set((int) reports.incrementAndGet(), System.nanoTime());
                    return Measured.of(number, softphones, softphones - mine.merge(number, 1L, Long::sum));
                }
            })) {
                System.out.println("runners: " + runners.adopted());
                long seen = 0;
                while (!status("fifty").map(SoftphoneLoadTestStatus::phase).equals(Optional.of(Phase.Finished))) {
                    long now = System.nanoTime();
                    long shown = connected("fifty");
                    for (long report = seen + 1; report <= shown; report++) {
                        latencies.add((now - writtenNanos.get((int) report)) / 1e9);
                    }
                    seen = Math.max(seen, shown);
                    Thread.sleep(20);
                }
            }
            double[] sorted =
                    latencies.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(
                    "from a report to the status at %d runners: %d reports, p50 %.2f s, p99 %.2f s, longest %.2f s; %.0f MiB%n",
                    RUNNERS,
                    sorted.length,
                    sorted[sorted.length / 2],
                    sorted[sorted.length * 99 / 100],
                    Arrays.stream(sorted).max().orElse(0),
                    operator.residentMegabytes());
            operator.metrics("softphone_operator_reconcile_seconds").forEach(System.out::println);
        } finally {
            client.resources(SoftphoneLoadTest.class).inNamespace(NAMESPACE).delete();
        }
    }

    /** How many looks took how long. */
    private static Map<String, Double> reconciliations(OperatorProcess operator) throws Exception {
        Map<String, Double> counts = new TreeMap<>();
        for (String line : operator.metrics("softphone_operator_reconcile_seconds_")) {
            int space = line.lastIndexOf(' ');
            counts.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        }
        return counts;
    }

    private static void create(String name, String host, int softphones, int each, Duration length) {
        client.resource("""
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata: {name: %s, namespace: default}
                spec:
                  softphones: %d
                  gateway: {protocol: SipOverWebSocket, url: "ws://%s.bench.test/", sip: {domain: example.test}}
                  identities: {generated: {username: "softphone-{index}"}}
                  arrival: {rampUp: {over: 10s}}
                  hold: %ds
                  placement: {maxSoftphonesPerRunner: %d, capacity: Elastic}
                """.formatted(
                                name, softphones, host, length.minusSeconds(10).toSeconds(), each))
                .create();
    }

    /** Runners of a test whose pods nobody starts. */
    private static PretendRunners pretend(
            String test, int expected, int threads, Duration length, PretendRunners.Measuring measuring) {
        PretendRunners runners = new PretendRunners(client, threads, length, measuring, new WrittenStatuses());
        Awaitility.await("runners of " + test)
                .atMost(PATIENCE)
                .until(() -> runnersOf(test).size() == expected);
        for (SoftphoneRunner runner : runnersOf(test)) {
            String name = runner.getMetadata().getName();
            runners.adopt(new Pod(
                    new Incarnation("pod-of-" + name, 0),
                    NAMESPACE,
                    name,
                    Optional.of("node"),
                    Optional.of("10.0.0.1"),
                    test,
                    runner.getSpec().region(),
                    runner.getSpec().index()));
        }
        return runners;
    }

    private static List<SoftphoneRunner> runnersOf(String test) {
        return client.resources(SoftphoneRunner.class)
                .inNamespace(NAMESPACE)
                .withLabel("softphone.dev/test", test)
                .list()
                .getItems();
    }

    private static void awaitPhase(String prefix, Phase phase, int tests) {
        Awaitility.await(tests + " tests " + phase)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> client.resources(SoftphoneLoadTest.class).inNamespace(NAMESPACE).list().getItems().stream()
                                .filter(test -> test.getMetadata().getName().startsWith(prefix))
                                .filter(test -> status(test)
                                        .filter(one -> one.phase() == phase)
                                        .isPresent())
                                .count()
                        == tests);
    }

    private static Optional<SoftphoneLoadTestStatus> status(SoftphoneLoadTest test) {
        return Optional.ofNullable(test.getStatus());
    }

    private static Optional<SoftphoneLoadTestStatus> status(String test) {
        return status(client.resources(SoftphoneLoadTest.class)
                .inNamespace(NAMESPACE)
                .withName(test)
                .require());
    }

    private static long connected(String test) {
        return status(test)
                .flatMap(status -> Optional.ofNullable(status.softphones()))
                .map(StatusCounts.Softphones::connected)
                .orElse(0L);
    }
}
