package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.operator.resources.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What belongs to a test and is watched with it: everything that carries the test's label. */
final class Watches {
    private Watches() {}

    static List<EventSource<?, SoftphoneLoadTest>> of(
            EventSourceContext<SoftphoneLoadTest> context,
            Consumer<SoftphoneRunner> runnerGone,
            Consumer<ConfigMap> mapGone) {
        return List.of(
                watch(SoftphoneRunner.class, Names.SELECTOR, context, runnerGone),
                watch(ConfigMap.class, Names.SELECTOR_BUT_REPORTS, context, mapGone),
                watch(Job.class, Names.SELECTOR, context, gone -> {}),
                watch(Pod.class, Names.SELECTOR, context, gone -> {}));
    }

    private static <R extends HasMetadata> InformerEventSource<R, SoftphoneLoadTest> watch(
            Class<R> kind, String selector, EventSourceContext<SoftphoneLoadTest> context, Consumer<R> whenGone) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, SoftphoneLoadTest.class)
                        .withLabelSelector(selector)
                        .withItemStore(new LeanStore<>())
                        .withSecondaryToPrimaryMapper(Watches::test)
                        .build(),
                context) {
            @Override
            public synchronized void onDelete(R object, boolean unseen) {
                whenGone.accept(object);
                super.onDelete(object, unseen);
            }
        };
    }

    private static Set<ResourceID> test(HasMetadata object) {
        String test = object.getMetadata().getLabels().get(Names.TEST);
        return test == null
                ? Set.of()
                : Set.of(new ResourceID(test, object.getMetadata().getNamespace()));
    }
}
