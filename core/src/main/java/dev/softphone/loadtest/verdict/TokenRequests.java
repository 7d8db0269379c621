package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.Gateway.GenesysCloud;

/**
 * How tokens are come by: with {@code identities.oauth} each is fetched once and kept, otherwise a REST call of each attempt
 * fetches one.
 *
 * @param kept whether they are kept
 */
record TokenRequests(boolean kept, long requests, long attempts) {

    static TokenRequests of(Scene scene) {
        boolean kept = scene.test().gateway().signaling() instanceof GenesysCloud genesys && genesys.fetchesTokens();
        long attempts = scene.measurements().attempts().first()
                + scene.measurements().attempts().retries();
        return new TokenRequests(kept, count(scene, Metric.TOKEN) + count(scene, Metric.TOKEN_FAILED), attempts);
    }

    private static long count(Scene scene, Metric metric) {
        return scene.measurements()
                .histograms()
                .getOrDefault(metric, Histograms.Frozen.EMPTY)
                .count();
    }

    String counted() {
        return kept
                ? Say.count(requests, "request") + " for a token in " + Say.count(attempts, "attempt")
                : Say.count(attempts, "attempt") + " that each fetch a token";
    }

    String remedy() {
        return kept
                ? "Tokens are kept and reused already: let the client have a higher limit, put tokens fetched ahead into the"
                        + " identities"
                : "Fetch one token per softphone ahead and reuse it on retries";
    }
}
