package dev.softphone.loadtest.simulator.rest;

import dev.softphone.loadtest.simulator.gateway.RandomText;
import dev.softphone.loadtest.simulator.matching.Budget;
import dev.softphone.loadtest.simulator.matching.FixedWindow;
import dev.softphone.loadtest.simulator.matching.RuleBook;
import dev.softphone.loadtest.simulator.matching.TokenBucket;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.Http;
import dev.softphone.loadtest.simulator.script.Action.RetryAfter;
import dev.softphone.loadtest.simulator.script.Action.RetryAfterForm;
import dev.softphone.loadtest.simulator.script.RestScript;
import dev.softphone.loadtest.simulator.script.RestScript.Allowance;
import dev.softphone.loadtest.simulator.script.RestScript.Refill;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An endpoint of the script with its state: faults so far, budgets by key, answers so far. Not thread safe. */
final class Endpoint {
    final RestScript.Endpoint script;
    final RuleBook<Action.OnRest> faults;
    private final Map<String, Budget> budgets = new HashMap<>();
    private final RandomText random = new RandomText();
    private long answers;

    Endpoint(RestScript.Endpoint script) {
        this.script = script;
        this.faults = new RuleBook<>(script.faults());
    }

    /**
     * What became of a request at the token bucket.
     *
     * @param granted whether it may go on
     * @param headers what every answer tells of the budget
     * @param refusal the answer where it may not
     */
    record Taken(boolean granted, Map<String, String> headers, Http refusal) {}

    long nextIndex() {
        return ++answers;
    }

    String token() {
        return random.next();
    }

    Taken take(RestRequest request, long nowNanos) {
        if (script.tokenBucket().isEmpty()) {
            return new Taken(true, Map.of(), script.answer());
        }
        Allowance allowance = script.tokenBucket().get();
        Budget budget = budgets.computeIfAbsent(request.group(allowance.key()), key -> budget(allowance, nowNanos));
        boolean granted = budget.take(nowNanos);
        Duration wait = Duration.ofNanos(Math.max(1, budget.untilNext(nowNanos)));
        RetryAfter retryAfter = allowance.retryAfter().orElseGet(() -> new RetryAfter(wait, RetryAfterForm.SECONDS));
        return new Taken(
                granted,
                headers(allowance, budget.left(nowNanos), seconds(budget.untilReset(nowNanos))),
                new Http(allowance.status(), Duration.ZERO, Map.of(), Optional.of(retryAfter), allowance.body()));
    }

    private static Budget budget(Allowance allowance, long nowNanos) {
        long period = allowance.period().toNanos();
        return allowance.refill() == Refill.WINDOW
                ? new FixedWindow(allowance.allowed(), period, nowNanos)
                : new TokenBucket(allowance.allowed(), period, allowance.allowed(), nowNanos);
    }

    private static Map<String, String> headers(Allowance allowance, int left, String reset) {
        String allowed = String.valueOf(allowance.allowed());
        return switch (allowance.headers()) {
            case NONE -> Map.of();
            case ININ ->
                Map.of(
                        "inin-ratelimit-allowed", allowed,
                        "inin-ratelimit-count", String.valueOf(allowance.allowed() - left),
                        "inin-ratelimit-reset", reset);
            case X_RATE_LIMIT ->
                Map.of(
                        "X-RateLimit-Limit", allowed,
                        "X-RateLimit-Remaining", String.valueOf(left),
                        "X-RateLimit-Reset", reset);
            case RATE_LIMIT ->
                Map.of(
                        "RateLimit-Limit", allowed,
                        "RateLimit-Remaining", String.valueOf(left),
                        "RateLimit-Reset", reset);
        };
    }

    private static String seconds(long nanos) {
        return String.valueOf((nanos + 999_999_999) / 1_000_000_000);
    }
}
