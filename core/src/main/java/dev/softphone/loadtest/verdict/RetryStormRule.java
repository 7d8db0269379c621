package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.TimeSeries;
import java.util.List;
import java.util.Set;

/**
 * Our own retries are the load.
 *
 * <pre>
 * retries ≥ first attempts, and refused / offered in the last third of the attempts
 *                           ≥ refused / offered in the first tenth + 0.1
 * </pre>
 *
 * Under a cap every retry is refused whatever it does, so that there it explains nothing.
 */
final class RetryStormRule implements Rule {

    private static final Set<String> OVERLOAD =
            Set.of("http/502", "http/503", "http/504", "sip/503", "sip/504", "app/503", "ws/1013", "timeout/upgrade");

    @Override
    public List<Finding> explain(Scene scene) {
        AttemptCounts attempts = scene.measurements().attempts();
        double[] shares = earlyAndLate(scene.measurements().series());
        boolean storm = attempts.retries() > 0
                && attempts.retries() >= attempts.first()
                && shares[1] >= shares[0] + 0.1
                && !scene.found(CauseType.ConcurrencyCap);
        Seen seen = scene.open(RetryStormRule::overloaded);
        boolean limited = scene.found(CauseType.HandshakeRateLimit)
                || scene.found(CauseType.RateLimited)
                || scene.found(CauseType.TokenStorm);
        if (!storm || (seen.isEmpty() && !limited)) {
            return List.of();
        }
        Draft draft = new Draft(CauseType.RetryStorm, Medium)
                .softphones(seen.softphones())
                .evidence(Say.count(attempts.first(), "first attempt") + " became "
                        + Say.number(attempts.first() + attempts.retries()) + " with retries.")
                .evidence("Of the first tenth of all attempts " + Say.percent(100 * shares[0])
                        + " were refused, of the last third " + Say.percent(100 * shares[1]) + ".")
                .evidence(Say.count(attempts.rejected() + attempts.failed(), "attempt") + " did not succeed, yet only "
                        + Say.count(
                                scene.measurements().softphones().rejected()
                                        + scene.measurements().softphones().failed(),
                                "softphone")
                        + " in the end.")
                .evidence(!seen.isEmpty(), "Refused as: " + seen.summary() + ".")
                .remedy(
                        "Back off exponentially with full jitter (retry.profile: FullJitter), obey Retry-After, and allow fewer"
                                + " retries.")
                .next(NextTests.of(
                        "Without retries the gateway meets the arrivals alone: what is refused then is its own limit.",
                        List.of(NextTests.withoutRetries(scene.test()))));
        return seen.isEmpty() ? draft.aside() : draft.explains(seen);
    }

    private static boolean overloaded(OutcomeKey key) {
        return key.kind() != OutcomeKey.Kind.DROP && OVERLOAD.contains(key.code());
    }

    /** The refused share of the first tenth and of the last third of the attempts. */
    private static double[] earlyAndLate(TimeSeries series) {
        long all = series.buckets().stream()
                .mapToLong(bucket -> bucket.admittedByStart() + bucket.refusedByStart())
                .sum();
        long before = 0;
        long[] offered = new long[2];
        long[] refused = new long[2];
        for (TimeSeries.Bucket bucket : series.buckets()) {
            long inBucket = bucket.admittedByStart() + bucket.refusedByStart();
            if (10 * before < all) {
                offered[0] += inBucket;
                refused[0] += bucket.refusedByStart();
            } else if (3 * before >= 2 * all) {
                offered[1] += inBucket;
                refused[1] += bucket.refusedByStart();
            }
            before += inBucket;
        }
        return new double[] {
            (double) refused[0] / Math.max(1, offered[0]), (double) refused[1] / Math.max(1, offered[1])
        };
    }
}
