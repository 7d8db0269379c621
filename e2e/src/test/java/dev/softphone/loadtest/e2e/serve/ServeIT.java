package dev.softphone.loadtest.e2e.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.report.ReportCodec;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.report.TerminationMessage;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.Line;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.model.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runners as processes, told by a real API server with its rules and rights. */
@Timeout(300)
class ServeIT {
    private static final Pattern METRICS = Pattern.compile("metrics at (http://\\S+)");

    private static ApiServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = ApiServer.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void runnersThatStartTogetherCountTogetherWhatTheGatewayCounts() throws Exception {
        try (Gateway gateway = Gateway.start("serve", List.of())) {
            ServedTest test = test("together", gateway, 2, spec -> {});
            try (ServedPod zero = test.pod(0, "uid-0", 0);
                    ServedPod one = test.pod(1, "uid-1", 0)) {
                reaches(test, 0, zero, is(Phase.Armed));
                reaches(test, 1, one, is(Phase.Armed));
                assertThat(report(test, 0).preflight().orElseThrow().passed()).isTrue();
                assertThat(report(test, 1).preflight()).isEmpty();
                assertThat(report(test, 1).measurements().softphones().notStarted())
                        .isEqualTo(30);

                test.run();
                reaches(test, 0, zero, is(Phase.Running).and(s -> s.connectedNow() != null && s.connectedNow() > 0));
                int second = secondPodOfTheSameIndex(test);

                reaches(test, 0, zero, is(Phase.Finished));
                reaches(test, 1, one, is(Phase.Finished));
                assertThat(second).as("superseded").isEqualTo(5);
                assertThat(zero.exitCode()).as(zero.log()).isZero();
                assertThat(one.exitCode()).as(one.log()).isZero();
                countsAreTheGateways(test, gateway.truth());
                leftForTheKubelet(zero, test, 0);
            }
        }
    }

    /** One user's token; what answers tell one runner of it, the other does not hear. */
    @Test
    void runnersThatShareATokenDoNotOverdrawItAndLetEveryoneIn() throws Exception {
        try (Gateway gateway = Gateway.start("genesys-quota", List.of())) {
            ServedTest test = test("quota", gateway, 2, spec -> {
                spec.put("softphones", 12).put("hold", "16s");
                ObjectNode platform = spec.putObject("gateway");
                platform.put("protocol", "GenesysCloud").put("url", gateway.url());
                platform.putObject("genesys").put("quota", "Respect").put("tokenColumn", "password");
                spec.putObject("identities")
                        .putObject("generated")
                        .putObject("passwordSecretRef")
                        .put("name", "softphones")
                        .put("key", "token");
            });
            try (ServedPod zero = test.pod(0, "uid-0", 0);
                    ServedPod one = test.pod(1, "uid-1", 0)) {
                reaches(test, 0, zero, is(Phase.Armed));
                reaches(test, 1, one, is(Phase.Armed));
                test.run();
                reaches(test, 0, zero, is(Phase.Finished));
                reaches(test, 1, one, is(Phase.Finished));

                Measurements all =
                        report(test, 0).measurements().plus(report(test, 1).measurements());
                String why = all.softphones() + "\n" + all.restUse() + "\n"
                        + gateway.truth().toPrettyString();
                assertThat(gateway.truth().at("/rest/rateLimited/count").asLong())
                        .as(why)
                        .isZero();
                assertThat(gateway.truth().at("/genesys/rateLimited")).as(why).isEmpty();
                assertThat(all.softphones().connected()).as(why).isEqualTo(12);
            }
        }
    }

