package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.Overlap;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Phase;
import dev.softphone.loadtest.operator.resources.TargetLease;
import dev.softphone.loadtest.operator.turn.Contender;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Between a manifest that is right and a plan. */
class AdmissionTest {
    private static final String SMALL = """
            softphones: 400
            placement: {capacity: Elastic}
            """;

    private static final String ELSEWHERE = SMALL + """
            gateway:
              protocol: GenesysCloud
              url: "ws://gateway.test:8080"
              genesys:
                tokenColumn: password
                organizations:
                - {name: blue, url: "ws://gateway.test:9080"}
                - {name: green, url: "ws://gateway.test:80"}
            identities: {generated: {organizations: [blue, green], passwordSecretRef: {name: a, key: b}}}
            """;

    @Test
    void theTargetIsHeldBeforeThePlanIsStored() {
        Decision decision = new Scene(SMALL).step(1);

        assertThat(decision.apply().get(0)).isInstanceOfSatisfying(Lease.class, lease -> {
            assertThat(lease.getMetadata().getNamespace()).isEqualTo("softphone-system");
            assertThat(TargetLease.target(lease)).isEqualTo("gateway.test:8080");
            assertThat(TargetLease.holders(lease)).containsExactly(new TargetLease.Holder("calls", "login", "0b3c"));
        });
    }

    @Test
    void whoWaitsCreatesNothingSaysForWhomAndTellsItOnce() {
        Scene scene = new Scene(SMALL);
        scene.others = List.of(other("earlier", true, Overlap.Forbid));
        Decision first = scene.step(1);
        Decision second = scene.step(1);

        assertThat(first.apply()).isEmpty();
        assertThat(first.note().orElseThrow().reason()).isEqualTo("WaitsForTarget");
        assertThat(second.note()).isEmpty();
        assertThat(second.status()).contains(first.status().orElseThrow());
        assertThat(second.again()).isPresent();
        assertThat(scene.status().phase()).isEqualTo(Phase.Pending);
        assertThat(condition(scene, "RunnersReady").reason()).isEqualTo("WaitsForTarget");
        assertThat(condition(scene, "RunnersReady").message())
                .isEqualTo("waits for test earlier, which is before it on gateway.test:8080; gives up at"
                        + " 2026-11-21T10:30:00Z");
    }

    @Test
    void theTimeBeforeItsTurnIsNoTimeOfItsRunners() {
        Scene scene = new Scene(SMALL);
        scene.others = List.of(other("earlier", true, Overlap.Forbid));
        scene.step(1);
        scene.now = scene.now.plus(Duration.ofMinutes(20));
        scene.others = List.of();
        scene.provisioned();
        scene.step(1);

        assertThat(scene.runners()).isOne();
        assertThat(condition(scene, "RunnersReady").reason()).isEqualTo("Provisioning");
    }

    @Test
    void waitingEndsAndTheRefusalSaysForWhomItWaited() {
        Scene scene = new Scene(SMALL);
        scene.others = List.of(other("earlier", true, Overlap.Forbid));
        scene.step(1);
        scene.now = scene.now.plus(Duration.ofMinutes(30));
        scene.step(1);

        assertThat(scene.status().phase()).isEqualTo(Phase.Refused);
        assertThat(condition(scene, "Accepted").reason()).isEqualTo("WaitedTooLong");
        assertThat(condition(scene, "Accepted").message())
                .isEqualTo("spec.gateway.url: required gateway.test:8080 free within 1800 s of the test's creation,"
                        + " observed test earlier before it");
        assertThat(scene.status().verdict()).isNull();
    }

    @Test
    void whoIsStoppedWhileItWaitsIsOver() {
        Scene scene = new Scene(SMALL + "runPolicy: Stop\n");
        scene.others = List.of(other("earlier", true, Overlap.Forbid));

        assertThat(scene.step(1).apply()).isEmpty();
        assertThat(condition(scene, "Accepted").reason()).isEqualTo("Stopped");
    }

