package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Condition;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@QuarkusTest
@QuarkusTestResource(ApiServer.class)
@EnabledIfEnvironmentVariable(named = ApiServer.BINARIES, matches = ".+", disabledReason = "dev/verify builds them")
class ForbiddenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String JOBS = "count/jobs.batch";

    @Inject
    KubernetesClient client;

    @Test
    void whatTheOperatorMayNotCreateIsNamedInTheStatusAndTheTestGoesOnOnceItMay() {
        String namespace = namespace(Map.of());
        ResourceQuota quota = noJobs(namespace);

        apply(namespace, "forbidden.gateway.test");

        await("the refusal").atMost(PATIENCE).until(() -> runnersReady(namespace)
                .filter(condition -> condition.reason().equals("Forbidden"))
                .isPresent());
        Condition refused = runnersReady(namespace).orElseThrow();
        assertThat(refused.status()).isEqualTo("False");
        assertThat(refused.message())
                .startsWith("operator: jobs.batch \"login-default\" is forbidden: exceeded quota: no-jobs");

        client.resource(quota).delete();
        await("the Job").atMost(PATIENCE).until(() -> !jobs(namespace).isEmpty());
        await("the refusal is forgotten").atMost(PATIENCE).until(() -> runnersReady(namespace)
                .filter(condition -> condition.reason().equals("Provisioning"))
                .isPresent());
    }

    /** By an API server that enforces it; its Job controller is this test. */
    @Test
    void aRunnersPodFitsARestrictedNamespaceAndOneThatDoesNotIsRefusedInTheWordsOfTheStatus() {
        String namespace = namespace(Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        apply(namespace, "restricted.gateway.test");
        await("the Job").atMost(PATIENCE).until(() -> !jobs(namespace).isEmpty());
        Job job = jobs(namespace).get(0);
        Pod pod = new PodBuilder()
                .withMetadata(job.getSpec().getTemplate().getMetadata())
                .editMetadata()
                .withName("login-default-0")
                .withNamespace(namespace)
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build();
        assertThatCode(() -> client.resource(pod).dryRun().create()).doesNotThrowAnyException();

        // As somebody at admission would leave it who adds to pods what the profile forbids.
        pod.getSpec().getContainers().get(0).getSecurityContext().setCapabilities(null);
        KubernetesClientException refused = catchThrowableOfType(
                KubernetesClientException.class, () -> client.resource(pod).create());
        assertThat(refused).isNotNull();
        tell(job, "Error creating: " + refused.getStatus().getMessage());

        await("the refusal").atMost(PATIENCE).until(() -> runnersReady(namespace)
                .filter(condition -> condition.message().contains("PodSecurity"))
                .isPresent());
        Condition condition = runnersReady(namespace).orElseThrow();
        assertThat(condition.status()).isEqualTo("False");
        assertThat(condition.message())
                .contains(
                        "Job login-default: Error creating: pods \"login-default-0\" is forbidden: violates PodSecurity"
                                + " \"restricted:latest\": unrestricted capabilities");
    }

    @Test
    void otherFaultsAndTestsThatRunAreLeftAlone() {
        SoftphoneLoadTest waiting = new Scene("softphones: 10\nplacement: {capacity: Elastic}\n").test();
        SoftphoneLoadTest running = new Scene("softphones: 10\nplacement: {capacity: Elastic}\n")
                .started()
                .test();
        Exception forbidden = new IllegalStateException(new KubernetesClientException("no", 403, null));

        assertThat(Forbidden.status(Instant.EPOCH, waiting, forbidden)).isPresent();
        assertThat(Forbidden.status(Instant.EPOCH, running, forbidden)).isEmpty();
        assertThat(Forbidden.status(Instant.EPOCH, waiting, new KubernetesClientException("gone", 500, null)))
                .isEmpty();
    }

    /** As a quota controller would leave it, which is not here. */
    private ResourceQuota noJobs(String namespace) {
        Map<String, Quantity> none = Map.of(JOBS, new Quantity("0"));
        ResourceQuota quota = client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("no-jobs")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(none)
                        .endSpec()
                        .build())
                .create();
        quota.setStatus(
                new ResourceQuotaStatusBuilder().withHard(none).withUsed(none).build());
        return client.resource(quota).updateStatus();
    }

    private String namespace(Map<String, String> labels) {
        return client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("forbidden-")
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    private void apply(String namespace, String host) {
        client.resource("""
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata: {name: login, namespace: %s}
                spec:
                  softphones: 10
                  gateway: {protocol: SipOverWebSocket, url: "ws://%s/", sip: {domain: example.test}}
                  identities: {generated: {username: "softphone-{index}"}}
                  arrival: {rampUp: {over: 1s}}
                  placement: {capacity: Elastic}
                """.formatted(namespace, host)).create();
    }

    private List<Job> jobs(String namespace) {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    /** As the Job controller does. */
    private void tell(Job job, String message) {
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withName("failed-create")
                        .withNamespace(job.getMetadata().getNamespace())
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withKind("Job")
                        .withNamespace(job.getMetadata().getNamespace())
                        .withName(job.getMetadata().getName())
                        .withUid(job.getMetadata().getUid())
                        .endInvolvedObject()
                        .withType("Warning")
                        .withReason("FailedCreate")
                        .withMessage(message)
                        .withLastTimestamp(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .build())
                .create();
    }

    private Optional<Condition> runnersReady(String namespace) {
        return Optional.ofNullable(client.resources(SoftphoneLoadTest.class)
                        .inNamespace(namespace)
                        .withName("login")
                        .require()
                        .getStatus())
                .flatMap(status -> Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
                        .filter(condition -> condition.type().equals("RunnersReady"))
                        .findFirst());
    }
}
