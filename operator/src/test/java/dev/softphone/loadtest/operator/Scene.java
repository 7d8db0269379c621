package dev.softphone.loadtest.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.SchemaCheck;
import dev.softphone.loadtest.api.report.RunnerReport;
import dev.softphone.loadtest.api.v1alpha1.Overlap;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.Names;
import dev.softphone.loadtest.operator.resources.PlanMap;
import dev.softphone.loadtest.operator.resources.RunnerObjects;
import dev.softphone.loadtest.operator.resources.RunnerPod;
import dev.softphone.loadtest.operator.resources.TargetLease;
import dev.softphone.loadtest.operator.resources.TrialsMap;
import dev.softphone.loadtest.operator.turn.Contender;
import dev.softphone.loadtest.operator.turn.Queue;
import dev.softphone.loadtest.operator.turn.Turns;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.Inventory;
import dev.softphone.loadtest.plan.RunnerSize;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
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
            new RunnerPod("runner:1", "Never", List.of(), new Quantity("1"), new Quantity("512Mi")),
            new RunnerSize(1000, 512L << 20, 65_536, 1024, 65_535),
            List.of("gateway.test", "*.mypurecloud.com"),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            new Turns(500_000, 0, Overlap.Allow),
            Duration.ofMinutes(30),
            "softphone-system",
            List.of("load"));

    private static final String GATEWAY = """
            gateway: {protocol: SipOverWebSocket, url: "ws://gateway.test:8080/"}
            """;

    private final LifecyclePolicy policy = new LifecyclePolicy(SETTINGS);
    private final SoftphoneLoadTest test;
    private final Map<String, HasMetadata> objects = new TreeMap<>();
    private final List<RunnerState> runners = new ArrayList<>();
    private final List<String> applied = new ArrayList<>();
    /** Kind and name of each object that was to be gone, in order. */
    final List<String> deleted = new ArrayList<>();

    List<String> troubles = List.of();
    /** Where the pod of each runner is, by its number. */
    IntFunction<@Nullable String> nodes = runner -> null;

    /** The other tests of the cluster that are not over. */
    List<Contender> others = List.of();

    private Instant planned = Instant.EPOCH;
    Instant now = Instant.parse("2026-11-21T10:00:00Z");

    Scene(String spec) {
        test = stored("""
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata:
                  name: login
                  namespace: calls
                  uid: 0b3c
                  generation: 1
                  creationTimestamp: "2026-11-21T10:00:00Z"
                spec:
                  hold: 20s
                  drain: 10s
                """
                + (spec.contains("identities:") ? "" : "  identities: {generated: {username: \"softphone-{index}\"}}\n")
                + (spec.contains("arrival:") ? "" : "  arrival: {rampUp: {over: 10s}}\n")
                + (spec.contains("gateway:") ? spec : GATEWAY + spec).indent(2));
    }

    /** As the API server holds it: with the defaults put in. */
    private static SoftphoneLoadTest stored(String yaml) {
        KubernetesSerialization serialization = new KubernetesSerialization();
        ObjectNode manifest = serialization.unmarshal(yaml, ObjectNode.class);
        SchemaCheck.ofLoadTest().complete(manifest);
        return serialization.convertValue(manifest, SoftphoneLoadTest.class);
    }

    /** What the next decision rests on. */
    Observation look() {
        Optional<ExecutionPlan> plan = Optional.ofNullable((ConfigMap) objects.get("ConfigMap login-plan"))
                .map(PlanMap::read);
        return new Observation(
                new KubernetesSerialization().clone(test),
                now,
                plan,
                control(),
                runners.stream().map(runner -> OfTrial.seen(runner, control())).toList(),
                measured(),
                this::details,
                troubles,
                Inventory.UNKNOWN,
                planned,
                objects.values().stream()
                        .filter(Job.class::isInstance)
                        .map(Job.class::cast)
                        .toList(),
                plan.isPresent() ? Optional.empty() : Optional.of(queue()),
                Optional.ofNullable((ConfigMap) objects.get("ConfigMap login-trials"))
                        .map(TrialsMap::read)
                        .orElse(List.of()));
    }

    /** Of its share of the trial that is under way, so many were refused. */
    void endsTrial(int runner, Phase phase, long rejected, boolean held) {
        says(runner, phase, Optional.of(FakeRunner.onTime(FakeRunner.measured(share(runner), rejected))));
        runners.set(
                runner,
                OfTrial.said(runners.get(runner), control().orElseThrow().trial(), held));
    }

    /** How many softphones of the trial that is under way are a runner's. */
    long share(int runner) {
        return RunnerObjects.softphones(
                runners.get(runner).assignment(),
                control().flatMap(Control::size).orElseThrow().softphones());
    }

    Clock clock() {
        return ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    }

    /** Decides, applies, and lets {@code seconds} pass. */
    Decision step(int seconds) {
        Observation seen = look();
        Decision decision = policy.decide(seen);
        if (seen.plan().isEmpty()) {
            planned = now;
        }
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
                        false,
                        false));
            }
        }
        decision.delete().forEach(object -> {
            String key = object.getKind() + " " + object.getMetadata().getName();
            objects.remove(key);
            deleted.add(key);
        });
        decision.status().ifPresent(test::setStatus);
        now = now.plusSeconds(seconds);
        return decision;
    }

    private Map<String, Measurements> measured() {
        return runners.stream()
                .map(runner -> OfTrial.seen(runner, control()))
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

    private Queue queue() {
        Map<String, Lease> leases = objects.values().stream()
                .filter(Lease.class::isInstance)
                .map(Lease.class::cast)
                .collect(Collectors.toMap(lease -> lease.getMetadata().getName(), lease -> lease));
        List<String> held = leases.values().stream()
                .filter(lease -> TargetLease.holders(lease).contains(TargetLease.holder(test)))
                .map(TargetLease::target)
                .toList();
        return new Queue(Contender.of(test, held), others, leases);
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
        step(0);
        now = control().orElseThrow().startAt().orElseThrow().plusSeconds(1);
        return this;
    }

    void says(int runner, Phase phase, Optional<Measurements> measured) {
        says(runner, 0, phase, measured);
    }

    /** @param epoch how many pods of this runner there were before */
    void says(int runner, int epoch, Phase phase, Optional<Measurements> measured) {
        RunnerState before = runners.get(runner);
        SoftphoneRunnerStatus status = new SoftphoneRunnerStatus(
                phase,
                epoch,
                "uid-" + runner + "-" + epoch,
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
                        false,
                        false));
    }

    /** Armed, after its preflight softphone ended with a code; empty: well. */
    void armedAfterPreflight(int runner, Optional<String> code) {
        says(runner, Phase.Armed, Optional.empty());
        RunnerState state = runners.get(runner);
        Preflight preflight = new Preflight(
                code.isEmpty(),
                code.map(one -> new OutcomeKey(OutcomeKey.Kind.REJECTION, Stage.UPGRADE, one)),
                code.map(one -> "because"),
                Optional.empty(),
                Optional.empty(),
                List.of());
        runners.set(
                runner,
                new RunnerState(
                        state.name(),
                        state.assignment(),
                        state.status(),
                        Optional.of(RunnerReport.soFar(
                                Measurements.nothingStarted(
                                        Math.toIntExact(state.assignment().softphones())),
                                Optional.of(preflight))),
                        Duration.ZERO,
                        false,
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
                        before.name(), before.assignment(), before.status(), before.report(), silence, podOver, false));
    }

    /** Its pod has ended, and its Job is about to start another one. */
    void isBeingReplaced(int runner, Duration silence) {
        RunnerState before = runners.get(runner);
        runners.set(
                runner,
                new RunnerState(
                        before.name(), before.assignment(), before.status(), before.report(), silence, false, true));
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
                        before.podOver(),
                        before.between()));
    }

    /** The Job of the only region has pods that failed. */
    void failed(int pods) {
        Job job = (Job) Objects.requireNonNull(objects.get("Job login-default"));
        objects.put(
                "Job login-default",
                new JobBuilder(job)
                        .editOrNewStatus()
                        .withFailed(pods)
                        .endStatus()
                        .build());
    }

    /** As if it had never been applied. */
    void forget(String object) {
        objects.remove(object);
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
