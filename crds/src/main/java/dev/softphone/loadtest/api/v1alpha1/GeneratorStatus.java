package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What the runners' hosts say; peaks and totals. What could not be read is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GeneratorStatus(
        @JsonPropertyDescription("descriptorLimit is the soft RLIMIT_NOFILE.") @Nullable
        Long descriptorLimit,

        @JsonPropertyDescription("descriptorsPeak is the most open descriptors.") @Nullable
        Long descriptorsPeak,

        @JsonPropertyDescription("portLow is the first local port of ip_local_port_range.") @Nullable
        Long portLow,

        @JsonPropertyDescription("portHigh is the last local port of it.") @Nullable
        Long portHigh,

        @JsonPropertyDescription("portsReserved is how many ports of the range are reserved.") @Nullable
        Long portsReserved,

        @JsonPropertyDescription("sourceAddresses is how many local addresses are in use.") @Nullable
        Long sourceAddresses,

        @JsonPropertyDescription("socketsPeak is the most TCP sockets in use in the network namespace.") @Nullable
        Long socketsPeak,

        @JsonPropertyDescription("timeWaitPeak is the most sockets in TIME_WAIT.") @Nullable
        Long timeWaitPeak,

        @JsonPropertyDescription("retransmits is how many TCP segments were sent again.") @Nullable
        Long retransmits,

        @JsonPropertyDescription("segmentsSent is how many TCP segments were sent.") @Nullable
        Long segmentsSent,

        @JsonPropertyDescription("listenOverflows is how often a local listen queue was full.") @Nullable
        Long listenOverflows,

        @JsonPropertyDescription("conntrackPeak is the most entries of the connection tracking table.") @Nullable
        Long conntrackPeak,

        @JsonPropertyDescription("conntrackMax is its size.") @Nullable
        Long conntrackMax,

        @JsonPropertyDescription("loopLagMaxMillis is the longest an event loop was late.") @Nullable
        Long loopLagMaxMillis,

        @JsonPropertyDescription("saturatedMillis is how long any event loop was late by more than 100 ms.") @Nullable
        Long saturatedMillis,

        @JsonPropertyDescription("gcPauseMaxMillis is the longest garbage collection.") @Nullable
        Long gcPauseMaxMillis,

        @JsonPropertyDescription("gcMillis is the time of all garbage collections.") @Nullable
        Long gcMillis,

        @JsonPropertyDescription("cpuThrottledMillis is the time taken away by the cgroup.") @Nullable
        Long cpuThrottledMillis,

        @JsonPropertyDescription("cpuCores is how many processors a runner may use.") @Nullable
        Long cpuCores,

        @JsonPropertyDescription("cpuPeakPercent is the busiest second, of all processors a runner may use.") @Nullable
        Long cpuPeakPercent,

        @JsonPropertyDescription("pendingConnectsPeak is the most connects asked for and not yet under way.") @Nullable
        Long pendingConnectsPeak,

        @JsonPropertyDescription("clockStepMillis is the largest jump of the wall clock.") @Nullable
        Long clockStepMillis,

        @JsonPropertyDescription(
                "restConnections is how many TCP connections REST calls opened; with gateway.generic only.")
        @Nullable
        Long restConnections,

        @JsonPropertyDescription(
                "quotaWaits is how many REST calls waited for the quota of their token; with gateway.genesys.quota Respect.")
        @Nullable
        Long quotaWaits,

        @JsonPropertyDescription("transport is epoll or nio.") @Size(max = 16) @Nullable
        String transport,

        @JsonPropertyDescription("tlsEngine is boringssl or jdk; absent without TLS.") @Size(max = 16) @Nullable
        String tlsEngine) {}
