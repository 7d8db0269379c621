package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.runner.net.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A run that may start: read, checked, allowed.
 *
 * @param share what of the test this process drives
 * @param identities one for each softphone of the share, in order
 * @param tokens what is the share's of tokens that other runners have too
 * @param targets every host of the test with its addresses, all of them allowed
 * @param dnsMicros how long the gateway's name took to resolve; absent for a literal address
 * @param lanes event loops to use; 1 or more
 */
public record RunSetup(
        LoadTest test,
        Share share,
        List<Identity> identities,
        TokenShares tokens,
        Secrets secrets,
        List<Target> targets,
        Optional<Long> dnsMicros,
        int lanes) {
    public RunSetup {
        identities = List.copyOf(identities);
        targets = List.copyOf(targets);
    }

    /** Small shares do with one loop, which keeps pairs of callers together and costs the least. */
    public static int lanesFor(int softphones) {
        return Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), softphones / 100));
    }

    /** @param number from 0, over the whole test; one of this share */
    Identity identity(int number) {
        return identities.get((int) share.part().countBelow(number));
    }

    /** What one attempt may take at most. */
    Duration attempt() {
        return test.timeouts().attempt(test.gateway().restCalls());
    }
}