    @Test
    void aSearchGoesFromTrialToTrialAsItIsToldAndInBetweenNobodyIsConnected() throws Exception {
        try (Gateway gateway = Gateway.start("serve", List.of())) {
            ServedTest test = test("search", gateway, 2, spec -> spec.putObject("arrival")
                    .putObject("search")
                    .put("from", 31)
                    .put("step", 29)
                    .put("over", "1s")
                    .put("hold", "10s"));
            try (ServedPod zero = test.pod(0, "uid-0", 0);
                    ServedPod one = test.pod(1, "uid-1", 0)) {
                reaches(test, 0, zero, is(Phase.Armed));
                reaches(test, 1, one, is(Phase.Armed));

                test.trial(1, 31, 1000);
                Measurements first = endOfTrial(1, test, zero, one);
                assertThat(first.softphones().planned()).isEqualTo(31);
                assertThat(first.softphones().connected()).isEqualTo(31);
                assertThat(List.of(report(test, 0).held(), report(test, 1).held()))
                        .containsOnly(true);
                assertThat(gateway.truthSoFar().at("/registers/distinctNow").asLong())
                        .isZero();

                test.trial(2, 60, 2000);
                Measurements second = endOfTrial(2, test, zero, one);
                String why = second.softphones() + "\n" + gateway.truth().toPrettyString();
                assertThat(second.softphones().planned()).as(why).isEqualTo(60);
                assertThat(second.softphones().connected()).as(why).isEqualTo(40);
                assertThat(second.softphones().rejected()).as(why).isEqualTo(20);
                assertThat(List.of(report(test, 0).held(), report(test, 1).held()))
                        .contains(false);
                assertThat(first.attempts().first() + second.attempts().first())
                        .as("with the preflight softphone\n" + why)
                        .isEqualTo(
                                gateway.truth().at("/upgrades/requested/count").asLong() - 1);

                test.control("Drain", null);
                assertThat(zero.exitCode()).as(zero.log()).isZero();
                assertThat(one.exitCode()).as(one.log()).isZero();
                SoftphoneRunnerStatus last = Objects.requireNonNull(test.status(0));
                assertThat(last.phase()).isEqualTo(Phase.Finished);
                assertThat(last.trial()).isEqualTo(2);
                assertThat(last.message()).isNull();
            }
        }
    }

    private static Measurements endOfTrial(int number, ServedTest test, ServedPod zero, ServedPod one) {
        reaches(test, 0, zero, is(Phase.TrialOver).and(status -> status.trial() == number));
        reaches(test, 1, one, is(Phase.TrialOver).and(status -> status.trial() == number));
        Measurements all = report(test, 0).measurements().plus(report(test, 1).measurements());
        assertThat(all.balanced()).isTrue();
        assertThat(all.softphones().connectedNow() + all.softphones().inProgress())
                .isZero();
        return all;
    }

    /** It must not even send its preflight softphone: the counts of the gateway would show it. */
    private static int secondPodOfTheSameIndex(ServedTest test) throws Exception {
        try (ServedPod second = test.pod(0, "uid-late", 0)) {
            return second.exitCode();
        }
    }

    private static void countsAreTheGateways(ServedTest test, JsonNode truth) {
        Measurements all = report(test, 0).measurements().plus(report(test, 1).measurements());
        SoftphoneCounts counts = all.softphones();
        String why = counts + "\n" + truth.toPrettyString();
        assertThat(all.balanced()).as(why).isTrue();
        assertThat(counts.planned()).as(why).isEqualTo(60);
        assertThat(counts.inProgress()).as(why).isZero();
        assertThat(counts.connectedNow()).as(why).isZero();
        assertThat(counts.connected())
                .as(why)
                .isEqualTo(40)
                .isEqualTo(truth.at("/registers/distinctEver").asLong());
        OutcomeKey refused = new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503");
        assertThat(Objects.requireNonNull(all.outcomes().get(refused)).softphones())
                .as(why)
                .isEqualTo(20);
        assertThat(all.attempts().first() + all.attempts().retries())
                .as("without the preflight softphone\n" + why)
                .isEqualTo(truth.at("/upgrades/requested/count").asLong() - 1);
        assertThat(all.series().buckets()).isNotEmpty();
        assertThat(Stream.of(0, 1).map(index -> report(test, index).transcripts()))
                .allSatisfy(transcripts -> assertThat(transcripts).hasSizeBetween(1, 4));
        for (int index = 0; index < 2; index++) {
            SoftphoneRunnerStatus status = Objects.requireNonNull(test.status(index));
            assertThat(status.trial()).isEqualTo(1);
            assertThat(status.sequence())
                    .as("Armed, Running, one at least while it ran, Finished")
                    .isGreaterThan(3);
            assertThat(status.startSkewMillis()).isNotNull();
            assertThat(status.message()).isNull();
        }
    }

    private static void leftForTheKubelet(ServedPod pod, ServedTest test, int index) throws IOException {
        TerminationMessage message = pod.terminationMessage();
        assertThat(message.phase()).isEqualTo(Phase.Finished);
        assertThat(ReportCodec.decode(Objects.requireNonNull(message.report()))
                        .measurements()
                        .softphones())
                .isEqualTo(report(test, index).measurements().softphones());
    }

    @Test
    void ofTwoArmedPodsOfOneIndexOneRunsAndTheOtherSendsNothing() throws Exception {
        try (Gateway gateway = Gateway.start("serve", List.of())) {
            ServedTest test = test("twins", gateway, 1, spec -> spec.put("softphones", 20));
            try (ServedPod one = test.pod(0, "uid-0", 0)) {
                reaches(test, 0, one, is(Phase.Armed));
                try (ServedPod other = test.pod(0, "uid-1", 0)) {
                    reaches(test, 0, other, s -> s.incarnation().equals("uid-1"));
                    test.run();

                    assertThat(List.of(one.exitCode(), other.exitCode()))
                            .as(one.log() + other.log())
                            .containsExactlyInAnyOrder(0, 5);
                }
            }
            assertThat(report(test, 0).measurements().softphones().connected()).isEqualTo(20);
            assertThat(gateway.truth().at("/upgrades/requested/count").asLong())
                    .as("each its preflight softphone, and one of them its 20")
                    .isEqualTo(22);
        }
    }