    @Test
    void moreThanTheCapIsRefused() {
        Scene scene = new Scene("softphones: 500001\nplacement: {capacity: Elastic}\n");

        assertThat(scene.step(1).apply()).isEmpty();
        assertThat(condition(scene, "Accepted").reason()).isEqualTo("TooLarge");
    }

    @Test
    void aPriorityClassThatTheOperatorDoesNotAllowIsRefused() {
        Scene scene = new Scene(SMALL + "runnerTemplate: {priorityClassName: system-node-critical}\n");
        assertThat(scene.step(1).apply()).isEmpty();
        assertThat(condition(scene, "Accepted").message())
                .isEqualTo("spec.runnerTemplate.priorityClassName: required one of the operator's"
                        + " softphone.runner.priority-classes (load), observed system-node-critical");

        assertThat(new Scene(SMALL + "runnerTemplate: {priorityClassName: load}\n")
                        .step(1)
                        .apply())
                .isNotEmpty();
    }

    @Test
    void runnersArePlannedWithTheResourcesThatTheyAskFor() {
        Scene own = new Scene("softphones: 900\nplacement: {capacity: Elastic}\n");
        Scene tiny = new Scene("""
                softphones: 900
                placement: {capacity: Elastic}
                runnerTemplate: {resources: {memory: 16Mi}}
                """);
        own.step(1);
        tiny.step(1);

        assertThat(own.status().phase()).isEqualTo(Phase.Pending);
        assertThat(tiny.status().phase()).isEqualTo(Phase.Refused);
    }

    @Test
    void aSearchWhoseLostRunnersAreReplacedIsRefused() {
        Scene scene = new Scene("""
                softphones: 400
                arrival: {search: {from: 200, step: 100}}
                onRunnerLoss: Replace
                """);
        scene.step(1);

        assertThat(condition(scene, "Accepted").message())
                .startsWith("spec.onRunnerLoss: required Continue or Stop with arrival.search");
    }

    @Test
    void whoSharesATargetLeavesItToTheOthersToo() {
        Scene scene = new Scene(SMALL + "overlap: Allow\n");
        scene.others = List.of(other("earlier", true, Overlap.Allow));

        assertThat(scene.step(1).apply().get(0))
                .isInstanceOfSatisfying(Lease.class, lease -> assertThat(TargetLease.holders(lease))
                        .extracting(TargetLease.Holder::name)
                        .containsExactly("earlier", "login"));
    }

    @Test
    void allTargetsOfATestAreHeldInAnOrderThatIsEverybodys() {
        Scene scene = new Scene(ELSEWHERE);
        List<HasMetadata> applied = scene.step(1).apply();

        assertThat(applied)
                .filteredOn(Lease.class::isInstance)
                .extracting(lease -> TargetLease.target((Lease) lease))
                .containsExactly("gateway.test:80", "gateway.test:8080", "gateway.test:9080");
        assertThat(applied.get(3).getMetadata().getName()).isEqualTo("login-plan");
    }

    @Test
    void whoHoldsAPartOfItsTargetsTakesTheRest() {
        Scene scene = new Scene(ELSEWHERE);
        scene.step(1);
        scene.forget("ConfigMap login-plan");
        scene.forget("Lease " + TargetLease.name("gateway.test:9080"));

        assertThat(scene.step(1).apply())
                .extracting(object -> object.getMetadata().getName())
                .contains(TargetLease.name("gateway.test:9080"), "login-plan");
    }

    @Test
    void aRestartBetweenLockAndPlanGoesOn() {
        Scene scene = new Scene(SMALL);
        scene.step(1);
        scene.forget("ConfigMap login-plan");
        Decision again = scene.step(1);

        assertThat(again.apply())
                .extracting(object -> object.getMetadata().getName())
                .containsExactly("login-plan");
    }

    private static Contender other(String name, boolean active, Overlap overlap) {
        return new Contender(
                "calls",
                name,
                "uid-" + name,
                Instant.parse("2026-11-21T09:00:00Z"),
                100,
                List.of("gateway.test:8080"),
                overlap,
                active);
    }

    private static Condition condition(Scene scene, String type) {
        return Objects.requireNonNull(scene.status().conditions()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
