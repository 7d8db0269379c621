package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Retry.Jitter;
import dev.softphone.loadtest.model.Retry.Profile;
import dev.softphone.loadtest.model.Retry.Rule;
import dev.softphone.loadtest.model.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a softphone does after an attempt that did not register, or after a drop.
 *
 * <pre>
 * w(n)  = min(max, base · (multiplier / 100)^n)     n = retries so far
 * s     = the part of w that is drawn: 0 for jitter None, w for Full, w / 2 for UpperHalf
 * wait  = max(w - s, Retry-After) + U,              U even in [0, s]
 * </pre>
 *
 * So a Retry-After is never undercut, not even by {@code max}, and a fleet that was told the same second does not come
 * back in it, unless the profile has no jitter.
 *
 * <p>{@code GenesysSdk} does what the browser's SDK does, not what would be wise:
 *
 * <ul>
 *   <li>no jitter: all that were dropped together come back together, after 2, 4, 8, 16, 32, 64, 90, 90, … seconds;
 *   <li>a browser hides the answer to a refused upgrade, so its code and its Retry-After change nothing;
 *   <li>a Retry-After on a REST answer is slept first, w(n) comes on top: wait = Retry-After + w(n);
 *   <li>a server that announces its drain (transfer) is left and tried again at once;
 *   <li>REST 401 and 403 end it, and so do SASL failures but for the five that a new connection may cure.
 * </ul>
 *
 * The delay that the SDK remembers across page loads is not imitated.
 *
 * <p>Immutable; safe for any thread.
 */
public final class RetryPolicy {

    /** SASL conditions after which the SDK connects anew; every other one ends its tries. */
    private static final Set<String> SASL_RETRIED = Set.of(
            "xmpp/encryption-required",
            "xmpp/incorrect-encoding",
            "xmpp/invalid-mechanism",
            "xmpp/malformed-request",
            "xmpp/mechanism-too-weak");

    private static final String TRANSFER = "xmpp/transfer";

    /** The answers that stay the same until somebody changes the credentials or the permission. */
    private static final List<Rule> REFUSED_FOR_GOOD =
            List.of(giveUp("http/401"), giveUp("http/403"), giveUp("sip/401"), giveUp("sip/403"), giveUp("sip/407"));

    /** What to do next. */
    public sealed interface Decision {}

    /** Try again. */
    public record RetryIn(long millis) implements Decision {}

    /** Never try again. */
    public record GiveUp(String why) implements Decision {}

    private record CompiledRule(CodePattern pattern, Rule rule) {}

    private final Retry retry;
    private final List<CompiledRule> rules;

    private RetryPolicy(Retry retry) {
        this.retry = retry;
        this.rules = retry.rules().stream()
                .map(rule -> new CompiledRule(CodePattern.of(rule.code()), rule))
                .toList();
    }

    /**
     * @throws IllegalArgumentException if a duration or a count is negative, or a rule's code is no {@link CodePattern}
     */
    public static RetryPolicy of(Retry retry) {
        requireNotNegative("base", retry.base().toMillis());
        requireNotNegative("multiplierPercent", retry.multiplierPercent());
        requireNotNegative("max", retry.max().toMillis());
        requireNotNegative("maxRetries", retry.maxRetries());
        return new RetryPolicy(retry);
    }

    /**
     * What a named profile stands for.
     *
     * <ul>
     *   <li>{@code None}: no retries.
     *   <li>{@code FullJitter}: 10 retries, 1 s, doubling up to 30 s, each drawn from nothing to that. 401, 403 and 407
     *       are final.
     *   <li>{@code Rfc5626}: flow recovery when every flow failed (§4.5): min(1800, 30 · 2^failures) seconds, of which
     *       50 to 100 % are waited: 30–60 s after the first failure, a drop being one. 401, 403 and 407 are final.
     *   <li>{@code GenesysSdk}: 2 s, doubling up to 90 s, no jitter, no end.
     * </ul>
     *
     * @throws IllegalArgumentException for {@code Custom}, which stands for nothing by itself
     */
    public static Retry defaults(Profile profile) {
        return switch (profile) {
            case None -> new Retry(profile, Duration.ZERO, 100, Duration.ZERO, Jitter.None, 0, false, List.of());
            case FullJitter ->
                new Retry(
                        profile,
                        Duration.ofSeconds(1),
                        200,
                        Duration.ofSeconds(30),
                        Jitter.Full,
                        10,
                        true,
                        REFUSED_FOR_GOOD);
            case Rfc5626 ->
                new Retry(
                        profile,
                        Duration.ofSeconds(60),
                        200,
                        Duration.ofSeconds(1800),
                        Jitter.UpperHalf,
                        Integer.MAX_VALUE,
                        true,
                        REFUSED_FOR_GOOD);
            case GenesysSdk ->
                new Retry(
                        profile,
                        Duration.ofSeconds(2),
                        200,
                        Duration.ofSeconds(90),
                        Jitter.None,
                        Integer.MAX_VALUE,
                        true,
                        List.of());
            case Custom -> throw new IllegalArgumentException("profile: required a named one, observed Custom");
        };
    }

