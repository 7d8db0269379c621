package dev.softphone.loadtest.operator.resources;

import dev.softphone.loadtest.api.read.SecretNames;
import dev.softphone.loadtest.api.v1alpha1.OnRunnerLoss;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.plan.ExecutionPlan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One Indexed Job for each region. Its pods fit the {@code restricted} profile, spread over the nodes of their region,
 * and end by the Job's own deadline when nobody else ends them.
 */
public final class RunnerJobs {
    /** The region of a plan that names none: anywhere in the cluster. */
    public static final String ANYWHERE = Placement.WHOLE_CLUSTER;

    /** How often another pod takes the place of one that failed. */
    public static final int REPLACEMENTS = 3;

    private static final String CONTAINER = "runner";
    /** Exit codes of {@code softphone-load serve}. */
    private static final int REFUSED = 3;

    private static final int SUPERSEDED = 5;
    private static final String TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final long TOKEN_SECONDS = 3600;
    private static final String TEST = "/etc/softphone/test";
    private static final String SECRETS = "/etc/softphone/secrets";
    private static final long USER = 65_532;
    private static final int METRICS_PORT = 9464;

    private RunnerJobs() {}

    /** @param deadline after which pods are ended whatever the operator does */
    public static List<Job> of(
            SoftphoneLoadTest resource, LoadTest test, ExecutionPlan plan, RunnerPod pod, Duration deadline) {
        return plan.regions().stream()
                .filter(region -> region.runners() > 0)
                .map(region -> job(resource, test, region, pod, deadline))
                .toList();
    }

    private static Job job(
            SoftphoneLoadTest resource,
            LoadTest test,
            ExecutionPlan.RegionPlan region,
            RunnerPod pod,
            Duration deadline) {
        String name = resource.getMetadata().getName();
        boolean again = resource.getSpec().onRunnerLoss() == OnRunnerLoss.Replace;
        return new JobBuilder()
                .withMetadata(new ObjectMetaBuilder(Names.owned(resource, Names.job(name, region.name())))
                        .addToLabels(Map.of(Names.REGION, region.name()))
                        .build())
                .withNewSpec()
                .withCompletionMode("Indexed")
                .withCompletions(region.runners())
                .withParallelism(region.runners())
                .withBackoffLimitPerIndex(again ? REPLACEMENTS : 0)
                .withMaxFailedIndexes(region.runners())
                .withPodReplacementPolicy("Failed")
                .withActiveDeadlineSeconds(deadline.toSeconds())
                .withPodFailurePolicy(failurePolicy(again))
                .withTemplate(PodTemplates.with(
                        new PodTemplateSpecBuilder()
                                .withNewMetadata()
                                .withLabels(Names.labels(name))
                                .addToLabels(Names.REGION, region.name())
                                .endMetadata()
                                .withSpec(pod(resource, test, region, pod))
                                .build(),
                        resource.getSpec().runnerTemplate()))
                .endSpec()
                .build();
    }

    /** A pod that was refused, or has no softphones, would be again; one that was evicted is not its own fault. */
    private static PodFailurePolicy failurePolicy(boolean again) {
        PodFailurePolicyBuilder policy = new PodFailurePolicyBuilder();
        if (again) {
            policy.addNewRule()
                    .withAction("FailIndex")
                    .withNewOnExitCodes()
                    .withContainerName(CONTAINER)
                    .withOperator("In")
                    .withValues(REFUSED, SUPERSEDED)
                    .endOnExitCodes()
                    .endRule();
        }
        return policy.addNewRule()
                .withAction(again ? "Ignore" : "FailIndex")
                .addNewOnPodCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endOnPodCondition()
                .endRule()
                .build();
    }

