package dev.softphone.loadtest.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.read.Reading;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ExecutionPlan;
import dev.softphone.loadtest.plan.ExecutionPlan.RegionPlan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunnerJobsTest {
    private static final List<Integer> WEIGHTS = List.of(2, 1);
    private static final ExecutionPlan PLAN = new ExecutionPlan(
            List.of(new RegionPlan("eu-west-1", 0, WEIGHTS, 4, 334), new RegionPlan("us-east-1", 1, WEIGHTS, 2, 166)),
            List.of());

    private static final String MANIFEST = """
            apiVersion: softphone.dev/v1alpha1
            kind: SoftphoneLoadTest
            metadata: {name: login, namespace: calls, uid: 0b3c}
            spec:
              softphones: 500
              gateway:
                protocol: GenesysCloud
                url: "wss://gateway.test/"
                tls: {caSecretRef: {name: gateway-ca, key: ca.crt}}
              identities:
                secretRefs: [{name: softphones-0, key: softphones.csv}]
                oauth:
                  organizations:
                  - {name: acme, grant: Saml2Bearer, clientId: app, clientSecretRef: {name: login, key: acme}}
              arrival: {rampUp: {over: 10s}}
              hold: 20s
              drain: 10s
            """;
    private static final RunnerPod POD =
            new RunnerPod("runner:1", "Never", List.of("registry"), new Quantity("1"), new Quantity("512Mi"));

    private final SoftphoneLoadTest resource =
            new KubernetesSerialization().unmarshal(MANIFEST, SoftphoneLoadTest.class);

    private final List<Job> jobs = RunnerJobs.of(resource, test(), PLAN, POD, Duration.ofMinutes(20));

    @Test
    void thereIsOneIndexedJobForEachRegionThatNeverStartsARunnerTwice() {
        assertThat(jobs)
                .extracting(job -> job.getMetadata().getName())
                .containsExactly("login-eu-west-1", "login-us-east-1");
        assertThat(jobs).allSatisfy(job -> {
            assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
            assertThat(job.getSpec().getCompletions()).isEqualTo(job.getSpec().getParallelism());
            assertThat(job.getSpec().getBackoffLimitPerIndex()).isZero();
            assertThat(job.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
            assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(1200);
            assertThat(job.getMetadata().getOwnerReferences()).hasSize(1);
        });
        assertThat(jobs.get(0).getSpec().getCompletions()).isEqualTo(4);
        assertThat(pod().getNodeSelector()).containsEntry("topology.kubernetes.io/region", "eu-west-1");
    }

    @Test
    void onlyWithReplaceAnotherPodTakesThePlaceOfOneThatFailed() {
        SoftphoneLoadTest again = new KubernetesSerialization()
                .unmarshal(MANIFEST + "  onRunnerLoss: Replace\n", SoftphoneLoadTest.class);
        Job job =
                RunnerJobs.of(again, test(), PLAN, POD, Duration.ofMinutes(20)).get(0);

        assertThat(job.getSpec().getBackoffLimitPerIndex()).isEqualTo(3);
        assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
        assertThat(rules(job)).containsExactly("FailIndex exit codes [3, 5]", "Ignore conditions [DisruptionTarget]");
        assertThat(rules(jobs.get(0))).containsExactly("FailIndex conditions [DisruptionTarget]");
    }

    @Test
    void aTemplateIsAddedAndReplacesNothingThatTheOperatorSets() {
        SoftphoneLoadTest templated =
                new KubernetesSerialization().unmarshal(MANIFEST + """
                  runnerTemplate:
                    resources: {memory: 1Gi}
                    labels: {team: voice}
                    annotations: {why: monday}
                    nodeSelector: {pool: load}
                    tolerations: [{key: dedicated, operator: Equal, value: load, effect: NoSchedule}]
                    affinity:
                      nodeAffinity:
                        requiredDuringSchedulingIgnoredDuringExecution:
                          nodeSelectorTerms: [{matchExpressions: [{key: arch, operator: In, values: [amd64]}]}]
                    priorityClassName: load
                    imagePullSecrets: [{name: registry}, {name: other}]
                """.indent(0), SoftphoneLoadTest.class);
        PodTemplateSpec template = RunnerJobs.of(
                        templated, test(), PLAN, POD.with(templated.getSpec().runnerTemplate()), Duration.ofMinutes(20))
                .get(0)
                .getSpec()
                .getTemplate();
        PodSpec spec = template.getSpec();

        assertThat(template.getMetadata().getLabels())
                .containsEntry("team", "voice")
                .containsEntry(Names.TEST, "login");
        assertThat(template.getMetadata().getAnnotations()).containsEntry("why", "monday");
        assertThat(spec.getNodeSelector())
                .isEqualTo(Map.of("pool", "load", "topology.kubernetes.io/region", "eu-west-1"));
        assertThat(spec.getTolerations()).extracting(Toleration::getKey).containsExactly("dedicated");
        assertThat(spec.getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms())
                .hasSize(1);
        assertThat(spec.getTopologySpreadConstraints()).hasSize(1);
        assertThat(spec.getPriorityClassName()).isEqualTo("load");
        assertThat(spec.getImagePullSecrets())
                .extracting(secret -> secret.getName())
                .containsExactly("registry", "other");
        assertThat(spec.getContainers().get(0).getResources().getLimits()).containsEntry("memory", new Quantity("1Gi"));
        assertThat(spec.getContainers().get(0).getResources().getRequests()).containsEntry("cpu", new Quantity("1"));
    }

    private static List<String> rules(Job job) {
        return job.getSpec().getPodFailurePolicy().getRules().stream()
                .map(rule -> rule.getAction()
                        + (rule.getOnExitCodes() == null
                                ? " conditions "
                                        + rule.getOnPodConditions().stream()
                                                .map(condition -> condition.getType())
                                                .toList()
                                : " exit codes " + rule.getOnExitCodes().getValues()))
                .toList();
    }

    @Test
    void aPodFitsTheRestrictedProfile() {
        Container container = pod().getContainers().get(0);

        assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod().getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(pod().getSecurityContext().getSysctls())
                .extracting(sysctl -> sysctl.getName() + "=" + sysctl.getValue())
                .containsExactly("net.ipv4.ip_local_port_range=1024 65535");
    }

    @Test
    void theImageIsPulledWithTheSecretsOfTheOneWhoInstallsTheOperator() {
        assertThat(pod().getImagePullSecrets())
                .extracting(secret -> secret.getName())
                .containsExactly("registry");
    }

    @Test
    void metricsAreServedOnThePortThatThePodNames() {
        Container container = pod().getContainers().get(0);

        assertThat(container.getPorts()).extracting(port -> port.getName()).containsExactly("metrics");
        assertThat(container.getArgs())
                .containsExactly(
                        "serve",
                        "--metrics-port",
                        String.valueOf(container.getPorts().get(0).getContainerPort()));
    }

    @Test
    void credentialsAreMountedFilesAndStandInNoEnvironment() {
        assertThat(pod().getVolumes().stream().map(Volume::getSecret).filter(secret -> secret != null))
                .extracting(secret -> secret.getSecretName())
                .containsExactly("gateway-ca", "login", "softphones-0");
        assertThat(pod().getContainers().get(0).getEnv())
                .allSatisfy(variable -> assertThat(variable.getValueFrom() == null
                                || variable.getValueFrom().getSecretKeyRef() == null)
                        .isTrue());
        assertThat(pod().getContainers().get(0).getEnvFrom()).isEmpty();
    }

    @Test
    void theTokenExpiresAndIsNotMountedByDefault() {
        assertThat(pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod().getVolumes().stream()
                        .filter(volume -> volume.getName().equals("token"))
                        .map(volume -> volume.getProjected()
                                .getSources()
                                .get(0)
                                .getServiceAccountToken()
                                .getExpirationSeconds()))
                .containsExactly(3600L);
    }

    @Test
    void runnersMayReadTheirControlObjectAndTheirOwnAssignmentAndWriteItsStatusAndNothingElse() {
        List<String> rules = RunnerAccess.of(resource, List.of("login-eu-west-1-0")).stream()
                .filter(Role.class::isInstance)
                .flatMap(object -> ((Role) object).getRules().stream())
                .map(rule -> rule.getResources() + " " + rule.getResourceNames() + " " + rule.getVerbs())
                .toList();

        assertThat(rules)
                .containsExactly(
                        "[configmaps] [login-control] [get, watch]",
                        "[softphonerunners] [login-eu-west-1-0] [get]",
                        "[softphonerunners/status] [login-eu-west-1-0] [update]");
    }

    @Test
    void theAssignmentsOfAPlanAddUpToTheRequest() {
        Map<String, Long> softphones = RunnerObjects.of(resource, PLAN).stream()
                .collect(Collectors.groupingBy(
                        runner -> runner.getSpec().region(),
                        Collectors.summingLong(runner -> runner.getSpec().softphones())));

        assertThat(softphones).isEqualTo(Map.of("eu-west-1", 334L, "us-east-1", 166L));
    }

    private PodSpec pod() {
        return jobs.get(0).getSpec().getTemplate().getSpec();
    }

    private LoadTest test() {
        return ((Reading.Accepted<LoadTest>) SpecReader.read(resource)).value();
    }
}
