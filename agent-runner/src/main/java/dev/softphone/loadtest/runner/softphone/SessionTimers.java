package dev.softphone.loadtest.runner.softphone;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The timers a protocol's session asked for, by its own numbers from 0. Single-threaded. */
final class SessionTimers {
    private final Effects effects;
    private final IntConsumer due;
    private @Nullable OnTime[] timers = new OnTime[0];

    /** @param due told the number of the timer that ran out */
    SessionTimers(Effects effects, IntConsumer due) {
        this.effects = effects;
        this.due = due;
    }

    void start(int timer, long delayMillis) {
        if (timer >= timers.length) {
            timers = Arrays.copyOf(timers, timer + 1);
        }
        OnTime running = timers[timer];
        if (running == null) {
            running = new OnTime(now -> due.accept(timer));
            timers[timer] = running;
        }
        effects.start(running, effects.nowNanos() + delayMillis * 1_000_000);
    }

    void stop(int timer) {
        OnTime running = timer < timers.length ? timers[timer] : null;
        if (running != null) {
            effects.stop(running);
        }
    }

    void stopAll() {
        for (int timer = 0; timer < timers.length; timer++) {
            stop(timer);
        }
    }
}