    @Test
    void aPodOfALaterEpochTakesOverAndTheEarlierOneStops() throws Exception {
        try (Gateway gateway = Gateway.start("serve", List.of())) {
            ServedTest test = test(
                    "replaced", gateway, 1, spec -> spec.put("softphones", 20).put("hold", "10m"));
            try (ServedPod earlier = test.pod(0, "uid-0", 0)) {
                reaches(test, 0, earlier, is(Phase.Armed));
                test.run();
                reaches(test, 0, earlier, connected(20));
                try (ServedPod later = test.pod(0, "uid-1", 1)) {
                    reaches(test, 0, later, s -> s.incarnation().equals("uid-1"));
                    assertThat(earlier.exitCode()).as(earlier.log()).isEqualTo(5);
                    reaches(test, 0, later, connected(20));
                    later.terminate();
                    assertThat(later.exitCode()).as(later.log()).isZero();
                    SoftphoneRunnerStatus last = Objects.requireNonNull(test.status(0));
                    assertThat(last.phase()).isEqualTo(Phase.Finished);
                    assertThat(last.epoch()).isEqualTo(1);
                    assertThat(last.message()).contains("SIGTERM");
                    assertThat(last.startSkewMillis()).isPositive();
                    assertThat(last.connectedNow()).isZero();
                    assertThat(report(test, 0).measurements().softphones().late())
                            .as("it ramped up anew")
                            .isZero();
                }
            }
        }
    }

    @Test
    void withoutItsControlObjectARunDrains() throws Exception {
        try (Gateway gateway = Gateway.start("serve", List.of())) {
            ServedTest test = test(
                    "deserted", gateway, 1, spec -> spec.put("softphones", 20).put("hold", "10m"));
            try (ServedPod pod = test.pod(0, "uid-0", 0, "--metrics-port", "0")) {
                reaches(test, 0, pod, is(Phase.Armed));
                test.run();
                reaches(test, 0, pod, connected(20));
                waitFor(pod, () -> metrics(pod)
                        .contains("softphone_load_softphones_connected_now{test=\"" + ServedTest.NAME + "\"} 20"));
                test.deleteControl();

                assertThat(pod.exitCode()).as(pod.log()).isZero();
                SoftphoneRunnerStatus last = Objects.requireNonNull(test.status(0));
                assertThat(last.phase()).isEqualTo(Phase.Finished);
                assertThat(last.message()).isEqualTo("the control object is gone");
                assertThat(last.connectedNow()).isZero();
                assertThat(gateway.truth().at("/registers/distinctNow").asLong())
                        .isZero();
            }
        }
    }

    @Test
    void anOutageOfTheApiServerLosesNothing() throws Exception {
        try (Gateway gateway = Gateway.start("serve", List.of());
                Line line = Line.to(server.address().getPort())) {
            ServedTest test = ServedTest.create(
                    server, URI.create("https://127.0.0.1:" + line.port()), "outage", gateway.url(), 1, spec -> {});
            try (ServedPod pod = test.pod(0, "uid-0", 0)) {
                reaches(test, 0, pod, is(Phase.Armed));
                test.run();
                reaches(test, 0, pod, connected(1));
                line.cut();
                waitFor(pod, pod::hasLeftItsMessage);
                line.mend();

                assertThat(pod.exitCode()).as(pod.log()).isZero();
                SoftphoneCounts counts = report(test, 0).measurements().softphones();
                assertThat(Objects.requireNonNull(test.status(0)).phase()).isEqualTo(Phase.Finished);
                assertThat(counts.balanced()).isTrue();
                assertThat(counts.connected()).isEqualTo(40);
                assertThat(counts.rejected()).isEqualTo(20);
            }
        }
    }

