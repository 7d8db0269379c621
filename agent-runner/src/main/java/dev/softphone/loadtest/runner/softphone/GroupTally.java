package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.GroupCounts;

/** The growing counts of one group of softphones. Single-threaded. */
final class GroupTally {
    private long started;
    private long connected;
    private long rejected;
    private long failed;
    private long dropped;

    void move(Standing from, Standing to) {
        started += from == Standing.NOT_STARTED ? 1 : 0;
        add(from, -1);
        add(to, 1);
    }

    /** A softphone changes into this group, or out of it, with all that it counts for. */
    void adopt(Standing standing, boolean hasDropped, int change) {
        started += change;
        add(standing, change);
        dropped += hasDropped ? change : 0;
    }

    void dropped() {
        dropped++;
    }

    private void add(Standing standing, int change) {
        switch (standing) {
            case CONNECTED -> connected += change;
            case REJECTED -> rejected += change;
            case FAILED -> failed += change;
            case NOT_STARTED, IN_PROGRESS, CANCELLED -> {}
        }
    }

    GroupCounts freeze() {
        return new GroupCounts(started, connected, rejected, failed, dropped);
    }
}
