package dev.softphone.loadtest.plan;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a REST call on one token may go, so that no call crosses zero: by nothing but what answers said.
 *
 * <pre>
 * an answer    a window that ends within [sent + reset - 1 s, received + reset + 1 s]; resets are whole seconds, rounded
 *              who knows how
 * newer        the earliest end it leaves open lies past the known latest, or its call was sent past that: the known window
 * older        the latest end it leaves open lies before the known earliest: of no interest
 * left         the least that an answer of the known window said is left, less one for each call that nobody answered
 * known end    the latest that any answer of the known window leaves open
 * other limit  an answer tells of one limit. One that tells of a wider limit than another did is charged to the window of the
 *              narrower; past that, a window begins with what the narrower allows, for as long as it was told to last
 * ours         floor((left + 1) * ours / all) - 1 of the window that an answer is the first to tell of, 0 at least, since that
 *              call was ours; less one for each call that is given back, unless it was counted in an older window
 * before it    a call that was given back since the known earliest end and that no answer puts into a window may have been
 *              counted in the next: one less of that. Of a limit that is new, any call before may have been
 * may go       min(left, ours) > calls in flight        an answer may or may not have counted those: taken as if it had not
 *              past the known end: one call, which asks for all
 * </pre>
 *
 * Where no answer ever told of a limit, all go; before the first answer, one. So everyone goes in the end: what is waited for
 * is a call that will be answered or given up, or an end that comes by itself.
 *
 * <p>Several that share a token do not cross zero together either, and tell each other nothing: of each window everyone takes at
 * most their fraction of the limit, and fractions sum to one. A later answer tells of less that is left, so some of a window may
 * stay unused. Whoever's fraction of the limit is below one call still sends the one that asks; two of those on a token can cross
 * zero. So can calls that ask and are never answered, as many in one window as a fraction has calls. Where nobody shares,
 * {@code ours} bounds nothing but windows that only the answers of a wider limit tell of.
 *
 * <p>Time is nanoseconds of a monotonic clock, passed in, never running back. Mutable; one thread at a time.
 */
public final class RestQuota {
    private static final long ROUNDING_NANOS = 1_000_000_000L;

    /** Leave for one call, to be given back once: by {@link #answered}, {@link #unanswered} or {@link #unused}. */
    public static final class Leave {
        private final long sinceNanos;

