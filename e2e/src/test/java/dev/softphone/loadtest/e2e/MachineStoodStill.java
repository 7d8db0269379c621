package dev.softphone.loadtest.e2e;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs a failed test again when the machine itself stood still meanwhile, as a virtual machine does whose host is busy
 * elsewhere: what it measured then says nothing of the product, and a generator rightly says that it was saturated. That
 * it stood still is seen by a thread of this process, which is neither the generator nor the gateway, and in the time
 * that the host kept from the processors: where only one of the two hangs, the failure stays one.
 *
 * <p>Applies to every test of the module by {@code META-INF/services}. A test that runs again finds its temporary
 * folder as it left it.
 */
public final class MachineStoodStill implements InvocationInterceptor {
    private static final int MOST_REPETITIONS = 2;

    /** A tenth of the waits in our scenarios: from there on a generator takes what was not answered upon itself. */
    private static final Duration ENOUGH = Duration.ofMillis(400);

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

    /** Runs the first body, and the other one for as long as the last failed while {@code still} grew enough. */
    static void repeated(String name, Body first, Body again, Supplier<Duration> still) throws Throwable {
        Body next = first;
        for (int repetition = 0; ; repetition++) {
            Duration before = still.get();
            try {
                next.run();
                return;
            } catch (Throwable failure) {
                Duration stood = still.get().minus(before);
                if (stood.compareTo(ENOUGH) < 0 || repetition == MOST_REPETITIONS) {
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

    /**
     * How long the machine stood still within a tick.
     *
     * @param lateNanos how much later than asked for a thread went on that does nothing else
     * @param stolenNanos what the host kept from all processors together
     */
    static long still(long lateNanos, long stolenNanos) {
        long counted = 0;
        if (lateNanos > Stillness.MUCH_LATE_NANOS) {
            counted = lateNanos;
        }
        if (stolenNanos > Stillness.MUCH_STOLEN_NANOS) {
            counted = Math.max(counted, stolenNanos);
        }
        return counted;
    }

    /** How long the machine stood still so far. */
    private static final class Stillness implements Runnable {
        private static final Duration TICK = Duration.ofMillis(100);

        /** What a runner calls saturated. */
        private static final long MUCH_LATE_NANOS = Duration.ofMillis(100).toNanos();

        /** Some per cent are usual, this is most of a processor. */
        private static final long MUCH_STOLEN_NANOS = Duration.ofMillis(60).toNanos();

        private static final Path PROCESSORS = Path.of("/proc/stat");
        private static final int STOLEN_COLUMN = 8;
        private static final long NANOS_PER_CLOCK_TICK = Duration.ofMillis(10).toNanos();

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
                long last = System.nanoTime();
                for (long stolen = stolenNanos(); ; ) {
                    Thread.sleep(TICK.toMillis());
                    long now = System.nanoTime();
                    long stolenNow = stolenNanos();
                    nanos.add(still(now - last - TICK.toNanos(), stolenNow - stolen));
                    last = now;
                    stolen = stolenNow;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** 0 where the system does not say. */
        private static long stolenNanos() {
            try (Stream<String> lines = Files.lines(PROCESSORS)) {
                String[] words = lines.findFirst().orElse("").split("\\s+", -1);
                return words.length > STOLEN_COLUMN ? Long.parseLong(words[STOLEN_COLUMN]) * NANOS_PER_CLOCK_TICK : 0;
            } catch (IOException e) {
                return 0;
            }
        }
    }
}
