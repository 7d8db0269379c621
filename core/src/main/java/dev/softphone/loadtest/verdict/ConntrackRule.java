package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;

import java.util.List;
import java.util.OptionalLong;

/**
 * The connection tracking table of the host is full: new SYNs vanish while what is connected stays, which looks like a
 * cap. Unknown is not full.
 */
final class ConntrackRule implements Rule {

    @Override
    public List<Finding> explain(Scene scene) {
        OptionalLong peak = scene.host().conntrackPeak();
        OptionalLong max = scene.host().conntrackMax();
        Seen seen =
                scene.open(key -> key.code().equals("tcp/timeout") || key.code().equals("local/EPERM"));
        if (seen.isEmpty() || peak.isEmpty() || max.isEmpty() || 100 * peak.getAsLong() < 95 * max.getAsLong()) {
            return List.of();
        }
        return new Draft(CauseType.NatOrConntrackFull, High)
                .limit(max.getAsLong())
                .softphones(seen.softphones())
                .evidence("The connection tracking table peaked at " + Say.number(peak.getAsLong()) + " of "
                        + Say.number(max.getAsLong()) + " entries (" + Say.percent(peak.getAsLong(), max.getAsLong())
                        + ").")
                .evidence("Meanwhile connects went unanswered: " + seen.summary()
                        + ". A full table drops SYNs before they leave.")
                .remedy(
                        "Raise net.netfilter.nf_conntrack_max on the generator's nodes, or spread the runners over more nodes.")
                .explains(seen);
    }
}
