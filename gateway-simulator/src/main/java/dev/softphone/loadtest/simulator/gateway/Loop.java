package dev.softphone.loadtest.simulator.gateway;

import dev.softphone.loadtest.simulator.truth.GatewayClock;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread on which the gateway accepts, reads, decides, counts and writes. One thread is what makes caps and
 * counts exact. All methods are for that thread.
 */
public final class Loop {
    private final EventLoop eventLoop;
    private final GatewayClock clock;
    private final Consumer<Throwable> onError;

    /**
     * @param eventLoop the thread
     * @param clock its clock
     * @param onError told of what a task throws
     */
    public Loop(EventLoop eventLoop, GatewayClock clock, Consumer<Throwable> onError) {
        this.eventLoop = eventLoop;
        this.clock = clock;
        this.onError = onError;
    }

    /** Something that will run, and can be called off. */
    @FunctionalInterface
    public interface Timer {
        /** Calls it off; without effect once it runs. */
        void cancel();
    }

    /** The gateway's clock. */
    public GatewayClock clock() {
        return clock;
    }

    /** Runs {@code task} after {@code delay}, never within this call. */
    public Timer after(Duration delay, Runnable task) {
        ScheduledFuture<?> future = eventLoop.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        onError.accept(e);
                    }
                },
                Math.max(0, delay.toNanos()),
                TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Tells of an error that nobody expected. */
    void failed(Throwable error) {
        onError.accept(error);
    }
}
