package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.model.Gateway.GenesysCloud;
import dev.softphone.loadtest.model.Gateway.GenesysCloud.Quota;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.softphone.Behaviour;
import dev.softphone.loadtest.runner.softphone.Softphone;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What all lanes of one run share.
 *
 * @param redact removes a softphone's secrets from a text
 * @param quotas that REST calls wait for; absent: none waits
 */
public record LaneSetup(
        LoadTest test,
        Signaling signaling,
        Behaviour behaviour,
        Secrets secrets,
        BiFunction<Softphone, String, String> redact,
        Optional<Quotas> quotas) {

    /**
     * @param test says whether REST calls wait for the quota of their token
     * @param tokens what is ours of tokens that other runners have too
     */
    public LaneSetup(
            LoadTest test,
            Signaling signaling,
            Behaviour behaviour,
            Secrets secrets,
            TokenShares tokens,
            BiFunction<Softphone, String, String> redact) {
        this(
                test,
                signaling,
                behaviour,
                secrets,
                redact,
                test.gateway().signaling() instanceof GenesysCloud genesys && genesys.quota() == Quota.Respect
                        ? Optional.of(new Quotas(tokens))
                        : Optional.empty());
    }
}
