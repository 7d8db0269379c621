package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import java.time.Duration;

/** How long a run takes at most, from its first arrival to the end of its drain. */
final class RunLength {
    private RunLength() {}

    /**
     * <pre>last arrival + cycles · (hold + pause + one attempt, with churn) + drain</pre>
     */
    static Duration of(LoadTest test) {
        ArrivalSchedule schedule = ArrivalSchedule.of(test.arrival(), test.softphones(), test.limits(), test.seed());
        Duration cycle = test.cycles().count() == 1
                ? test.hold()
                : test.hold()
                        .plus(test.cycles().pause())
                        .plus(test.timeouts().attempt(test.gateway().restCalls()));
        return Duration.ofNanos(schedule.lastOffsetNanos())
                .plus(cycle.multipliedBy(test.cycles().count()))
                .plus(test.drain());
    }
}
