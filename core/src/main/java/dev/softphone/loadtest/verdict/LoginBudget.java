package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.model.Gateway.GenesysCloud;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.OAuthOrganization.Sharing;
import java.util.OptionalLong;

/** How many logins a limit on REST calls leaves, where it is one token's and all softphones share it. */
final class LoginBudget {
    private LoginBudget() {}

    /** Empty where the protocol has no login of a known length, or the limit none per minute. */
    static OptionalLong perMinute(Scene scene, OptionalLong callsPerMinute) {
        return scene.test().gateway().signaling().loginsPerMinute(callsPerMinute);
    }

    static String sentence(Scene scene, OptionalLong callsPerMinute, long logins) {
        return "A login costs " + GenesysCloud.LOGIN_CALLS + " REST calls, so that "
                + Say.number(callsPerMinute.orElse(0)) + " a minute are " + Say.number(logins)
                + " logins a minute on one token"
                + whoHasOne(scene);
    }

    private static String whoHasOne(Scene scene) {
        if (scene.test().gateway().signaling() instanceof GenesysCloud genesys && genesys.fetchesTokens()) {
            return genesys.organizations().stream().allMatch(one -> one.sharing() == Sharing.Shared)
                    ? ", and identities.oauth has an organization share one."
                    : "; each softphone has one of its own, unless sharing is Shared.";
        }
        return scene.test().identities() instanceof Identities.Generated
                ? ", and generated identities share one."
                : "; are tokens shared?";
    }
}
