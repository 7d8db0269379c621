package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.RateHeaders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The gateway admits so many handshakes per time and no more: admissions go on between refusals at a steady rate, or so
 * many in each window, or the
 * answer says so (429, limit headers), or the limit moved with the ramp. A 503 that comes at random is none.
 */
final class HandshakeRateRule implements Rule {

    private static final Set<String> CODES = Set.of("http/429", "http/503");
    private static final long MANY = 50;
    private static final long LONG_MILLIS = 10_000;

    @Override
    public List<Finding> explain(Scene scene) {
        Seen seen = scene.open(key -> key.stage() == Stage.UPGRADE && CODES.contains(key.code()));
        if (seen.isEmpty() || scene.atOne(seen)) {
            return List.of();
        }
        Optional<String> confined = Confinement.of(scene, seen);
        // Those that are not touched come in as evenly as they arrive: that is no limiter's doing.
        Optional<SteadyRate> steady =
                SteadyRate.of(scene.measurements().series()).filter(rate -> rate.steady() && confined.isEmpty());
        SearchTrend trend = SearchTrend.of(scene.evidence().trials());
        RateHeaders headers = RateHeaders.of(seen.hints());
        boolean byName = seen.keys().stream().anyMatch(key -> key.code().equals("http/429"));
        Optional<QuotaWindow> window =
                QuotaWindow.of(scene.measurements().series()).filter(quota -> confined.isEmpty());
        if (steady.isEmpty() && window.isEmpty() && !trend.moved() && !headers.present() && !byName) {
            return List.of();
        }
        boolean longEnough = steady.map(rate -> rate.refused() >= MANY && rate.millis() >= LONG_MILLIS)
                .orElse(false);
        boolean movedClearly = trend.moved() && trend.agree() >= 2;
        boolean sure = movedClearly || longEnough || window.isPresent() || headers.present();
        return finding(scene, seen, new Shape(steady, window), trend, headers, sure);
    }

    /** What the admissions over time look like. */
    private record Shape(Optional<SteadyRate> steady, Optional<QuotaWindow> window) {

        OptionalLong perMinute() {
            return window.map(quota -> OptionalLong.of(quota.perMinute()))
                    .or(() -> steady.map(rate -> OptionalLong.of(Math.round(rate.perMinute()))))
                    .orElse(OptionalLong.empty());
        }
    }

    private static List<Finding> finding(
            Scene scene, Seen seen, Shape shape, SearchTrend trend, RateHeaders headers, boolean sure) {
        OptionalLong perMinute = headers.perMinute().isPresent() ? headers.perMinute() : shape.perMinute();
        Draft draft = new Draft(CauseType.HandshakeRateLimit, sure ? High : Medium)
                .scope(Confinement.of(scene, seen))
                .limit(perMinute)
                .softphones(seen.softphones())
                .evidence("Handshakes were refused: " + seen.summary() + ".");
        shape.window()
                .ifPresent(quota -> draft.evidence("Windows of " + Say.millis(quota.millis()) + " admitted "
                        + Say.number(quota.admitted())
                        + " each and then nobody: a quota per window, for a cap would not move up."));
        shape.steady()
                .ifPresent(rate -> draft.evidence("Between " + Say.number(rate.refused()) + " refusals over "
                        + Say.millis(rate.millis()) + " admissions went on at a steady "
                        + Say.number(Math.round(rate.perMinute()))
                        + " a minute: no cap, for that would admit none; no overload, for that refuses at random."));
        draft.evidence(headers.present(), "The answer said " + RateHeaders.quoted(seen.hints()) + ".");
        draft.evidence(
                !headers.present() && !RateHeaders.quoted(seen.hints()).isEmpty(),
                "It asked for patience: " + RateHeaders.quoted(seen.hints()) + ".");
        draft.evidence(trend.moved(), "The largest number that holds moved with the ramp rate.");
        draft.evidence(seen.softphones() == 0 && scene.connected() > 0, "Every softphone got in on a later try.");
        Codes.answeredBy(seen).ifPresent(draft::evidence);
        draft.remedy(remedy(perMinute));
        return (sure ? draft : draft.next(next(scene, perMinute))).explains(seen);
    }

    private static String remedy(OptionalLong perMinute) {
        String pace = perMinute.isPresent()
                ? "below " + Say.number(perMinute.getAsLong()) + " connects a minute, retries included"
                : "more slowly, retries included";
        return "Let softphones connect " + pace
                + " (limits.connectsPerSecond, a longer ramp), obey Retry-After, or have the limit raised.";
    }

    private static Cause.NextTest next(Scene scene, OptionalLong perMinute) {
        long rate = perMinute.isPresent()
                ? Math.max(1, perMinute.getAsLong() * 8 / 10)
                : NextTests.halfRatePerMinute(scene.test());
        return NextTests.of(
                "If all connect at " + Say.number(rate)
                        + " a minute, it is a limit on the rate; if as many are refused, it"
                        + " is a cap or the gateway's capacity.",
                List.of(NextTests.evenRate(scene.test(), rate)));
    }
}
