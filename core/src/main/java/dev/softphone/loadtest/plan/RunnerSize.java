package dev.softphone.loadtest.plan;

import java.util.Locale;

/**
 * What one runner pod may use.
 *
 * @param milliCpu thousandths of a processor
 * @param memoryBytes the memory limit, the kernel's share of sockets included
 * @param descriptors soft {@code RLIMIT_NOFILE}
 * @param portLow first port of the pod's {@code net.ipv4.ip_local_port_range}
 * @param portHigh last port of it
 */
public record RunnerSize(long milliCpu, long memoryBytes, long descriptors, int portLow, int portHigh) {

    public RunnerSize {
        require("milliCpu", milliCpu);
        require("memoryBytes", memoryBytes);
        require("descriptors", descriptors);
    }

    private static void require(String what, long observed) {
        if (observed < 1) {
            throw new IllegalArgumentException("runner " + what + ": required 1 or more, observed " + observed);
        }
    }

    /** For people. */
    String words() {
        return String.format(Locale.ROOT, "%,dm CPU and %,d MiB", milliCpu, memoryBytes >> 20);
    }
}
