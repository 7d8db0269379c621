package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.PreflightResult;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;

/** The two probes beside the run itself. */
final class Probes {

    private static final int ADDRESSES = 16;
    private static final int ADDRESS = 63;
    private static final int CODE = 48;
    private static final int DETAIL = 160;

    private Probes() {}

    static SoftphoneLoadTestStatus.Preflight preflight(Preflight preflight) {
        return new SoftphoneLoadTestStatus.Preflight(
                preflight.passed() ? PreflightResult.Passed : PreflightResult.Failed,
                preflight.outcome().map(outcome -> outcome.stage().label()).orElse(null),
                Cut.to(CODE, preflight.outcome().map(outcome -> outcome.code())),
                Cut.to(DETAIL, preflight.detail()),
                preflight.handshakeMicros().map(Cut::millis).orElse(null),
                preflight.dnsMicros().map(Cut::millis).orElse(null),
                preflight.addresses().stream()
                        .limit(ADDRESSES)
                        .map(address -> Cut.to(ADDRESS, address))
                        .toList());
    }

    static SoftphoneLoadTestStatus.SlotProbe slotProbe(SlotProbeResult probe) {
        return new SoftphoneLoadTestStatus.SlotProbe(
                (long) probe.connectedBefore(), (long) probe.closed(), (long) probe.attempts(), (long)
                        probe.admitted());
    }
}
