package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import dev.softphone.loadtest.operator.resources.Control;
import dev.softphone.loadtest.operator.resources.Names;
import dev.softphone.loadtest.operator.resources.TargetLease;
import dev.softphone.loadtest.verdict.Verdict;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The operator against a real API server; runners report what the test lets them. */
@QuarkusTest
@QuarkusTestResource(ApiServer.class)
@EnabledIfEnvironmentVariable(named = ApiServer.BINARIES, matches = ".+", disabledReason = "dev/verify builds them")
class OperatorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Where the operator of this test keeps its locks. */
    private static final String LOCKS = "default";

    @Inject
    KubernetesClient client;

    @Inject
    Performer performer;

    @Inject
    TargetLocks locks;

    @Inject
    TrialStore trials;

    private String namespace = "";

    @BeforeEach
    void namespaceOfItsOwn() {
        namespace = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("operator-test-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    @Test
    void aTestIsPlannedArmedRunMergedAndJudged() {
        apply(
                "login",
                600,
                "placement: {regions: [{name: eu-west-1, weight: 2}, {name: us-east-1, weight: 1}],"
                        + " maxSoftphonesPerRunner: 100, capacity: Elastic}");

        List<FakeRunner> runners = awaitRunners(6);
        await("Jobs").atMost(PATIENCE).until(() -> jobs().size() == 2);
        assertThat(status("login").softphones()).isNull();

        runners.forEach(FakeRunner::armed);
        await("control").atMost(PATIENCE).until(() -> "Run"
                .equals(control("login").get("command")));
        assertThat(control("login").get("startAt")).isNotNull();

        await("start").atMost(PATIENCE).until(() -> is("login", "Running"));
        for (int i = 0; i < runners.size(); i++) {
            runners.get(i).report(Phase.Finished, i < 2 ? 30 : 0);
        }

        SoftphoneLoadTestStatus status = verdictOf("login");
        assertThat(status.verdict()).isEqualTo(Verdict.Failed);
        assertThat(status.phase()).isEqualTo(SoftphoneLoadTestStatus.Phase.Finished);
        assertThat(Objects.requireNonNull(status.softphones()).connected()).isEqualTo(540);
        assertThat(Objects.requireNonNull(status.softphones()).rejected()).isEqualTo(60);
        assertThat(Objects.requireNonNull(status.runners()).reported()).isEqualTo(6);
        assertThat(Objects.requireNonNull(status.regions()))
                .extracting(region -> region.name() + " " + region.softphones() + " " + region.connected())
                .containsExactly("eu-west-1 400 340", "us-east-1 200 200");
        assertThat(client.configMaps()
                        .inNamespace(namespace)
                        .withLabelSelector(Names.SELECTOR_BUT_REPORTS)
                        .list()
                        .getItems())
                .as("what the operator keeps in memory")
                .extracting(map -> map.getMetadata().getName())
                .containsExactlyInAnyOrder("login-plan", "login-control");
        assertThat(client.configMaps()
                        .inNamespace(namespace)
                        .withName(Objects.requireNonNull(status.reportRef()).name())
                        .get())
                .isNotNull();
        assertThat(events())
                .extracting(Event::getReason)
                .containsExactlyInAnyOrder("Planned", "Provisioned", "Starting", "Failed");
    }

    @Test
    void aSearchGoesFromTrialToTrialAndIsJudgedByAllOfThem() {
        apply(
                "search",
                60,
                "placement: {maxSoftphonesPerRunner: 30, capacity: Elastic}",
                "ws://search.gateway.test:8080/",
                "{search: {from: 40, step: 20, over: 1s, hold: 1s, pause: 1s, repeat: 0}}");
        List<FakeRunner> runners = awaitRunners(2);
        runners.forEach(FakeRunner::armed);
        await("control").atMost(PATIENCE).until(() -> controlObject("search") != null);
        Control armed = Control.of(Objects.requireNonNull(controlObject("search")));
        for (int trial = 1; trial <= 2; trial++) {
            int number = trial;
            int softphones = 20 + 20 * trial;
            awaitTrial("search", number);
            assertThat(control("search")).containsEntry("softphones", String.valueOf(softphones));
            runners.forEach(runner -> runner.heldTrial(number, softphones));
        }

        Decision late = new Decision(
                List.of(armed.run(Instant.now(), 1, new Control.Size(1, 0)).configMap(resource("search"))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> performer.perform(late, resource("search")))
                .as("over a control object that is not there any more")
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(409));

        SoftphoneLoadTestStatus status = verdictOf("search");
        assertThat(status.verdict()).isEqualTo(Verdict.Passed);
        assertThat(Objects.requireNonNull(status.steps()))
                .extracting(
                        step -> step.trial() + ": " + step.softphones() + " " + step.result() + " " + step.connected())
                .containsExactly("1: 40 Held 40", "2: 60 Held 60");
        assertThat(Objects.requireNonNull(status.softphones()).planned()).isEqualTo(60);
        assertThat(control("search").get("command")).isEqualTo("Drain");
        assertThat(events()).extracting(Event::getReason).contains("Trial2");
    }

    @Test
    void nothingIsRememberedOfASearchThatIsDeletedBeforeItsEnd() {
        apply(
                "abandoned",
                60,
                "placement: {maxSoftphonesPerRunner: 30, capacity: Elastic}",
                "ws://abandoned.gateway.test:8080/",
                "{search: {from: 40, step: 20, over: 1s, hold: 1s, pause: 1s, repeat: 0}}");
        List<FakeRunner> runners = awaitRunners(2);
        runners.forEach(FakeRunner::armed);
        awaitTrial("abandoned", 1);
        runners.forEach(runner -> runner.heldTrial(1, 40));
        awaitTrial("abandoned", 2);
        ConfigMap stored = client.configMaps()
                .inNamespace(namespace)
                .withName(Names.trials("abandoned"))
                .require();
        await("trials read").atMost(PATIENCE).until(() -> trials.remembers(stored));

        client.resource(resource("abandoned")).delete();
        client.resource(stored).delete(); // this API server has nobody who collects garbage

        await("forgotten").atMost(PATIENCE).until(() -> !trials.remembers(stored));
    }

    @Test
    void aTransitionIsToldOnceHoweverOftenItIsDecided() {
        apply("once", 100, "placement: {sourceAddresses: [{address: 10.0.0.1}]}");
        await("refusal").atMost(PATIENCE).until(() -> events().size() == 1);
        Decision again = new Decision(
                List.of(),
                Optional.of(new Decision.Note(true, "NotInACluster", "as a restarted operator would")),
                Optional.empty(),
                Optional.empty());

        performer.perform(again, resource("once"));
        assertThat(events())
                .singleElement()
                .extracting(Event::getMessage)
                .asString()
                .doesNotContain("restarted");

        client.resources(SoftphoneLoadTest.class)
                .inNamespace(namespace)
                .withName("once")
                .delete();
        apply("once", 100, "placement: {sourceAddresses: [{address: 10.0.0.1}]}");
        await("another test of the same name").atMost(PATIENCE).until(() -> events().size() == 2);
    }

    @Test
    void aRunnerThatFallsSilentIsLostAndTheVerdictOpenWhereItCouldChangeIt() {
        apply("silent", 200, "placement: {maxSoftphonesPerRunner: 100, capacity: Elastic}");
        List<FakeRunner> runners = awaitRunners(2);
        runners.forEach(FakeRunner::armed);
        await("start").atMost(PATIENCE).until(() -> is("silent", "Running"));
        runners.get(0).report(Phase.Finished, 0);

        SoftphoneLoadTestStatus status = verdictOf("silent");
        assertThat(status.verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(Objects.requireNonNull(status.softphones()).connected()).isEqualTo(100);
        assertThat(Objects.requireNonNull(status.softphones()).lost()).isEqualTo(100);
        assertThat(Objects.requireNonNull(status.runners()).lost()).isOne();
    }

    @Test
    void whatCannotBeRunIsRefusedWithPathRequiredAndObservedAndNothingIsCreated() {
        apply("refused", 50, "placement: {sourceAddresses: [{address: 10.0.0.1}]}");

        await("refusal").atMost(PATIENCE).until(() -> is("refused", "Finished"));
        Condition accepted = condition("refused", "Accepted").orElseThrow();
        assertThat(accepted.status()).isEqualTo("False");
        assertThat(accepted.message()).startsWith("spec.placement.sourceAddresses: required none in a cluster");
        assertThat(runners()).isEmpty();
        assertThat(jobs()).isEmpty();
        assertThat(status("refused").verdict()).isNull();
    }

    @Test
    void aTargetThatIsNotAllowedIsRefusedAndNothingIsCreated() {
        client.load(new ByteArrayInputStream("""
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata: {name: elsewhere}
                spec:
                  softphones: 50
                  gateway: {protocol: SipOverWebSocket, url: "wss://somebody.example/"}
                  arrival: {rampUp: {over: 1s}}
                """.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();

        await("refusal").atMost(PATIENCE).until(() -> is("elsewhere", "Finished"));
        Condition accepted = condition("elsewhere", "Accepted").orElseThrow();
        assertThat(accepted.reason()).isEqualTo("TargetNotAllowed");
        assertThat(accepted.message())
                .isEqualTo("spec.gateway.url: required a target that is allowed, observed somebody.example, none; to"
                        + " allow it: the operator's softphone.targets.allowed somebody.example");
        assertThat(plan("elsewhere")).isNull();
        assertThat(runners()).isEmpty();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void oneAfterTheOtherOnATargetInTheOrderOfCreationAndTheLockIsGivenUpAtTheEnd() {
        apply("first", 100, "placement: {capacity: Elastic}", "ws://lock.gateway.test/");
        awaitRunners(1);
        apply("second", 100, "placement: {capacity: Elastic}", "ws://lock.gateway.test/");
        await("waiting").atMost(PATIENCE).until(() -> condition("second", "RunnersReady")
                .filter(ready -> ready.reason().equals("WaitsForTarget"))
                .isPresent());
        assertThat(condition("second", "RunnersReady").orElseThrow().message())
                .startsWith("waits for test first, which is before it on lock.gateway.test:80; gives up at ");
        assertThat(plan("second")).isNull();
        assertThat(holders("lock.gateway.test:80")).containsExactly("first");

        stop("first");

        verdictOf("first");
        await("its turn").atMost(PATIENCE).until(() -> plan("second") != null);
        assertThat(holders("lock.gateway.test:80")).containsExactly("second");

        stop("second");

        verdictOf("second");
        assertThat(holders("lock.gateway.test:80")).isEmpty();
    }

    @Test
    void aTestOfTwoTargetsHoldsAndGivesUpBoth() {
        load(
                "both",
                100,
                "{protocol: GenesysCloud, url: \"ws://one.gateway.test/\", genesys: {tokenColumn: password,"
                        + " organizations: [{name: blue, url: \"ws://two.gateway.test/\"}]}}",
                "{generated: {organizations: [blue], passwordSecretRef: {name: a, key: b}}}",
                "{rampUp: {over: 1s}}",
                "placement: {capacity: Elastic}");
        awaitRunners(1);
        apply("second", 100, "placement: {capacity: Elastic}", "ws://two.gateway.test/");
        await("waiting").atMost(PATIENCE).until(() -> condition("second", "RunnersReady")
                .filter(ready -> ready.reason().equals("WaitsForTarget"))
                .isPresent());
        assertThat(holders("one.gateway.test:80")).containsExactly("both");
        assertThat(holders("two.gateway.test:80")).containsExactly("both");

        stop("second");
        await("the end of who waited").atMost(PATIENCE).until(() -> is("second", "Finished"));

        stop("both");

        verdictOf("both");
        assertThat(holders("one.gateway.test:80")).isEmpty();
        assertThat(holders("two.gateway.test:80"))
                .as("with nobody there to clear it")
                .isEmpty();
    }

    /** At once where its end is seen, else when the next test comes: to any target. */
    @Test
    void aTestThatIsDeletedGivesItsTargetUp() {
        apply("deleted", 100, "placement: {capacity: Elastic}", "ws://deleted.gateway.test/");
        await("lock").atMost(PATIENCE).until(() -> !holders("deleted.gateway.test:80")
                .isEmpty());

        client.resource(resource("deleted")).delete(); // in the middle of its admission, as often as not
        AtomicInteger next = new AtomicInteger();

        await("free").atMost(PATIENCE).pollInterval(Duration.ofSeconds(3)).until(() -> {
            int i = next.incrementAndGet();
            apply("next-" + i, 100, "placement: {capacity: Elastic}", "ws://elsewhere-" + i + ".gateway.test/");
            return holders("deleted.gateway.test:80").isEmpty();
        });
    }

    @Test
    void aHolderThatIsNotThereKeepsNobodyWaiting() {
        client.resource(TargetLease.held(
                        Optional.empty(),
                        LOCKS,
                        "orphan.gateway.test:80",
                        List.of(new TargetLease.Holder(namespace, "gone", "no-such-uid")),
                        Instant.now()))
                .create();

        apply("heir", 100, "placement: {capacity: Elastic}", "ws://orphan.gateway.test/");

        await("plan").atMost(PATIENCE).until(() -> plan("heir") != null);
        assertThat(holders("orphan.gateway.test:80")).containsExactly("heir");
    }

    @Test
    void aLockThatHasChangedSinceItWasReadIsNotTaken() {
        TargetLease.Holder one = new TargetLease.Holder(namespace, "one", "1");
        Lease created = client.resource(
                        TargetLease.held(Optional.empty(), LOCKS, "race.gateway.test:80", List.of(one), Instant.now()))
                .create();
        Lease taken = TargetLease.held(
                Optional.of(created),
                LOCKS,
                "race.gateway.test:80",
                List.of(),
                Instant.now().plusSeconds(1));
        taken.getSpec().setHolderIdentity(namespace + "/two/2");

        locks.take(TargetLease.held(
                Optional.of(created),
                LOCKS,
                "race.gateway.test:80",
                List.of(one),
                Instant.now().plusSeconds(2)));

        assertThatThrownBy(() -> locks.take(taken))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(409));
        assertThat(holders("race.gateway.test:80")).containsExactly("one");
    }

    @Test
    void retentionMayChangeWithinItsBounds() {
        apply("retained", 10, "placement: {capacity: Elastic}");

        patch("retained", "{\"spec\":{\"retention\":{\"podsAfterFinished\":\"5m\",\"deleteTestAfter\":\"8760h\"}}}");
        assertThatThrownBy(() -> patch("retained", "{\"spec\":{\"retention\":{\"podsAfterFinished\":\"169h\"}}}"))
                .hasMessageContaining("podsAfterFinished of at most 168h");
        assertThatThrownBy(() -> patch("retained", "{\"spec\":{\"retention\":{\"deleteTestAfter\":\"59s\"}}}"))
                .hasMessageContaining("deleteTestAfter of 1m to 8760h");
    }

    @Test
    void jobsAreDeletedWhenTheirTimeHasComeAndTheTestStays() {
        apply(
                "passing",
                10,
                "placement: {capacity: Elastic}\n  retention: {podsAfterFinished: 0s, deleteTestAfter: 8760h}");
        awaitRunners(1);
        await("Jobs").atMost(PATIENCE).until(() -> jobs().size() == 1);
        stop("passing");
        verdictOf("passing");

        await("no Jobs").atMost(PATIENCE).until(() -> jobs().isEmpty());
        assertThat(resource("passing").isMarkedForDeletion()).isFalse();
    }

    @Test
    void overlapIsAsItWasCreated() {
        apply("overlap", 10, "overlap: Allow");

        assertThatThrownBy(() -> patch("overlap", "{\"spec\":{\"overlap\":\"Forbid\"}}"))
                .hasMessageContaining("overlap as it was created");
    }

    @Test
    void theTemplateReachesThePodsBesideWhatTheOperatorSetsAndCannotChange() {
        apply("templated", 100, """
                placement: {capacity: Elastic}
                  runnerTemplate:
                    labels: {team: voice}
                    tolerations: [{key: dedicated, value: load, effect: NoSchedule}]
                    affinity:
                      nodeAffinity:
                        requiredDuringSchedulingIgnoredDuringExecution:
                          nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: In, values: [load]}]}]
                    imagePullSecrets: [{name: registry}]
                """);
        await("Jobs").atMost(PATIENCE).until(() -> jobs().size() == 1);

        PodTemplateSpec pods = jobs().get(0).getSpec().getTemplate();
        assertThat(pods.getMetadata().getLabels())
                .containsEntry("team", "voice")
                .containsEntry(Names.TEST, "templated");
        assertThat(pods.getSpec().getTolerations())
                .extracting(Toleration::getOperator)
                .containsExactly("Equal");
        assertThat(pods.getSpec().getTopologySpreadConstraints()).hasSize(1);
        assertThat(pods.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pods.getSpec().getServiceAccountName()).isEqualTo(Names.access("templated"));
        assertThatThrownBy(() -> patch("templated", "{\"spec\":{\"runnerTemplate\":{\"labels\":{\"team\":\"core\"}}}}"))
                .hasMessageContaining("runnerTemplate as it was created");
    }

    @Test
    void stoppingBeforeTheStartSendsNothingAndIsInconclusive() {
        apply("stopped", 100, "placement: {capacity: Elastic}");
        awaitRunners(1);
        await("Jobs").atMost(PATIENCE).until(() -> jobs().size() == 1);

        stop("stopped");

        assertThat(verdictOf("stopped").verdict()).isEqualTo(Verdict.Inconclusive);
        assertThat(control("stopped").get("command")).isEqualTo("Abort");
    }

    private void stop(String test) {
        patch(test, "{\"spec\":{\"runPolicy\":\"Stop\"}}");
    }

    private void patch(String test, String change) {
        client.resources(SoftphoneLoadTest.class)
                .inNamespace(namespace)
                .withName(test)
                .patch(PatchContext.of(PatchType.JSON_MERGE), change);
    }

    private @Nullable ConfigMap plan(String test) {
        return client.configMaps()
                .inNamespace(namespace)
                .withName(Names.plan(test))
                .get();
    }

    private List<String> holders(String target) {
        Lease lease = client.leases()
                .inNamespace(LOCKS)
                .withName(TargetLease.name(target))
                .get();
        return lease == null
                ? List.of()
                : TargetLease.holders(lease).stream()
                        .map(TargetLease.Holder::name)
                        .toList();
    }

    /** On a target of its own: tests on one wait for each other. */
    private void apply(String name, int softphones, String more) {
        apply(name, softphones, more, "ws://" + name + ".gateway.test:8080/");
    }

    private void apply(String name, int softphones, String more, String url) {
        apply(name, softphones, more, url, "{rampUp: {over: 1s}}");
    }

    private void apply(String name, int softphones, String more, String url, String arrival) {
        load(
                name,
                softphones,
                "{protocol: SipOverWebSocket, url: \"" + url + "\"}",
                "{generated: {username: \"softphone-{index}\"}}",
                arrival,
                more);
    }

    private void load(String name, int softphones, String gateway, String identities, String arrival, String more) {
        client.load(new ByteArrayInputStream("""
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata: {name: %s}
                spec:
                  softphones: %d
                  gateway: %s
                  identities: %s
                  arrival: %s
                  hold: 1s
                  drain: 1s
                  %s
                """.formatted(name, softphones, gateway, identities, arrival, more)
                        .getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }

    private SoftphoneLoadTestStatus verdictOf(String test) {
        await("verdict").atMost(PATIENCE).until(() -> status(test).verdict() != null);
        return status(test);
    }

    private List<FakeRunner> awaitRunners(int count) {
        await("runners").atMost(PATIENCE).until(() -> runners().size() == count);
        return runners().stream().map(runner -> new FakeRunner(client, runner)).toList();
    }

    private void awaitTrial(String test, int number) {
        await("trial " + number)
                .atMost(PATIENCE)
                .until(() -> String.valueOf(number).equals(control(test).get("trial"))
                        && "Run".equals(control(test).get("command")));
    }

    private List<SoftphoneRunner> runners() {
        return client.resources(SoftphoneRunner.class).inNamespace(namespace).list().getItems().stream()
                .sorted(Comparator.comparing(runner -> runner.getSpec().number()))
                .toList();
    }

    private List<Event> events() {
        return client.v1().events().inNamespace(namespace).list().getItems();
    }

    private List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    private Map<String, String> control(String test) {
        ConfigMap map = controlObject(test);
        return map == null ? Map.of() : map.getData();
    }

    private @Nullable ConfigMap controlObject(String test) {
        return client.configMaps()
                .inNamespace(namespace)
                .withName(Names.control(test))
                .get();
    }

    private SoftphoneLoadTestStatus status(String test) {
        return Optional.ofNullable(resource(test).getStatus()).orElseThrow(() -> new AssertionError("no status"));
    }

    private SoftphoneLoadTest resource(String test) {
        return client.resources(SoftphoneLoadTest.class)
                .inNamespace(namespace)
                .withName(test)
                .require();
    }

    private boolean is(String test, String type) {
        return condition(test, type).filter(one -> one.status().equals("True")).isPresent();
    }

    private Optional<Condition> condition(String test, String type) {
        return Optional.ofNullable(resource(test).getStatus())
                .flatMap(status -> Optional.ofNullable(status.conditions()))
                .flatMap(conditions -> conditions.stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst());
    }
}
