package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.Names;
import dev.softphone.loadtest.operator.resources.PlanMap;
import dev.softphone.loadtest.operator.resources.RunnerPod;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.Inventory;
import dev.softphone.loadtest.plan.RunnerSize;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cluster of one test, without a cluster: what decisions apply is kept, and seen by the next decision. */
final class Scene {
    static final LifecyclePolicy.Policy SETTINGS = new LifecyclePolicy.Policy(
            new RunnerPod("runner:1", "Never", new Quantity("1"), new Quantity("512Mi")),
            new RunnerSize(1000, 512L << 20, 65_536, 1024, 65_535),
            List.of("gateway.test", "*.mypurecloud.com"),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    private static final String GATEWAY = """
            gateway: {protocol: SipOverWebSocket, url: "ws://gateway.test:8080/"}
            """;

    private final LifecyclePolicy policy = new LifecyclePolicy(SETTINGS);
    private final SoftphoneLoadTest test;
    private final Map<String, HasMetadata> objects = new TreeMap<>();
    private final List<RunnerState> runners = new ArrayList<>();
    private final List<String> applied = new ArrayList<>();

    List<String> troubles = List.of();
    /** Where the pod of each runner is, by its number. */
    IntFunction<@Nullable String> nodes = runner -> null;

    Instant now = Instant.parse("2026-11-21T10:00:00Z");

    Scene(String spec) {
        test = new KubernetesSerialization()
                .unmarshal(
                        """
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata:
                  name: login
                  namespace: calls
                  uid: 0b3c
                  generation: 1
                  creationTimestamp: "2026-11-21T10:00:00Z"
                spec:
                  identities: {generated: {username: "softphone-{index}"}}
                  arrival: {rampUp: {over: 10s}}
                  hold: 20s
                  drain: 10s
                """ + (spec.contains("gateway:") ? spec : GATEWAY + spec).indent(2), SoftphoneLoadTest.class);
    }

    /** What the next decision rests on. */
    Observation look() {
        return new Observation(
                new KubernetesSerialization().clone(test),
                now,
                Optional.ofNullable((ConfigMap) objects.get("ConfigMap login-plan"))
                        .map(PlanMap::read),
                control(),
                runners,
                measured(),
                this::details,
                troubles,
                Inventory.UNKNOWN);
    }

    Clock clock() {
        return ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    }

    /** Decides, applies, and lets {@code seconds} pass. */
    Decision step(int seconds) {
        Decision decision = policy.decide(look());
        for (HasMetadata object : decision.apply()) {
            String key = object.getKind() + " " + object.getMetadata().getName();
            objects.put(key, object);
            applied.add(key);
            if (object instanceof SoftphoneRunner runner
                    && runner(runner.getMetadata().getName()) < 0) {
                runners.add(new RunnerState(
                        runner.getMetadata().getName(),
                        runner.getSpec(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        false));
            }
        }
        decision.status().ifPresent(test::setStatus);
        now = now.plusSeconds(seconds);
        return decision;
    }

    private Map<String, Measurements> measured() {
        return runners.stream()
                .collect(Collectors.groupingBy(
                        runner -> runner.assignment().region(),
                        Collectors.reducing(
                                Measurements.EMPTY,
                                runner -> runner.measured().withSeries(TimeSeries.EMPTY),
                                Measurements::plus)));
    }

    private Details details() {
        Details all = Details.NONE;
        for (RunnerState runner : runners) {
            all = runner.report().map(all::plus).orElse(all);
        }
        return all;
    }

    /** Until all runners have been created. */
    Scene provisioned() {
        step(1);
        step(1);
        return this;
    }

    /** Until the runners have been told to run, and the first arrival is due. */
    Scene started() {
        provisioned();
        for (int i = 0; i < runners.size(); i++) {
            says(i, Phase.Armed, Optional.empty());
        }
        step(11);
        return this;
    }

    void says(int runner, Phase phase, Optional<Measurements> measured) {
        RunnerState before = runners.get(runner);
        SoftphoneRunnerStatus status = new SoftphoneRunnerStatus(
                phase,
                0,
                "uid-" + runner,
                1L,
                1,
                now.toString(),
                null,
                nodes.apply(runner),
                null,
                phase == Phase.Refused ? "no such host" : null,
                null,
                null,
                null,
                null,
                null,
                3L,
                null);
        runners.set(
                runner,
                new RunnerState(
                        before.name(),
                        before.assignment(),
                        Optional.of(status),
                        measured.map(one -> new RunnerReport(one, Optional.empty(), Optional.empty(), List.of())),
                        Duration.ZERO,
                        false));
    }

    void finishes(int runner, long rejected) {
        long planned = runners.get(runner).assignment().softphones();
        says(runner, Phase.Finished, Optional.of(FakeRunner.measured(planned, rejected)));
    }

    void isSilentFor(int runner, Duration silence, boolean podOver) {
        RunnerState before = runners.get(runner);
        runners.set(
                runner,
                new RunnerState(
                        before.name(), before.assignment(), before.status(), before.report(), silence, podOver));
    }

    int runners() {
        return runners.size();
    }

    Optional<Control> control() {
        return Optional.ofNullable((ConfigMap) objects.get("ConfigMap " + Names.control("login")))
                .map(Control::of);
    }

    ExecutionPlan plan() {
        return PlanMap.read((ConfigMap) Objects.requireNonNull(objects.get("ConfigMap login-plan")));
    }

    /** An object that was applied. */
    HasMetadata object(String key) {
        return Objects.requireNonNull(objects.get(key), key);
    }

    void says(int runner, Phase phase, RunnerReport report) {
        says(runner, phase, Optional.of(report.measurements()));
        RunnerState before = runners.get(runner);
        runners.set(
                runner,
                new RunnerState(
                        before.name(),
                        before.assignment(),
                        before.status(),
                        Optional.of(report),
                        before.silent(),
                        before.podOver()));
    }

    /** How often an object was applied. */
    long applied(String kind) {
        return applied.stream().filter(key -> key.startsWith(kind + " ")).count();
    }

    SoftphoneLoadTestStatus status() {
        return test.getStatus();
    }

    SoftphoneLoadTest test() {
        return test;
    }

    private int runner(String name) {
        for (int i = 0; i < runners.size(); i++) {
            if (runners.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
