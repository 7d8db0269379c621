package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import java.util.Optional;

/**
 * What all softphones of one test have in common.
 *
 * @param upgrade headers of the socket to open
 * @param api scheme, host and port of the REST calls, without a slash at the end
 * @param tokenColumn column of the identities with the access token
 * @param notifications address of the publish-subscribe service
 * @param serverPings whether the server is asked to ping, instead of being pinged
 * @param call absent when softphones only register; they then take no calls either
 * @param establishedMillis how long a call may take to be answered
 * @param fingerprint of the one certificate that all canned session descriptions name, like the tabs of one browser
 */
record GenesysSettings(
        UpgradeTemplate upgrade,
        String api,
        String tokenColumn,
        String notifications,
        boolean serverPings,
        Optional<CallPlan> call,
        long establishedMillis,
        String fingerprint) {}
