package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SoftphoneLoadTestReconcilerTest {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final SoftphoneLoadTestReconciler reconciler = new SoftphoneLoadTestReconciler();

    /** Every thread that waited at the door would be one less for the tests that run. */
    @Test
    @SuppressWarnings("UnnecessaryAssignment") // there is no framework here
    void aTestThatComesWhileAnotherIsAdmittedComesAgainInsteadOfWaiting() throws Exception {
        reconciler.metrics = new TestMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
        reconciler.gatherer = new SlowGatherer();
        CompletableFuture<UpdateControl<SoftphoneLoadTest>> first =
                CompletableFuture.supplyAsync(() -> reconciler.reconcile(named("first"), context()));
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();

        UpdateControl<SoftphoneLoadTest> second = reconciler.reconcile(named("second"), context());

        assertThat(first).isNotDone();
        assertThat(second.isNoUpdate()).isTrue();
        assertThat(second.getScheduleDelay())
                .hasValueSatisfying(millis -> assertThat(millis).isPositive());
        goOn.countDown();
        assertThat(first.handle((update, gathered) -> gathered).get(30, TimeUnit.SECONDS))
                .hasRootCauseMessage("gathered");
    }

    /** Has nobody admitted, and takes until it is told to go on. */
    private final class SlowGatherer extends Gatherer {
        @SuppressWarnings("NullAway")
        SlowGatherer() {
            super(Clock.systemUTC(), null, null, null, null, null, null);
        }

        @Override
        boolean admitted(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
            return false;
        }

        @Override
        public Observation gather(SoftphoneLoadTest test, Context<SoftphoneLoadTest> context) {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("gathered");
        }
    }

    private static SoftphoneLoadTest named(String name) {
        SoftphoneLoadTest test = new SoftphoneLoadTest();
        test.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace("calls").build());
        return test;
    }

    @SuppressWarnings("unchecked")
    private static Context<SoftphoneLoadTest> context() {
        return (Context<SoftphoneLoadTest>) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : null);
    }
}
