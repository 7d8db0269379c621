package dev.softphone.loadtest.runner.evidence;

import java.util.OptionalLong;

/**
 * One look at the host. Everything that could not be read is empty, never 0.
 *
 * @param descriptorLimit soft {@code RLIMIT_NOFILE}
 * @param descriptors open now
 * @param portLow first ephemeral port
 * @param portHigh last ephemeral port
 * @param portsReserved of the ephemeral ports, those that are not handed out
 * @param sockets TCP sockets in use, IPv4 and IPv6, in this network namespace
 * @param timeWait sockets in TIME_WAIT in this network namespace
 * @param retransmits TCP segments sent again, since the namespace began
 * @param segmentsSent TCP segments sent, since the namespace began
 * @param listenOverflows connections that found a listen queue full, since the namespace began
 * @param conntrack connections tracked now in this network namespace
 * @param conntrackMax how many may be
 * @param throttledMicros taken away by the CPU quota of our cgroup, since it began
 */
public record HostReading(
        OptionalLong descriptorLimit,
        OptionalLong descriptors,
        OptionalLong portLow,
        OptionalLong portHigh,
        OptionalLong portsReserved,
        OptionalLong sockets,
        OptionalLong timeWait,
        OptionalLong retransmits,
        OptionalLong segmentsSent,
        OptionalLong listenOverflows,
        OptionalLong conntrack,
        OptionalLong conntrackMax,
        OptionalLong throttledMicros) {}