    /**
     * Decides after the end of an attempt, or after a drop. Rules come first, the first match wins; then what the profile
     * never retries; the number of retries bounds both.
     *
     * @param stage in which the attempt ended; {@link Stage#ESTABLISHED} for a drop
     * @param code the outcome's code
     * @param retriesSoFar since the softphone was last registered, 0 or more
     * @param retryAfterMillis what the answer asked for, if it did
     * @param random for the jitter
     */
    public Decision decide(
            Stage stage, String code, int retriesSoFar, OptionalLong retryAfterMillis, RandomGenerator random) {
        if (retriesSoFar >= retry.maxRetries()) {
            return new GiveUp("retry.maxRetries: %d of %d used".formatted(retriesSoFar, retry.maxRetries()));
        }
        Optional<Rule> rule = rules.stream()
                .filter(candidate -> candidate.pattern().matches(code))
                .map(CompiledRule::rule)
                .findFirst();
        if (rule.isPresent() && rule.get().action() == Rule.Action.GiveUp) {
            return new GiveUp("retry.rules: " + rule.get().code() + " is not retried, observed " + code);
        }
        boolean sdk = retry.profile() == Profile.GenesysSdk;
        if (sdk && rule.isEmpty() && finalForSdk(stage, code)) {
            return new GiveUp("retry.profile: GenesysSdk does not retry " + stage.label() + " " + code);
        }
        boolean heard = retry.honourRetryAfter() && !(sdk && stage == Stage.UPGRADE);
        long asked = heard ? Math.max(0, retryAfterMillis.orElse(0)) : 0;
        Optional<Duration> fixed = rule.flatMap(Rule::after);
        if (fixed.isPresent()) {
            return new RetryIn(Math.max(asked, fixed.get().toMillis()));
        }
        if (sdk && code.equals(TRANSFER)) {
            return new RetryIn(asked);
        }
        long backoff = backoffMillis(retriesSoFar);
        if (sdk && code.startsWith("http/")) {
            return new RetryIn(asked + backoff);
        }
        long drawn =
                switch (retry.jitter()) {
                    case None -> 0;
                    case Full -> backoff;
                    case UpperHalf -> backoff / 2;
                };
        return new RetryIn(Math.max(backoff - drawn, asked) + random.nextLong(drawn + 1));
    }

    private long backoffMillis(int retriesSoFar) {
        // A double holds every power of two, and one that overflows is infinite, which the maximum then cuts.
        double grown = retry.base().toMillis() * Math.pow(retry.multiplierPercent() / 100.0, retriesSoFar);
        return (long) Math.min((double) retry.max().toMillis(), grown);
    }

    /** Whether a SASL failure is one of the five that a new connection may cure. */
    public static boolean curedByReconnect(String code) {
        return SASL_RETRIED.contains(code);
    }

    private static boolean finalForSdk(Stage stage, String code) {
        if (stage == Stage.AUTH) {
            return code.startsWith("xmpp/") && !curedByReconnect(code);
        }
        return stage != Stage.UPGRADE && (code.equals("http/401") || code.equals("http/403"));
    }

    private static Rule giveUp(String code) {
        return new Rule(code, Rule.Action.GiveUp, Optional.empty());
    }

    private static void requireNotNegative(String what, long observed) {
        if (observed < 0) {
            throw new IllegalArgumentException("retry." + what + ": required 0 or more, observed " + observed);
        }
    }
}
