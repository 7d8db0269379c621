package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.GeneratorStatus;
import dev.softphone.loadtest.measure.Histograms.Frozen;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.SourceAddress;
import dev.softphone.loadtest.plan.PortBudget;
import dev.softphone.loadtest.plan.Shares;
import dev.softphone.loadtest.verdict.Evidence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the generator's hosts say about themselves. */
final class HostBlock {

    private static final int WORD = 16;
    private static final int SENTENCE = 512;

    private HostBlock() {}

    /** Absent when nothing at all is known. */
    static Optional<GeneratorStatus> generator(Evidence evidence) {
        boolean rest = evidence.test().gateway().signaling() instanceof Gateway.GenericWebSocket;
        boolean paced = evidence.test().gateway().signaling() instanceof Gateway.GenesysCloud genesys
                && genesys.quota() == Gateway.GenesysCloud.Quota.Respect;
        Measurements measured = evidence.measurements();
        GeneratorStatus block = block(
                measured.host(),
                rest ? measured.restConnections() : null,
                paced
                        ? measured.histograms()
                                .getOrDefault(Metric.QUOTA_WAIT, Frozen.EMPTY)
                                .count()
                        : null);
        return Optional.of(block).filter(known -> !known.equals(block(HostEvidence.UNKNOWN, null, null)));
    }

    private static GeneratorStatus block(HostEvidence host, @Nullable Long restConnections, @Nullable Long quotaWaits) {
        return new GeneratorStatus(
                Cut.known(host.descriptorLimit()),
                Cut.known(host.descriptorsPeak()),
                Cut.known(host.portLow()),
                Cut.known(host.portHigh()),
                Cut.known(host.portsReserved()),
                Cut.known(host.sourceAddresses()),
                Cut.known(host.socketsPeak()),
                Cut.known(host.timeWaitPeak()),
                Cut.known(host.retransmits()),
                Cut.known(host.segmentsSent()),
                Cut.known(host.listenOverflows()),
                Cut.known(host.conntrackPeak()),
                Cut.known(host.conntrackMax()),
                Cut.known(host.loopLagMaxMillis()),
                Cut.known(host.saturatedMillis()),
                Cut.known(host.gcPauseMaxMillis()),
                Cut.known(host.gcMillis()),
                Cut.known(host.cpuThrottledMillis()),
                Cut.known(host.cpuCores()),
                Cut.known(host.cpuPeakPercent()),
                Cut.known(host.pendingConnectsPeak()),
                Cut.known(host.clockStepMillis()),
                restConnections,
                quotaWaits,
                Cut.to(WORD, host.transport()),
                Cut.to(WORD, host.tlsEngine()));
    }

    /** The port budget in one sentence; absent while the range is not known. */
    static Optional<String> ports(Evidence evidence) {
        HostEvidence host = evidence.measurements().host();
        if (host.portLow().isEmpty() || host.portHigh().isEmpty()) {
            return Optional.empty();
        }
        List<SourceAddress> sources = evidence.test().sourceAddresses();
        PortBudget budget = new PortBudget(
                (int) host.portLow().getAsLong(),
                (int) host.portHigh().getAsLong(),
                (int) host.portsReserved().orElse(0),
                PortBudget.PortChoice.Connect, // bound addresses too: IP_BIND_ADDRESS_NO_PORT
                sources.isEmpty()
                        ? Shares.equal(1)
                        : Shares.of(sources.stream().map(SourceAddress::weight).toList()),
                Math.max(1, evidence.measurements().remoteAddresses().size()),
                0);
        String timeWait = host.timeWaitPeak().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "; in TIME_WAIT at most %,d",
                        host.timeWaitPeak().getAsLong())
                : "";
        return Optional.of(Cut.to(
                SENTENCE, budget.sentence(evidence.measurements().softphones().planned(), 0) + timeWait));
    }
}
