package dev.softphone.loadtest.simulator.genesys;

import org.jspecify.annotations.Nullable;

/**
 * An access token. Never printed.
 *
 * @param value what the client shows
 * @param client the OAuth client that fetched it
 * @param organization the client's organization
 * @param user null for a token without a user context
 * @param expiresNanos the end of its life, monotonic
 */
record Token(
        String value,
        String client,
        String organization,
        @Nullable User user,
        long expiresNanos) {

    boolean isExpired(long nowNanos) {
        return nowNanos - expiresNanos >= 0;
    }

    @Override
    public String toString() {
        return "token of " + client + " (hidden)";
    }
}