    private static PodSpec pod(
            SoftphoneLoadTest resource, LoadTest test, ExecutionPlan.RegionPlan region, RunnerPod pod) {
        String name = resource.getMetadata().getName();
        PodSpecBuilder spec = new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withServiceAccountName(Names.access(name))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(test.drain().plusSeconds(60).toSeconds())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER) // reads the mounted Secrets
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .addNewSysctl()
                .withName("net.ipv4.ip_local_port_range")
                .withValue("1024 65535")
                .endSysctl()
                .endSecurityContext()
                .addNewTopologySpreadConstraint()
                .withMaxSkew(1)
                .withTopologyKey("kubernetes.io/hostname")
                .withWhenUnsatisfiable("DoNotSchedule")
                .withNodeAffinityPolicy("Honor")
                .withNodeTaintsPolicy("Honor")
                .withNewLabelSelector()
                .withMatchLabels(Map.of(Names.TEST, name, Names.REGION, region.name()))
                .endLabelSelector()
                .endTopologySpreadConstraint()
                .withContainers(container(resource, region, pod))
                .withVolumes(volumes(resource));
        pod.pullSecrets().forEach(spec::addNewImagePullSecret);
        if (!region.name().equals(ANYWHERE)) {
            spec.withNodeSelector(Map.of("topology.kubernetes.io/region", region.name()));
        }
        return spec.build();
    }

    private static Container container(SoftphoneLoadTest resource, ExecutionPlan.RegionPlan region, RunnerPod pod) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount("test", TEST));
        mounts.add(mount("token", TOKEN));
        mounts.add(
                new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
        SecretNames.of(resource.getSpec())
                .forEach(secret -> mounts.add(mount("secret-" + secret, SECRETS + "/" + secret)));
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(pod.image())
                .withImagePullPolicy(pod.pullPolicy())
                .withArgs("serve", "--metrics-port", String.valueOf(METRICS_PORT))
                .addNewPort()
                .withName("metrics")
                .withContainerPort(METRICS_PORT)
                .endPort()
                .withEnv(environment(resource.getMetadata().getName(), region))
                .withTerminationMessagePolicy("File")
                .withNewResources()
                .withRequests(Map.of("cpu", pod.cpu(), "memory", pod.memory()))
                .withLimits(Map.of("memory", pod.memory()))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withVolumeMounts(mounts)
                .build();
    }

    private static List<EnvVar> environment(String name, ExecutionPlan.RegionPlan region) {
        return List.of(
                new EnvVarBuilder().withName("TEST").withValue(name).build(),
                new EnvVarBuilder().withName("REGION").withValue(region.name()).build(),
                field("NAMESPACE", "metadata.namespace"),
                field("POD_NAME", "metadata.name"),
                field("POD_UID", "metadata.uid"),
                field("POD_IP", "status.podIP"),
                field("NODE_NAME", "spec.nodeName"),
                field("INDEX_FAILURE_COUNT", "metadata.annotations['batch.kubernetes.io/job-index-failure-count']"),
                field(
                        "INDEX_IGNORED_FAILURE_COUNT",
                        "metadata.annotations['batch.kubernetes.io/job-index-ignored-failure-count']"));
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static VolumeMount mount(String name, String path) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(true)
                .build();
    }

    private static List<Volume> volumes(SoftphoneLoadTest resource) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(new VolumeBuilder()
                .withName("test")
                .withNewConfigMap()
                .withName(Names.plan(resource.getMetadata().getName()))
                .endConfigMap()
                .build());
        volumes.add(new VolumeBuilder()
                .withName("token")
                .withNewProjected()
                .addNewSource()
                .withNewServiceAccountToken()
                .withPath("token")
                .withExpirationSeconds(TOKEN_SECONDS)
                .endServiceAccountToken()
                .endSource()
                .addNewSource()
                .withNewConfigMap()
                .withName("kube-root-ca.crt")
                .addNewItem()
                .withKey("ca.crt")
                .withPath("ca.crt")
                .endItem()
                .endConfigMap()
                .endSource()
                .addNewSource()
                .withNewDownwardAPI()
                .addNewItem()
                .withPath("namespace")
                .withNewFieldRef()
                .withFieldPath("metadata.namespace")
                .endFieldRef()
                .endItem()
                .endDownwardAPI()
                .endSource()
                .endProjected()
                .build());
        volumes.add(new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        for (String secret : SecretNames.of(resource.getSpec())) {
            volumes.add(new VolumeBuilder()
                    .withName("secret-" + secret)
                    .withNewSecret()
                    .withSecretName(secret)
                    .withDefaultMode(0440)
                    .endSecret()
                    .build());
        }
        return volumes;
    }
}
