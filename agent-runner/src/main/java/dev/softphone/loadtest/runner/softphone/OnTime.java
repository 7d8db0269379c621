package dev.softphone.loadtest.runner.softphone;

import java.util.function.LongConsumer;

/** A timer that does one thing, told the time. */
final class OnTime extends TimerWheel.Timer {
    private final LongConsumer action;

    OnTime(LongConsumer action) {
        this.action = action;
    }

    @Override
    protected void due(long nowNanos) {
        action.accept(nowNanos);
    }
}
