package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.GeneratorStatus;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.verdict.Evidence;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the generator's hosts say about themselves. */
final class HostBlock {

    private static final int WORD = 16;

    private HostBlock() {}

    /** Absent when nothing at all is known. */
    static Optional<GeneratorStatus> generator(Evidence evidence) {
        boolean rest = evidence.test().gateway().signaling() instanceof Gateway.GenericWebSocket;
        GeneratorStatus block = block(
                evidence.measurements().host(), rest ? evidence.measurements().restConnections() : null);
        return Optional.of(block).filter(known -> !known.equals(block(HostEvidence.UNKNOWN, null)));
    }

    private static GeneratorStatus block(HostEvidence host, @Nullable Long restConnections) {
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
                Cut.to(WORD, host.transport()),
                Cut.to(WORD, host.tlsEngine()));
    }

    /**
     * One sentence; absent while the range is not known.
     *
     * <pre>ports = (high - low + 1 - reserved) · source addresses</pre>
     */
    static Optional<String> ports(Measurements measured) {
        HostEvidence host = measured.host();
        if (host.portLow().isEmpty() || host.portHigh().isEmpty()) {
            return Optional.empty();
        }
        long low = host.portLow().getAsLong();
        long high = host.portHigh().getAsLong();
        long addresses = Math.max(1, host.sourceAddresses().orElse(1));
        long ports = (high - low + 1 - host.portsReserved().orElse(0)) * addresses;
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d softphones use %,d of %,d TCP ports (%d to %d on %d %s); in TIME_WAIT at most %s",
                measured.softphones().planned(),
                measured.softphones().planned(),
                ports,
                low,
                high,
                addresses,
                addresses == 1 ? "address" : "addresses",
                host.timeWaitPeak().isPresent()
                        ? String.format(Locale.ROOT, "%,d", host.timeWaitPeak().getAsLong())
                        : "unknown"));
    }
}
