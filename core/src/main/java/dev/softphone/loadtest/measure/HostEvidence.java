package dev.softphone.loadtest.measure;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the generator's host says about itself; peaks and totals of one trial. What could not be read is empty, never 0.
 * Of several hosts, a level and its limit are those of one host, the one nearest to its limit: the peak of one beside
 * the limit of another would accuse both.
 *
 * @param descriptorLimit soft {@code RLIMIT_NOFILE}
 * @param descriptorsPeak open descriptors
 * @param portLow first ephemeral port, as {@code ip_local_port_range} says
 * @param portHigh last ephemeral port
 * @param portsReserved reserved ports within the range
 * @param sourceAddresses local addresses in use
 * @param socketsPeak TCP sockets in use in this network namespace
 * @param timeWaitPeak sockets in TIME_WAIT in this network namespace
 * @param retransmits TCP segments retransmitted during the trial, namespace-wide
 * @param segmentsSent TCP segments sent during the trial
 * @param listenOverflows listen queue overflows during the trial: of local servers, ours to lose
 * @param conntrackPeak entries of the connection tracking table
 * @param conntrackMax its size
 * @param loopLagMaxMillis the longest an event loop was late
 * @param saturatedMillis how long any event loop was late by more than 100 ms, summed over episodes
 * @param gcPauseMaxMillis the longest garbage collection
 * @param gcMillis all of them
 * @param cpuThrottledMillis taken away by the cgroup during the trial
 * @param cpuCores how many processors the JVM may use
 * @param cpuPeakPercent busiest second, of all processors the JVM may use
 * @param pendingConnectsPeak connects asked for and not yet under way
 * @param clockStepMillis the largest jump of the wall clock against the monotonic one
 * @param transport {@code epoll} or {@code nio}; of several hosts the slower
 * @param tlsEngine {@code boringssl}, {@code jdk}; of several hosts the slower; empty without TLS
 */
public record HostEvidence(
        OptionalLong descriptorLimit,
        OptionalLong descriptorsPeak,
        OptionalLong portLow,
        OptionalLong portHigh,
        OptionalLong portsReserved,
        OptionalLong sourceAddresses,
        OptionalLong socketsPeak,
        OptionalLong timeWaitPeak,
        OptionalLong retransmits,
        OptionalLong segmentsSent,
        OptionalLong listenOverflows,
        OptionalLong conntrackPeak,
        OptionalLong conntrackMax,
        OptionalLong loopLagMaxMillis,
        OptionalLong saturatedMillis,
        OptionalLong gcPauseMaxMillis,
        OptionalLong gcMillis,
        OptionalLong cpuThrottledMillis,
        OptionalLong cpuCores,
        OptionalLong cpuPeakPercent,
        OptionalLong pendingConnectsPeak,
        OptionalLong clockStepMillis,
        Optional<String> transport,
        Optional<String> tlsEngine) {

    /** Nothing is known. */
    public static final HostEvidence UNKNOWN = new HostEvidence(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());

    /** Of several hosts, or parts of one: the worst peak with its own limit, the sum of what adds up. Order-free. */
    public HostEvidence plus(HostEvidence other) {
        HostEvidence descriptors = DESCRIPTORS.compare(this, other) >= 0 ? this : other;
        HostEvidence ports = PORTS.compare(this, other) >= 0 ? this : other;
        HostEvidence conntrack = CONNTRACK.compare(this, other) >= 0 ? this : other;
        return new HostEvidence(
                descriptors.descriptorLimit,
                descriptors.descriptorsPeak,
                ports.portLow,
                ports.portHigh,
                ports.portsReserved,
                ports.sourceAddresses,
                ports.socketsPeak,
                ports.timeWaitPeak,
                Known.sum(retransmits, other.retransmits),
                Known.sum(segmentsSent, other.segmentsSent),
                Known.sum(listenOverflows, other.listenOverflows),
                conntrack.conntrackPeak,
                conntrack.conntrackMax,
                Known.max(loopLagMaxMillis, other.loopLagMaxMillis),
                Known.sum(saturatedMillis, other.saturatedMillis),
                Known.max(gcPauseMaxMillis, other.gcPauseMaxMillis),
                Known.sum(gcMillis, other.gcMillis),
                Known.sum(cpuThrottledMillis, other.cpuThrottledMillis),
                Known.min(cpuCores, other.cpuCores),
                Known.max(cpuPeakPercent, other.cpuPeakPercent),
                Known.max(pendingConnectsPeak, other.pendingConnectsPeak),
                Known.max(clockStepMillis, other.clockStepMillis),
                Known.last(transport, other.transport),
                Known.last(tlsEngine, other.tlsEngine));
    }

    /** Ports of the range that may be used, of one source address. */
    public OptionalLong usablePorts() {
        return portLow.isEmpty() || portHigh.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(portHigh.getAsLong() - portLow.getAsLong() + 1 - portsReserved.orElse(0));
    }

    private static double share(OptionalLong used, OptionalLong limit) {
        return used.isEmpty() || limit.isEmpty() ? -1 : (double) used.getAsLong() / Math.max(1, limit.getAsLong());
    }

    private double portShare() {
        return share(
                Known.sum(socketsPeak, timeWaitPeak),
                usablePorts().isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(usablePorts().getAsLong() * Math.max(1, sourceAddresses.orElse(1))));
    }

    private static final Comparator<OptionalLong> KNOWN = Comparator.comparingLong(value -> value.orElse(-1));

    // Each ends in the compared fields themselves, so that two hosts that tie are the same in what is taken.
    private static final Comparator<HostEvidence> DESCRIPTORS = Comparator.<HostEvidence>comparingDouble(
                    host -> share(host.descriptorsPeak, host.descriptorLimit))
            .thenComparing(HostEvidence::descriptorsPeak, KNOWN)
            .thenComparing(HostEvidence::descriptorLimit, KNOWN);

    private static final Comparator<HostEvidence> PORTS = Comparator.comparingDouble(HostEvidence::portShare)
            .thenComparing(HostEvidence::socketsPeak, KNOWN)
            .thenComparing(HostEvidence::timeWaitPeak, KNOWN)
            .thenComparing(HostEvidence::portLow, KNOWN)
            .thenComparing(HostEvidence::portHigh, KNOWN)
            .thenComparing(HostEvidence::portsReserved, KNOWN)
            .thenComparing(HostEvidence::sourceAddresses, KNOWN);

    private static final Comparator<HostEvidence> CONNTRACK = Comparator.<HostEvidence>comparingDouble(
                    host -> share(host.conntrackPeak, host.conntrackMax))
            .thenComparing(HostEvidence::conntrackPeak, KNOWN)
            .thenComparing(HostEvidence::conntrackMax, KNOWN);
}
