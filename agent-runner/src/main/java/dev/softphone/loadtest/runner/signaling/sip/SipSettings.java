package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import java.util.Optional;

/**
 * What all softphones of one test have in common.
 *
 * @param upgrade the socket to open
 * @param domain host part of addresses of record
 * @param registrar request URI of a REGISTER
 * @param transport {@code WS} or {@code WSS}, as in Via
 * @param expiresSeconds requested lifetime of a registration
 * @param call absent when softphones only register; they then do not answer calls either
 * @param establishedMillis how long a call may take to be answered
 * @param fingerprint of the one certificate that all canned session descriptions name, like the tabs of one browser
 */
record SipSettings(
        UpgradeTemplate upgrade,
        String domain,
        String registrar,
        String transport,
        int expiresSeconds,
        Optional<CallPlan> call,
        long establishedMillis,
        String fingerprint) {

    static final String USER_AGENT = "softphone-loadtest";

    /** What a peer may send us. */
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS";

    /** RFC 5626 and RFC 3327. Session timers (RFC 4028) and reliable provisional answers are not offered. */
    static final String SUPPORTED = "path, outbound";
}