    @Test
    void whoHearsNothingForTooLongDrainsAndLeavesItsCountsToTheKubelet() throws Exception {
        try (Gateway gateway = Gateway.start("serve", List.of());
                Line line = Line.to(server.address().getPort())) {
            ServedTest test = ServedTest.create(
                    server,
                    URI.create("https://127.0.0.1:" + line.port()),
                    "silence",
                    gateway.url(),
                    1,
                    spec -> spec.put("softphones", 20).put("hold", "10m"));
            try (ServedPod pod = test.pod(0, "uid-0", 0, "--patience", "5")) {
                reaches(test, 0, pod, is(Phase.Armed));
                test.run();
                reaches(test, 0, pod, connected(20));
                line.cut();

                assertThat(pod.exitCode()).as(pod.log()).isZero();
                assertThat(Objects.requireNonNull(test.status(0)).phase()).isEqualTo(Phase.Running);
                TerminationMessage left = pod.terminationMessage();
                assertThat(left.message()).isEqualTo("the API server did not answer for 5 s");
                SoftphoneCounts counts = ReportCodec.decode(Objects.requireNonNull(left.report()))
                        .measurements()
                        .softphones();
                assertThat(counts.connected()).isEqualTo(20);
                assertThat(counts.connectedNow()).isZero();
            }
        }
    }

    /** It would try for five minutes; a pod that is to end does not wait for that. */
    @Test
    void whoIsToldToEndBeforeItKnowsItsAssignmentEnds() throws Exception {
        try (Line line = Line.to(server.address().getPort())) {
            ServedTest test = ServedTest.create(
                    server, URI.create("https://127.0.0.1:" + line.port()), "early", "ws://127.0.0.1:9", 1, spec -> {});
            line.cut();
            try (ServedPod pod = test.pod(0, "uid-0", 0)) {
                waitFor(pod, () -> pod.log().contains("API server: "));
                pod.terminate();

                assertThat(pod.exitCode()).as(pod.log()).isEqualTo(4);
                assertThat(test.status(0)).isNull();
            }
        }
    }

    @Test
    void whatMayNotBeLoadedIsRefusedInTheStatusAndNothingIsSent() throws Exception {
        ServedTest test = ServedTest.create(server, server.address(), "refused", "ws://192.0.2.7:9", 1, spec -> {});
        try (ServedPod pod = test.pod(0, "uid-0", 0)) {
            assertThat(pod.exitCode()).as(pod.log()).isEqualTo(3);

            SoftphoneRunnerStatus status = Objects.requireNonNull(test.status(0));
            assertThat(status.phase()).isEqualTo(Phase.Refused);
            assertThat(status.message()).startsWith("192.0.2.7: required loopback, or a target that is allowed");
            assertThat(pod.terminationMessage().message()).isEqualTo(status.message());
        }
    }

    @Test
    void whoIsToldToAbortBeforeTheStartReportsThatNothingWasStarted() throws Exception {
        try (Gateway gateway = Gateway.start("serve", List.of())) {
            ServedTest test = test("aborted", gateway, 1, spec -> {});
            try (ServedPod pod = test.pod(0, "uid-0", 0)) {
                reaches(test, 0, pod, is(Phase.Armed));
                test.control("Abort", null);

                assertThat(pod.exitCode()).as(pod.log()).isZero();
                assertThat(Objects.requireNonNull(test.status(0)).message()).isEqualTo("told to abort");
                assertThat(report(test, 0).measurements().softphones().notStarted())
                        .isEqualTo(60);
                assertThat(gateway.truth().at("/upgrades/requested/count").asLong())
                        .as("the preflight softphone")
                        .isEqualTo(1);
            }
        }
    }

    private static ServedTest test(String namespace, Gateway gateway, int runners, Consumer<ObjectNode> spec)
            throws IOException {
        return ServedTest.create(server, server.address(), namespace, gateway.url(), runners, spec);
    }

    private static Predicate<SoftphoneRunnerStatus> is(Phase phase) {
        return status -> status.phase() == phase;
    }

    private static Predicate<SoftphoneRunnerStatus> connected(long least) {
        return is(Phase.Running).and(status -> status.connected() != null && status.connected() >= least);
    }

    private static void reaches(ServedTest test, int index, ServedPod pod, Predicate<SoftphoneRunnerStatus> condition) {
        waitFor(
                pod,
                () -> Optional.ofNullable(test.status(index)).filter(condition).isPresent());
    }

    private static void waitFor(ServedPod pod, Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    boolean holds = condition.call();
                    if (!holds && !pod.running() && !condition.call()) {
                        throw new IllegalStateException("the pod has ended:\n" + pod.log());
                    }
                    return holds;
                });
    }

    /** What Prometheus would be told; nothing before the endpoint is there. */
    private static String metrics(ServedPod pod) throws IOException {
        Matcher told = METRICS.matcher(pod.log());
        if (!told.find()) {
            return "";
        }
        try (InputStream in = URI.create(told.group(1)).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static RunnerReport report(ServedTest test, int index) {
        return ReportCodec.decode(Objects.requireNonNull(
                Objects.requireNonNull(test.status(index)).report()));
    }
}
