package dev.softphone.loadtest.model;

import java.time.Duration;

/**
 * Our own timers. A stage that does not end in time fails with {@code timeout/<stage>}, and the verdict says that the
 * timer was ours.
 *
 * @param rest one REST call (stages token and login)
 * @param upgrade DNS, TCP, TLS and HTTP together
 * @param auth one authentication step
 * @param register the whole registration
 * @param established call set-up, from INVITE to its final answer
 */
public record Timeouts(Duration rest, Duration upgrade, Duration auth, Duration register, Duration established) {

    /** What one attempt may take at most. */
    public Duration attempt(int restCalls) {
        return rest.multipliedBy(restCalls).plus(upgrade).plus(register);
    }
}
