package dev.softphone.loadtest.runner.signaling.oauth;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.signaling.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of one test, and whose turn it is to fetch one: a token is fetched once for all who share it, kept until
 * shortly before its end, and fetched anew once if it is refused before.
 *
 * <pre>
 * margin  = min(60 s, lifetime / 10)
 * refresh = end - margin · (1 + u)          u even in [0, 1), from the test's seed, drawn for each token
 * </pre>
 *
 * It decides and does nothing: the softphone that is told to {@link Fetch} does so on its own event loop, and tells what
 * came of it; those that are told to {@link Wait} ask again a little later. So nothing is handed from loop to loop, and
 * the lock around each decision is all that they share. Time is passed in, monotonic, in nanoseconds. Safe for any thread.
 */
public final class TokenPool {
    private static final long LONGEST_MARGIN = Duration.ofSeconds(60).toNanos();
    /** Without {@code expires_in} a token lasts until it is refused. */
    private static final Duration ENDLESS = Duration.ofDays(3_650);
    /** A token that could not be refreshed is used as it is for so long. */
    private static final long REFRESH_PAUSE = Duration.ofSeconds(5).toNanos();
    /** A token that was fetched because another was refused, and is refused as well, is not replaced sooner. */
    private static final long RENEWAL_PAUSE = Duration.ofSeconds(60).toNanos();

    /**
     * Whom a token is for.
     *
     * @param softphone user name; absent where all of the organization share it
     */
    public record Key(String organization, Optional<String> softphone) {}

    /** What an asker is to do. */
    public sealed interface Answer permits Have, Fetch, Wait, Refused {}

    /**
     * Use this one.
     *
     * @param ticket of the fetch that brought it
     * @param refreshNanos when it is to be fetched anew
     */
    public record Have(String token, long ticket, long refreshNanos) implements Answer {
        @Override
        public String toString() {
            return "Have[" + ticket + "]";
        }
    }

    /**
     * Fetch one, and tell {@link #fetched}, {@link #failed} or {@link #abandoned}.
     *
     * @param whose for which user: of those who share a token the first that asked, so that it stays the same user's
     */
    public record Fetch(long ticket, Identity whose) implements Answer {}

    /** Somebody else is fetching it: ask again, with this ticket. */
    public record Wait(long ticket) implements Answer {}

    /** The fetch that was waited for failed, or the login host asked not to be asked yet. */
    public record Refused(Failure failure) implements Answer {}

    /**
     * A fetch that brought no token.
     *
     * @param answered whether the login host said so
     */
    public record Failure(boolean answered, Refusal refusal) {}

    private record Token(String value, long ticket, long refreshNanos, long endNanos) {
        private Have have() {
            return new Have(value, ticket, refreshNanos);
        }
    }

    private static final class Entry {
        private final Identity whose;
        private @Nullable Token token;
        /** Of the fetch under way; 0: none. */
        private long fetching;

        private long givenUpNanos;
        /** Of the last fetch that failed since there was a token; 0: none. */
        private long failed;

        private @Nullable Failure failure;
        private long notBeforeNanos;
        private boolean renewed;
        private long renewedNanos;

        private Entry(Identity whose) {
            this.whose = whose;
        }

        private boolean isFetching(long now) {
            return fetching != 0 && now - givenUpNanos < 0;
        }

        private @Nullable Token good(long now) {
            return token != null && now - token.endNanos < 0 ? token : null;
        }

        private void over(long ticket) {
            fetching = fetching == ticket ? 0 : fetching;
        }

        private void forgetFailure() {
            failed = 0;
            failure = null;
        }
    }

    private final Map<Key, Entry> entries = new HashMap<>();
    private final SplittableRandom random;
    private final long limitNanos;
    private long lastTicket;

    /** @param limit a fetch of which nothing is heard for so long is another's to make */
    public TokenPool(long seed, Duration limit) {
        this.random = new SplittableRandom(seed);
        this.limitNanos = limit.toNanos();
    }

