package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.report.Figures;
import dev.softphone.loadtest.runner.terminal.Style.Tone;
import java.util.OptionalLong;

/** How the generator itself is: worst so far, with its limits. What the host does not tell is unknown. */
final class Health {

    private static final long LATE_MILLIS = 100;

    private Health() {}

    static void append(Line line, HostEvidence host) {
        item(
                line,
                "lag",
                unit(host.loopLagMaxMillis(), " ms"),
                host.loopLagMaxMillis().orElse(0) > LATE_MILLIS);
        item(
                line,
                "cpu",
                unit(host.cpuPeakPercent(), " %"),
                host.cpuPeakPercent().orElse(0) >= 90);
        boolean descriptorsShort = host.descriptorLimit().isPresent()
                && 10 * host.descriptorsPeak().orElse(0)
                        > 9 * host.descriptorLimit().getAsLong();
        item(
                line,
                "descriptors",
                unit(host.descriptorsPeak(), "") + " of " + unit(host.descriptorLimit(), ""),
                descriptorsShort);
        item(line, "sockets", unit(host.socketsPeak(), ""), false);
        item(line, "time-wait", unit(host.timeWaitPeak(), ""), false);
    }

    private static void item(Line line, String name, String value, boolean bad) {
        // An item that does not fit as a whole would read as another number.
        if (line.room() < name.length() + value.length() + 3) {
            return;
        }
        line.gap(2).add(Tone.QUIET, name + " ").add(bad ? Tone.BAD : null, value);
    }

    static String unit(OptionalLong value, String unit) {
        return value.isPresent() ? Figures.count(value.getAsLong()) + unit : "unknown";
    }
}
