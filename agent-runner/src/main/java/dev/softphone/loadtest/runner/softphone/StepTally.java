package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.StepCounts;

/** The growing counts of the softphones one step started. Single-threaded. */
final class StepTally {
    final GroupTally group = new GroupTally();
    private final long startAfterMillis;
    private int softphones;
    private long maxHandshakeMicros;

    StepTally(long startAfterMillis) {
        this.startAfterMillis = startAfterMillis;
    }

    void planned() {
        softphones++;
    }

    void handshake(long micros) {
        maxHandshakeMicros = Math.max(maxHandshakeMicros, micros);
    }

    StepCounts freeze() {
        GroupCounts counts = group.freeze();
        return new StepCounts(
                softphones,
                startAfterMillis,
                counts.started(),
                counts.connected(),
                counts.rejected(),
                counts.failed(),
                counts.dropped(),
                maxHandshakeMicros);
    }
}