    /**
     * What somebody who needs a token is to do.
     *
     * @param waitedFor the ticket of the fetch that has been waited for; 0: none
     */
    public synchronized Answer ask(Key key, Identity asker, long waitedFor, long now) {
        Entry entry = entries.computeIfAbsent(key, k -> new Entry(asker));
        Token token = entry.good(now);
        Failure failure = entry.failure;
        boolean fetching = entry.isFetching(now);
        boolean held = failure != null && now - entry.notBeforeNanos < 0;
        if (token != null && (fetching || held || now - token.refreshNanos < 0)) {
            return token.have();
        }
        if (failure != null && waitedFor != 0 && entry.failed >= waitedFor) {
            return new Refused(since(failure, entry, now));
        }
        if (fetching) {
            return new Wait(entry.fetching);
        }
        if (failure != null && held) {
            return new Refused(since(failure, entry, now));
        }
        entry.fetching = ++lastTicket;
        entry.givenUpNanos = now + limitNanos;
        return new Fetch(entry.fetching, entry.whose);
    }

    /** The same with what is left of its Retry-After. */
    private static Failure since(Failure failure, Entry entry, long now) {
        Refusal refusal = failure.refusal();
        long left = Math.max(0, (entry.notBeforeNanos - now) / 1_000_000);
        return refusal.retryAfterMillis().isEmpty()
                ? failure
                : new Failure(
                        failure.answered(),
                        new Refusal(refusal.code(), refusal.detail(), OptionalLong.of(left), refusal.hints()));
    }

    /** @param lifetimeSeconds as the answer has it */
    public synchronized Have fetched(Key key, long ticket, String value, OptionalLong lifetimeSeconds, long now) {
        Entry entry = entry(key);
        long lifetime = Duration.ofSeconds(Math.min(lifetimeSeconds.orElse(Long.MAX_VALUE), ENDLESS.toSeconds()))
                .toNanos();
        long margin = Math.min(LONGEST_MARGIN, lifetime / 10);
        long end = now + lifetime;
        Token token = new Token(value, ticket, end - margin - (long) (margin * random.nextDouble()), end);
        entry.token = token;
        entry.over(ticket);
        entry.forgetFailure();
        return token.have();
    }

    /** A fetch brought none; the answer is the token that is still good, if there is one. */
    public synchronized Optional<Have> failed(Key key, long ticket, Failure failure, long now) {
        Entry entry = entry(key);
        Token token = entry.good(now);
        entry.over(ticket);
        entry.failed = ticket;
        entry.failure = failure;
        // Without a token, softphones on their own come back as their retry policy has it.
        boolean obeyed = token != null || key.softphone().isEmpty();
        long millis = Math.min(failure.refusal().retryAfterMillis().orElse(0), ENDLESS.toMillis());
        long asked = obeyed ? millis * 1_000_000 : 0;
        entry.notBeforeNanos = now + (token == null ? asked : Math.max(asked, REFRESH_PAUSE));
        return Optional.ofNullable(token).map(Token::have);
    }

    /** Nothing will be heard of this fetch. */
    public synchronized void abandoned(Key key, long ticket) {
        entry(key).over(ticket);
    }

    /**
     * A token was refused (401) before its end. Returns whether another is worth asking for, with the ticket after this one
     * as what was waited for: it is there already, on its way, or the asker's to fetch.
     */
    public synchronized boolean unauthorized(Key key, long ticket, long now) {
        Entry entry = entry(key);
        if (entry.token == null || entry.token.ticket != ticket) {
            return true;
        }
        if (entry.renewed && now - entry.renewedNanos < RENEWAL_PAUSE) {
            return false;
        }
        entry.renewed = true;
        entry.renewedNanos = now;
        entry.token = null;
        entry.forgetFailure();
        return true;
    }

    private Entry entry(Key key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException("never asked for: the token of " + key.organization());
        }
        return entry;
    }
}
