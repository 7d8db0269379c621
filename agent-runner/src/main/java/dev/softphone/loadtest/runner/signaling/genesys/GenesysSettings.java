package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.PersistentConnection;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool;
import java.util.Optional;

/**
 * What the softphones of one test have in common, of those with the same hosts.
 *
 * @param upgrade headers of the socket to open
 * @param api scheme, host and port of the REST calls, without a slash at the end
 * @param cloud where access tokens come from, a column of the identities or the pool, and whether sessions persist
 * @param tokens shared by all softphones of the test
 * @param notifications address of the publish-subscribe service
 * @param serverPings whether the server is asked to ping, instead of being pinged
 * @param call absent when softphones only register; they then take no calls either
 * @param establishedMillis how long a call may take to be answered
 * @param fingerprint of the one certificate that all canned session descriptions name, like the tabs of one browser
 */
record GenesysSettings(
        UpgradeTemplate upgrade,
        String api,
        Gateway.GenesysCloud cloud,
        TokenPool tokens,
        String notifications,
        boolean serverPings,
        Optional<CallPlan> call,
        long establishedMillis,
        String fingerprint) {

    /** The same for an organization with hosts of its own. */
    GenesysSettings at(UpgradeTemplate itsUpgrade, String itsApi, String itsNotifications) {
        return new GenesysSettings(
                itsUpgrade, itsApi, cloud, tokens, itsNotifications, serverPings, call, establishedMillis, fingerprint);
    }

    PersistentConnection persistence() {
        return cloud.persistentConnection();
    }

    /** Whether softphones take calls that they did not ask for. */
    boolean takesCalls() {
        return call.filter(plan -> plan.direction() == CallPlan.Direction.Inbound)
                .isPresent();
    }

    long answerAfterMillis() {
        return call.map(plan -> plan.answerAfter().toMillis()).orElse(0L);
    }
}
