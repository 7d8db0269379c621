package dev.softphone.loadtest.report;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.model.LoadTest;

/**
 * Whether local ports could have run out, as arithmetic.
 *
 * <pre>
 * ports of one source address = port_high − port_low + 1 − reserved
 * softphones on the busiest address = ⌈softphones × its weight ÷ all weights⌉
 * </pre>
 */
final class PortsSentence {

    private PortsSentence() {}

    static String of(LoadTest test, HostEvidence host) {
        String softphones = Figures.count(test.softphones(), "softphone");
        if (host.usablePorts().isEmpty()) {
            return softphones + " need as many TCP ports; the range of local ports is unknown on this host.";
        }
        long range = host.usablePorts().getAsLong();
        long busiest = busiest(test);
        int sources = test.sourceAddresses().size();
        String which = sources > 1 ? ": the busiest of " + sources + " source addresses uses " : " need ";
        String timeWait = host.timeWaitPeak().isPresent()
                ? Figures.count(host.timeWaitPeak().getAsLong()) + " were in TIME_WAIT at most"
                : "how many were in TIME_WAIT is unknown";
        return softphones + which + Figures.count(busiest) + " of " + Figures.count(range) + " local TCP ports ("
                + Figures.share(busiest, range) + ") towards one destination; " + timeWait + ".";
    }

    private static long busiest(LoadTest test) {
        long weights = 0;
        long heaviest = 0;
        for (var source : test.sourceAddresses()) {
            weights += source.weight();
            heaviest = Math.max(heaviest, source.weight());
        }
        return weights == 0 ? test.softphones() : (test.softphones() * heaviest + weights - 1) / weights;
    }
}
