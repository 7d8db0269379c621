package dev.softphone.loadtest.e2e;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs a failed test again when the machine itself stood still meanwhile, as a virtual machine does whose host is busy
 * elsewhere: what it measured then says nothing of the product. That it stood still is seen by a thread of this
 * process, which is neither the generator nor the gateway: where only one of them hangs, the failure stays one.
 *
 * <p>Applies to every test of the module by {@code META-INF/services}. A test that runs again finds its temporary
 * folder as it left it.
 */
public final class MachineStoodStill implements InvocationInterceptor {
    private static final int MOST_REPETITIONS = 2;
    private static final Stillness SEEN = Stillness.watch();

    @FunctionalInterface
    interface Body {
        void run() throws Throwable;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        repeated(context.getDisplayName(), invocation::proceed, () -> invoke(test), SEEN::total);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        repeated(context.getDisplayName(), invocation::proceed, () -> invoke(test), SEEN::total);
    }

    /** Runs the first body, and the other one for as long as the last failed while {@code still} grew. */
    static void repeated(String name, Body first, Body again, Supplier<Duration> still) throws Throwable {
        Body next = first;
        for (int repetition = 0; ; repetition++) {
            Duration before = still.get();
            try {
                next.run();
                return;
            } catch (Throwable failure) {
                Duration stood = still.get().minus(before);
                if (stood.isZero() || repetition == MOST_REPETITIONS) {
                    throw failure;
                }
                System.err.println("The machine stood still for " + stood.toMillis() + " ms during " + name
                        + ", which failed and runs again: " + failure);
            }
            next = again;
        }
    }

    private static void invoke(ReflectiveInvocationContext<Method> test) throws Throwable {
        Method method = test.getExecutable();
        method.setAccessible(true);
        try {
            method.invoke(test.getTarget().orElseThrow(), test.getArguments().toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** How long this process got no processor at all, in gaps of two seconds or more. */
    private static final class Stillness implements Runnable {
        private static final long TICK_MILLIS = 100;
        private static final long GAP_NANOS = Duration.ofSeconds(2).toNanos();

        private final LongAdder nanos = new LongAdder();

        static Stillness watch() {
            Stillness stillness = new Stillness();
            Thread thread = new Thread(stillness, "machine-stood-still");
            thread.setDaemon(true);
            thread.start();
            return stillness;
        }

        Duration total() {
            return Duration.ofNanos(nanos.sum());
        }

        @Override
        public void run() {
            try {
                for (long last = System.nanoTime(); ; ) {
                    Thread.sleep(TICK_MILLIS);
                    long now = System.nanoTime();
                    long gap = now - last;
                    if (gap >= GAP_NANOS) {
                        nanos.add(gap);
                    }
                    last = now;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
