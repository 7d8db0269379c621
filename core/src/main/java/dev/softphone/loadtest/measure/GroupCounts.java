package dev.softphone.loadtest.measure;

/**
 * Counts of one group of softphones: an organization, a remote address, a local address.
 *
 * @param dropped softphones that lost a connection at least once
 */
public record GroupCounts(long started, long connected, long rejected, long failed, long dropped) {

    public static final GroupCounts ZERO = new GroupCounts(0, 0, 0, 0, 0);

    public GroupCounts plus(GroupCounts other) {
        return new GroupCounts(
                started + other.started,
                connected + other.connected,
                rejected + other.rejected,
                failed + other.failed,
                dropped + other.dropped);
    }
}
