package dev.softphone.loadtest.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a softphone does after an attempt that did not register, or after a drop.
 *
 * @param profile the named behaviour; the other fields are resolved from it, or given with {@code Custom}
 * @param base the first wait
 * @param multiplierPercent each wait is this share of the one before; 200 doubles
 * @param max the longest wait (a Retry-After may be longer)
 * @param jitter how the wait is spread
 * @param maxRetries retries after the first attempt; 0 for {@code None}
 * @param honourRetryAfter whether a Retry-After is obeyed
 * @param rules exceptions by code, the first match wins
 */
public record Retry(
        Profile profile,
        Duration base,
        int multiplierPercent,
        Duration max,
        Jitter jitter,
        int maxRetries,
        boolean honourRetryAfter,
        List<Rule> rules) {

    public Retry {
        rules = List.copyOf(rules);
    }

    public enum Profile {
        None,
        FullJitter,
        Rfc5626,
        GenesysSdk,
        Custom
    }

    public enum Jitter {
        /** The wait as computed. */
        None,
        /** Evenly from nothing to the wait. */
        Full,
        /** Evenly from half of the wait to the wait, as RFC 5626 §4.5 does. */
        UpperHalf
    }

    /**
     * An exception by outcome code.
     *
     * @param code an outcome code, {@code http/429}, or a family, {@code http/5xx}, {@code sip/4xx}, {@code tcp/*}
     * @param after replaces the computed wait when retrying
     */
    public record Rule(String code, Action action, Optional<Duration> after) {
        public enum Action {
            Retry,
            GiveUp
        }
    }
}
