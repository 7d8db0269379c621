package dev.softphone.loadtest.simulator.script;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The REST side.
 *
 * @param endpoints the first that matches method and path answers; without one, 404
 */
public record RestScript(List<Endpoint> endpoints) {

    /**
     * One endpoint. A request meets its faults first, then its token bucket, then its answer.
     *
     * @param method such as {@code POST}
     * @param path its path
     * @param faults rules; without a match the request goes on
     * @param tokenBucket how many requests are allowed
     * @param answer the usual answer
     */
    public record Endpoint(
            String method,
            PathPattern path,
            List<Rule<Action.OnRest>> faults,
            Optional<Allowance> tokenBucket,
            Action.Http answer) {

        /** Method and path as in the script: the name of the endpoint in the truth. */
        public String name() {
            return method + " " + path.text();
        }
    }

    /** A path in which {@code {name}} stands for one segment. */
    public record PathPattern(String text) {

        /** The named segments of a path, or null where it does not match. */
        public @Nullable Map<String, String> match(String path) {
            String[] wanted = text.split("/", -1);
            String[] given = path.split("/", -1);
            if (wanted.length != given.length) {
                return null;
            }
            Map<String, String> names = new HashMap<>();
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i].startsWith("{") && wanted[i].endsWith("}")) {
                    names.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
                } else if (!wanted[i].equals(given[i])) {
                    return null;
                }
            }
            return names;
        }
    }

    /** How a budget comes back. */
    public enum Refill {
        /** Evenly, as a token bucket. */
        CONTINUOUS,
        /** All at once when a window ends; the first window starts with the first request. */
        WINDOW
    }

    /** Which headers tell of the budget on every answer. */
    public enum BudgetHeaders {
        NONE,
        /** {@code inin-ratelimit-allowed}, {@code -count} (used), {@code -reset} (seconds). */
        ININ,
        /** {@code X-RateLimit-Limit}, {@code -Remaining}, {@code -Reset} (seconds). */
        X_RATE_LIMIT,
        /** {@code RateLimit-Limit}, {@code -Remaining}, {@code -Reset} (seconds). */
        RATE_LIMIT
    }

    /**
     * How many requests are allowed.
     *
     * @param allowed requests in a period
     * @param period the period
     * @param refill how they come back
     * @param key what has a budget of its own
     * @param headers how answers tell of it
     * @param status of the answer when there are none left
     * @param retryAfter its Retry-After; empty: until a request is allowed again, in seconds
     * @param body its body
     */
    public record Allowance(
            int allowed,
            Duration period,
            Refill refill,
            Key key,
            BudgetHeaders headers,
            int status,
            Optional<Action.RetryAfter> retryAfter,
            Template body) {}
}
