package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Gather, decide, perform, tell. */
@ControllerConfiguration(
        name = SoftphoneLoadTestReconciler.NAME,
        fieldManager = "softphone-loadtest-operator",
        informer = @Informer,
        triggerReconcilerOnAllEvents = true,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
@RateLimited(maxReconciliations = 2, within = 1, unit = TimeUnit.SECONDS)
public class SoftphoneLoadTestReconciler implements Reconciler<SoftphoneLoadTest> {
    static final String NAME = "softphoneloadtest";
    private static final Duration BEHIND_ANOTHER = Duration.ofMillis(500);

    @Inject
    Gatherer gatherer;

    @Inject
    LifecyclePolicy policy;

    @Inject
    Performer performer;

    @Inject
    Reports reports;

    @Inject
    TrialStore trials;

    @Inject
    TestMetrics metrics;

    @Inject
    TargetLocks locks;

    @Inject
    Clock clock;

    private final Lock door = new ReentrantLock();

    @Override
    public List<EventSource<?, SoftphoneLoadTest>> prepareEventSources(EventSourceContext<SoftphoneLoadTest> context) {
        return Watches.of(context, reports::forget, trials::forget);
    }

    @Override
    public UpdateControl<SoftphoneLoadTest> reconcile(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        return metrics.timed(() -> look(test, context));
    }

    @Override
    public ErrorStatusUpdateControl<SoftphoneLoadTest> updateErrorStatus(
            SoftphoneLoadTest test, Context<SoftphoneLoadTest> context, Exception e) {
        return Forbidden.status(clock.instant(), test, e)
                .map(status -> ErrorStatusUpdateControl.patchStatus(withStatus(test, status)))
                .orElseGet(ErrorStatusUpdateControl::defaultErrorProcessing);
    }

    private UpdateControl<SoftphoneLoadTest> look(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        if (context.isPrimaryResourceDeleted() || test.isMarkedForDeletion()) {
            locks.release(test);
            return UpdateControl.noUpdate();
        }
        Decision decision = gatherer.admitted(test, context) ? step(test, context) : admit(test, context);
        UpdateControl<SoftphoneLoadTest> update = decision.status()
                .filter(status -> !status.equals(test.getStatus()))
                .map(status -> UpdateControl.patchStatus(withStatus(test, status)))
                .orElseGet(UpdateControl::noUpdate);
        decision.again().ifPresent(update::rescheduleAfter);
        return update;
    }

    /** One at a time: what the next one sees of its predecessors must be there. Nobody stands in the way of tests that run. */
    private Decision admit(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        if (!door.tryLock()) {
            return Decision.later(BEHIND_ANOTHER);
        }
        try {
            return step(test, context);
        } finally {
            door.unlock();
        }
    }

    private Decision step(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
        Observation seen = gatherer.gather(test, context);
        Decision decision = policy.decide(seen);
        performer.perform(decision, test);
        metrics.seen(seen, decision);
        return decision;
    }

    /** Server-side apply wants the name and the whole status, and nothing else. */
    private static SoftphoneLoadTest withStatus(
            SoftphoneLoadTest test, dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus status) {
        SoftphoneLoadTest fresh = new SoftphoneLoadTest();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(test.getMetadata().getName())
                .withNamespace(test.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }
}
