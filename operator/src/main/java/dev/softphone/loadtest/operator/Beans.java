package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.operator.resources.RunnerPod;
import dev.softphone.loadtest.operator.turn.Turns;
import dev.softphone.loadtest.plan.RunnerSize;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** What is made once and injected. */
final class Beans {
    /** Set by the sysctl that every runner pod carries. */
    private static final int LOWEST_PORT = 1024;

    private static final int HIGHEST_PORT = 65_535;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The SDK's own bean is behind a proxy, and its constructor, an operator's, makes a client that nobody uses or closes. */
    @Produces
    @Singleton
    Operator operator(QuarkusConfigurationService configuration, SoftphoneLoadTestReconciler reconciler) {
        Operator operator = new Operator(configuration);
        operator.register(reconciler);
        return operator;
    }

    @Produces
    @Singleton
    LifecyclePolicy policy(Settings settings, KubernetesClient client) {
        RunnerPod pod = new RunnerPod(
                settings.runner().image(),
                settings.runner().pullPolicy(),
                settings.runner().pullSecrets().orElse(List.of()),
                new Quantity(settings.runner().cpu()),
                new Quantity(settings.runner().memory()));
        return new LifecyclePolicy(new LifecyclePolicy.Policy(
                pod,
                new RunnerSize(
                        pod.milliCpu(), pod.memoryBytes(), settings.runner().descriptors(), LOWEST_PORT, HIGHEST_PORT),
                settings.targets().allowed().orElse(List.of()),
                settings.reportInterval(),
                settings.deadlines().ready(),
                settings.deadlines().lead(),
                settings.deadlines().finalReport(),
                new Turns(settings.caps().perNamespace(), settings.caps().inTotal(), settings.overlap()),
                settings.deadlines().turn(),
                TargetLocks.namespace(settings, client),
                settings.runner().priorityClasses().orElse(List.of())));
    }

    /**
     * The SDK's own bean of this version is read before the registry is there, and counts nothing. What only goes up when
     * something fails is there from the start: the first failure would be no increase otherwise.
     */
    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        for (String counter : List.of(
                MicrometerMetricsV2.RECONCILIATIONS_FAILED, MicrometerMetricsV2.RECONCILIATIONS_RETRIES_NUMBER)) {
            registry.counter(counter, "controller.name", SoftphoneLoadTestReconciler.NAME);
        }
        return MicrometerMetricsV2.newBuilder(registry).build();
    }

    /** The SDK of this version registers one meter with and without this tag, which Prometheus refuses. */
    @Produces
    @Singleton
    MeterFilter eventAction() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals("events.received") && id.getTag("action") == null
                        ? id.withTag(Tag.of("action", "UNKNOWN"))
                        : id;
            }
        };
    }
}
