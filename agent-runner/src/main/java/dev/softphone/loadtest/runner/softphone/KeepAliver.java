package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import java.util.OptionalLong;

/**
 * Pings, and counts the pongs that do not come. The interval is that from ping to ping, spread by the jitter; after a
 * missed pong the next ping goes out at once. An XMPP ping is timed as the Genesys SDK does it: the first after a whole
 * interval, the next one an interval after a miss, and a pong that comes too late is none.
 */
final class KeepAliver extends TimerWheel.Timer {
    private static final long NO_PING = Long.MIN_VALUE;

    private final KeepAlive plan;
    private final Softphone softphone;
    private final SignalingSession session;
    private final Effects effects;
    private final Tally tally;
    private long everyNanos;
    private long pingNanos = NO_PING;
    private long firstMissedNanos;
    private long saturatedAtFirstMissed;
    private int missed;
    private boolean resting;

    KeepAliver(KeepAlive plan, Softphone softphone, SignalingSession session, Effects effects, Tally tally) {
        this.plan = plan;
        this.softphone = softphone;
        this.session = session;
        this.effects = effects;
        this.tally = tally;
        this.everyNanos = plan.every().toNanos();
    }

    /**
     * The first ping comes after a random part of the interval, so that a fleet does not ping in step; an XMPP ping after
     * the whole of it, as the client that is imitated does.
     */
    void begin(long now) {
        missed = 0;
        resting = false;
        pingNanos = NO_PING;
        switch (plan.kind()) {
            case None, ServerPing -> {}
            case XmppPing -> pingOurselves(now);
            case WebSocketPing, ApplicationPing, CrLf ->
                effects.start(this, now + (long) (everyNanos * effects.random().nextDouble()));
        }
    }

    /** A ping after each interval, counted from now. */
    void pingOurselves(long now) {
        effects.start(this, now + everyNanos);
    }

    void within(long nanos) {
        everyNanos = Math.min(everyNanos, nanos);
    }

    void stop() {
        effects.stop(this);
        pingNanos = NO_PING;
    }

    @Override
    protected void due(long now) {
        if (!softphone.isRegistered()) {
            return;
        }
        if (pingNanos != NO_PING && !resting) {
            missed++;
            if (missed > plan.maxMissed()) {
                pingNanos = NO_PING;
                String detail = missed + " pings in a row unanswered";
                softphone.drop(Stage.ESTABLISHED, "timeout/pong", detail, OptionalLong.empty(), ours());
                return;
            }
            if (rests()) {
                resting = true;
                effects.start(this, now + everyNanos);
                return;
            }
        }
        resting = false;
        if (missed == 0) {
            firstMissedNanos = now;
            saturatedAtFirstMissed = effects.saturatedNanos();
        }
        pingNanos = now;
        if (plan.kind() == KeepAlive.Kind.WebSocketPing) {
            effects.ping(softphone);
        } else {
            session.ping(softphone);
        }
        effects.start(this, now + plan.timeout().toNanos());
    }

    private boolean rests() {
        return plan.kind() == KeepAlive.Kind.XmppPing || plan.kind() == KeepAlive.Kind.ServerPing;
    }

    /** Whether the missed pongs may be our own fault. */
    private boolean ours() {
        return softphone.ours(firstMissedNanos, saturatedAtFirstMissed);
    }

    void pong(long now) {
        if (pingNanos == NO_PING || resting) {
            return;
        }
        tally.record(Metric.PONG, (now - pingNanos) / 1000);
        double spread = plan.jitterPercent() / 100.0 * (2 * effects.random().nextDouble() - 1);
        effects.start(this, Math.max(now, pingNanos + (long) (everyNanos * (1 + spread))));
        pingNanos = NO_PING;
        missed = 0;
    }
}
