package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.plan.Fraction;
import dev.softphone.loadtest.plan.QuotaReading;
import dev.softphone.loadtest.plan.RestQuota;
import dev.softphone.loadtest.plan.RestQuota.Leave;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of all tokens of one run, and the calls that wait for them, first come first served. Shared by all lanes: one
 * lock a token, held for no longer than a decision.
 */
final class Quotas {
    /** Where a call is sent from. */
    interface Loop {
        /** Runs on this loop, not before so long. */
        void later(Runnable task, long nanos);

        long nowNanos();
    }

    private final Map<String, Desk> desks = new ConcurrentHashMap<>();
    private final TokenShares shares;

    /** @param shares of the tokens that other runners have too */
    Quotas(TokenShares shares) {
        this.shares = shares;
    }

    /** @param token by which the gateway counts; it stays in memory */
    Desk of(String token) {
        return desks.computeIfAbsent(token, counted -> new Desk(shares.of(counted)));
    }

    /** One call that is to be sent. Its methods run on its own loop. */
    abstract static class Call {
        private final Desk desk;
        private final Loop loop;
        private @Nullable Leave leave;

        Call(Desk desk, Loop loop) {
            this.desk = desk;
            this.loop = loop;
        }

        /** Whether it may be sent now; otherwise {@link #go} says when. */
        boolean ask() {
            return desk.ask(this);
        }

        /** It has waited, and is sent now. */
        abstract void go();

        /** Whether nobody wants it sent any more. From any thread. */
        abstract boolean isOver();

        void answered(Optional<QuotaReading> told) {
            desk.answered(this, told);
        }

        void unanswered() {
            desk.unanswered(this);
        }

        private void let() {
            if (isOver()) {
                desk.unused(this);
            } else {
                go();
            }
        }
    }

    /** One token's. */
    static final class Desk {
        private final RestQuota quota;
        private final ArrayDeque<Call> waiting = new ArrayDeque<>();
        private long alarmNanos;
        private boolean alarmSet;

        private Desk(Fraction share) {
            quota = new RestQuota(share);
        }

        private synchronized boolean ask(Call call) {
            if (waiting.isEmpty()) {
                Optional<Leave> leave = quota.ask(call.loop.nowNanos());
                if (leave.isPresent()) {
                    call.leave = leave.get();
                    return true;
                }
            }
            waiting.add(call);
            setAlarm(call.loop);
            return false;
        }

        private synchronized void answered(Call call, Optional<QuotaReading> told) {
            Leave leave = call.leave;
            if (leave != null) {
                call.leave = null;
                quota.answered(leave, told, call.loop.nowNanos());
                let(call.loop);
            }
        }

        private synchronized void unanswered(Call call) {
            Leave leave = call.leave;
            if (leave != null) {
                call.leave = null;
                quota.unanswered(leave, call.loop.nowNanos());
                let(call.loop);
            }
        }

        private synchronized void unused(Call call) {
            Leave leave = call.leave;
            if (leave != null) {
                call.leave = null;
                quota.unused(leave);
                let(call.loop);
            }
        }

        private synchronized void alarm(Loop loop) {
            alarmSet = false;
            let(loop);
        }

        private void let(Loop loop) {
            while (!waiting.isEmpty()) {
                Call first = waiting.element();
                if (!first.isOver()) {
                    Optional<Leave> leave = quota.ask(loop.nowNanos());
                    if (leave.isEmpty()) {
                        setAlarm(loop);
                        return;
                    }
                    first.leave = leave.get();
                    first.loop.later(first::let, 0);
                }
                waiting.remove();
            }
        }

        /** A loop looks again when the window ends. */
        private void setAlarm(Loop loop) {
            quota.opensAtNanos(loop.nowNanos()).ifPresent(at -> {
                if (!alarmSet || at < alarmNanos) {
                    alarmSet = true;
                    alarmNanos = at;
                    loop.later(() -> alarm(loop), Math.max(0, at - loop.nowNanos()));
                }
            });
        }
    }
}