        private Leave(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    /** A window, whose end lies between two times. */
    private record Known(long left, long ours, long endsAfter, long endsBefore) {
        Known less() {
            return new Known(left - 1, ours - 1, endsAfter, endsBefore);
        }

        Known within(long most, long after, long before) {
            return new Known(Math.min(left, most), ours, after, Math.min(endsBefore, before));
        }

        /** With an answer of this window, or of the next where nothing shows it: the later end is the safe one. */
        Known with(Known said) {
            return new Known(Math.min(left, said.left), ours - 1, endsAfter, Math.max(endsBefore, said.endsBefore));
        }

        Known of(long share) {
            return new Known(left, share, endsAfter, endsBefore);
        }
    }

    /**
     * A call that was given back; {@code said} is null where nobody knows in which window it was counted.
     *
     * @param placed whether its answer told of the limit that is kept
     */
    private record Past(long atNanos, @Nullable Known said, boolean placed) {}

    private final Fraction share;
    private final LinkedHashSet<Leave> inFlight = new LinkedHashSet<>();
    /** Calls given back since the oldest call in flight was sent, or since the known earliest end. */
    private final ArrayDeque<Past> past = new ArrayDeque<>();

    private @Nullable Known known;
    private boolean unlimited;
    private long mostLeft;
    /** The narrowest limit that an answer told of, and the longest that its window was told to last. */
    private long narrowest = Long.MAX_VALUE;

    private long narrowestNanos;
    private long lastSentNanos;
    /** Calls given back so far. */
    private long given;

    /** Of a token that nobody else uses. */
    public RestQuota() {
        this(Fraction.WHOLE);
    }

    /** @param share of the calls on the token; those of all who use it sum to one at most */
    public RestQuota(Fraction share) {
        this.share = share;
    }

    /** Leave to send one call now; empty where it has to wait. */
    public Optional<Leave> ask(long nowNanos) {
        if (!free(nowNanos)) {
            return Optional.empty();
        }
        Leave leave = new Leave(nowNanos);
        inFlight.add(leave);
        lastSentNanos = nowNanos;
        return Optional.of(leave);
    }

    private boolean free(long now) {
        if (known == null) {
            return unlimited || inFlight.isEmpty();
        }
        if (now < known.endsBefore) {
            return Math.min(known.left, known.ours) > inFlight.size();
        }
        boolean asks = !inFlight.isEmpty() && lastSentNanos >= known.endsBefore;
        return !asks && inFlight.size() <= Math.max(0, share.of(mostLeft + 1) - 1);
    }

    /** When to ask again if no call is given back before; empty where only that can change anything. */
    public OptionalLong opensAtNanos(long nowNanos) {
        return known != null && nowNanos < known.endsBefore ? OptionalLong.of(known.endsBefore) : OptionalLong.empty();
    }

    /** @param told what the answer said of the quota; empty if nothing */
    public void answered(Leave leave, Optional<QuotaReading> told, long nowNanos) {
        if (told.isEmpty()) {
            if (known == null) {
                unlimited = true;
                given++;
                unused(leave);
            } else {
                unanswered(leave, nowNanos);
            }
            return;
        }
        long reset = told.get().resetMillis() * 1_000_000;
        Known said = new Known(
                told.get().remaining(),
                Long.MAX_VALUE,
                leave.sinceNanos + reset - ROUNDING_NANOS,
                nowNanos + reset + ROUNDING_NANOS);
        mostLeft = Math.max(mostLeft, said.left);
        long allowed = told.get().allowed() == QuotaReading.UNTOLD
                ? narrowest
                : told.get().allowed();
        boolean past = known != null && leave.sinceNanos >= known.endsBefore;
        if (known == null || allowed < narrowest) {
            known = began(said, leave).of(ours(said.left, allowed, ofNewLimit(said.left, allowed, leave)));
            narrowestNanos = reset;
        } else if (allowed > narrowest) {
            known = past
                    ? began(said, leave)
                            .within(narrowest - 1, leave.sinceNanos, nowNanos + narrowestNanos + ROUNDING_NANOS)
                            .of(atMost(said.left, narrowest, unplaced(known)))
                    : known.less();
        } else if (past || said.endsAfter > known.endsBefore) {
            known = began(said, leave).of(ours(said.left, allowed, unplaced(known)));
        } else if (said.endsBefore >= known.endsAfter) {
            known = known.with(said);
        }
        if (allowed <= narrowest) {
            narrowest = allowed;
            narrowestNanos = Math.max(narrowestNanos, reset);
        }
        giveBack(leave, new Past(nowNanos, said, allowed <= narrowest));
    }

    /** A window that an answer is the first to tell of; calls answered since its call was sent may have been counted later. */
    private Known began(Known said, Leave leave) {
        long left = said.left;
        long unknown = 0;
        for (Past one : past) {
            if (one.atNanos >= leave.sinceNanos) {
                if (one.said == null) {
                    unknown++;
                } else if (one.said.endsBefore >= said.endsAfter) {
                    left = Math.min(left, one.said.left);
                }
            }
        }
        return new Known(left - unknown, Long.MAX_VALUE, said.endsAfter, said.endsBefore);
    }

    /** @param before our calls that the window may have counted, beside the one that told of it and those in flight */
    private long ours(long left, long limit, long before) {
        return share.isWhole() ? Long.MAX_VALUE : atMost(left, limit, before);
    }

    private long atMost(long left, long limit, long before) {
        return Math.max(0, share.of(Math.min(left, limit - 1) + 1) - 1 - before);
    }

    /** Our calls that the window after this one may have counted. */
    private long unplaced(Known window) {
        return past.stream()
                .filter(one -> !one.placed && one.atNanos >= window.endsAfter)
                .count();
    }

    /** Our calls that a limit which nobody knew of may have counted: no more before this one than it says were counted. */
    private long ofNewLimit(long left, long limit, Leave leave) {
        long since =
                past.stream().filter(one -> one.atNanos >= leave.sinceNanos).count();
        return since + Math.min(given - since, Math.max(0, limit - 1 - left));
    }

    /** Nobody knows whether and where the call was counted, so it was here. */
    public void unanswered(Leave leave, long nowNanos) {
        if (known != null) {
            known = known.less();
        }
        giveBack(leave, new Past(nowNanos, null, false));
    }

    /** The call was not made. */
    public void unused(Leave leave) {
        inFlight.remove(leave);
    }

    private void giveBack(Leave leave, Past how) {
        inFlight.remove(leave);
        given++;
        past.addLast(how);
        long oldest = inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.iterator().next().sinceNanos;
        if (known != null) {
            oldest = Math.min(oldest, known.endsAfter);
        }
        while (!past.isEmpty() && past.getFirst().atNanos < oldest) {
            past.removeFirst();
        }
    }
}
