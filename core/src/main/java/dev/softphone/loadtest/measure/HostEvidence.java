package dev.softphone.loadtest.measure;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the generator's host says about itself; peaks and totals of one trial. What could not be read is empty, never 0.
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
 * @param transport {@code epoll} or {@code nio}
 * @param tlsEngine {@code boringssl}, {@code jdk}; empty without TLS
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
}
