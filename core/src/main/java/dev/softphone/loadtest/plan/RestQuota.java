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
 * may go       left > calls in flight        an answer may or may not have counted those: taken as if it had not
 *              past the known end: one call, which asks for all
 * </pre>
 *
 * Where no answer ever told of a limit, all go; before the first answer, one. So everyone goes in the end: what is waited for
 * is a call that will be answered or given up, or an end that comes by itself.
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
    private record Known(long left, long endsAfter, long endsBefore) {
        Known less() {
            return new Known(left - 1, endsAfter, endsBefore);
        }

        Known within(long most, long after, long before) {
            return new Known(Math.min(left, most), after, Math.min(endsBefore, before));
        }

        /** With an answer of this window, or of the next where nothing shows it: the later end is the safe one. */
        Known with(Known said) {
            return new Known(Math.min(left, said.left), endsAfter, Math.max(endsBefore, said.endsBefore));
        }
    }

    /** A call that was given back; {@code said} is null where nobody knows in which window it was counted. */
    private record Past(long atNanos, @Nullable Known said) {}

    private final LinkedHashSet<Leave> inFlight = new LinkedHashSet<>();
    /** Calls given back since the oldest call in flight was sent. */
    private final ArrayDeque<Past> past = new ArrayDeque<>();

    private @Nullable Known known;
    private boolean unlimited;
    private long mostLeft;
    /** The narrowest limit that an answer told of, and the longest that its window was told to last. */
    private long narrowest = Long.MAX_VALUE;

    private long narrowestNanos;
    private long lastSentNanos;

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
            return known.left > inFlight.size();
        }
        boolean asks = !inFlight.isEmpty() && lastSentNanos >= known.endsBefore;
        return !asks && inFlight.size() <= mostLeft;
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
                unused(leave);
            } else {
                unanswered(leave, nowNanos);
            }
            return;
        }
        long reset = told.get().resetMillis() * 1_000_000;
        Known said = new Known(
                told.get().remaining(), leave.sinceNanos + reset - ROUNDING_NANOS, nowNanos + reset + ROUNDING_NANOS);
        mostLeft = Math.max(mostLeft, said.left);
        long allowed = told.get().allowed() == QuotaReading.UNTOLD
                ? narrowest
                : told.get().allowed();
        boolean past = known != null && leave.sinceNanos >= known.endsBefore;
        if (allowed < narrowest) {
            known = began(said, leave);
            narrowestNanos = reset;
        } else if (allowed > narrowest) {
            known = known == null || past
                    ? began(said, leave)
                            .within(narrowest - 1, leave.sinceNanos, nowNanos + narrowestNanos + ROUNDING_NANOS)
                    : known.less();
        } else if (known == null || past || said.endsAfter > known.endsBefore) {
            known = began(said, leave);
        } else if (said.endsBefore >= known.endsAfter) {
            known = known.with(said);
        }
        if (allowed <= narrowest) {
            narrowest = allowed;
            narrowestNanos = Math.max(narrowestNanos, reset);
        }
        giveBack(leave, new Past(nowNanos, said));
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
        return new Known(left - unknown, said.endsAfter, said.endsBefore);
    }

    /** Nobody knows whether and where the call was counted, so it was here. */
    public void unanswered(Leave leave, long nowNanos) {
        if (known != null) {
            known = known.less();
        }
        giveBack(leave, new Past(nowNanos, null));
    }

    /** The call was not made. */
    public void unused(Leave leave) {
        inFlight.remove(leave);
    }

    private void giveBack(Leave leave, Past how) {
        inFlight.remove(leave);
        past.addLast(how);
        long oldest = inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.iterator().next().sinceNanos;
        while (!past.isEmpty() && past.getFirst().atNanos < oldest) {
            past.removeFirst();
        }
    }
}
