package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.OutcomeKey.Kind;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.RetryPolicy;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One softphone: attempts, retries, cycles, keep-alive and leaving, whatever the protocol. A state machine without I/O,
 * clock or thread: events come in by its public methods, what it wants done goes out through {@link Effects}, what it
 * did goes into the {@link Tally}. Called from one event loop only.
 *
 * <pre>
 * IDLE -> ATTEMPTING -> REGISTERED -> LEAVING -> IDLE (next cycle) | DONE
 *              |            |
 *              +-- WAITING <+   (a retry; or DONE when there is none)
 * </pre>
 */
public final class Softphone implements Wire {

    /** How late an attempt may start before its softphone counts as {@code late}. */
    static final long LATE_NANOS = 1_000_000_000L;

    private enum State {
        IDLE,
        ATTEMPTING,
        REGISTERED,
        LEAVING,
        WAITING,
        DONE
    }

    private final int number;
    private final Identity identity;
    private final SignalingSession session;
    private final Behaviour behaviour;
    private final Effects effects;
    private final Tally tally;
    private final Account account;
    private final Transcripts transcripts;
    private final KeepAliver keepAlive;
    private final CallProgress call;

    private final OnTime life = new OnTime(this::lifeDue);
    private final OnTime stageLimit = new OnTime(this::stageDue);
    private final SessionTimers sessionTimers;
    private final StageClock stages;
    private final RestInFlight restInFlight = new RestInFlight();

    private State state = State.IDLE;
    private boolean draining;
    private List<String> learnt = List.of();
    /** What became of a REST call that the attempt waits to make again. */
    private @Nullable OutcomeTally waitsAfter;

    private boolean waitsAfterOurs;

    private int connection;
    private int cycle;
    private int retriesInCycle;
    private long intendedNanos;
    private long startedNanos;
    /** Of the attempt: what its REST calls waited for the quota of their token. */
    private long heldNanos;

    private long saturatedAtStart;
    private long registeredNanos;
    private long lastByteNanos;
    private long heardNanos;
    private long saturatedWhenHeard;

    /** @param number from 0, over the whole test */
    public Softphone(
            int number,
            Identity identity,
            SignalingSession session,
            Behaviour behaviour,
            Effects effects,
            Tally tally,
            int stepNumber,
            Transcripts transcripts) {
        this.number = number;
        this.identity = identity;
        this.session = session;
        this.behaviour = behaviour;
        this.effects = effects;
        this.tally = tally;
        this.account = new Account(
                tally, identity.organization().map(tally::organization).orElse(null), tally.stepOf(stepNumber));
        this.transcripts = transcripts;
        this.sessionTimers = new SessionTimers(effects, timer -> session.timer(timer, this));
        this.stages = new StageClock(behaviour);
        this.keepAlive = new KeepAliver(behaviour.keepAlive(), this, session, effects, tally);
        this.call = new CallProgress(this, session, behaviour.call(), effects, tally, transcripts);
        tally.planned();
        tally.plannedInStep(stepNumber);
    }

    public int number() {
        return number;
    }

    public Identity identity() {
        return identity;
    }

    /** Whether it is registered at this moment. */
    public boolean isRegistered() {
        return state == State.REGISTERED;
    }

    /** What it learnt in this attempt and nobody may read. */
    public Collection<String> secrets() {
        return learnt;
    }

    @Override
    public void conceal(String value) {
        if (learnt.isEmpty()) {
            learnt = new ArrayList<>(2);
        }
        learnt.add(value);
    }

    /** Whether an answer for this connection still concerns it. */
    public boolean expects(int forConnection) {
        return forConnection == connection && state == State.ATTEMPTING;
    }

    /** Whether it was refused or got no answer, and will not try again by itself. */
    public boolean isTurnedAway() {
        return state == State.DONE
                && (account.standing() == Standing.REJECTED || account.standing() == Standing.FAILED);
    }

    /** Whether it will do nothing more by itself. */
    public boolean isDone() {
        return state == State.DONE;
    }

    // ---------------------------------------------------------------- what the schedule says

    /** Its first attempt is due. */
    public void start(long intended) {
        attempt(intended, true);
    }

    /** The run is over: leave if registered, give up whatever is in flight. */
    public void drain() {
        draining = true;
        switch (state) {
            case IDLE -> done();
            case ATTEMPTING -> cancelAttempt();
            case WAITING -> settleByLastWord();
            case REGISTERED -> leave();
            case LEAVING, DONE -> {}
        }
    }

    /** Leave now, though the run goes on: the slot probe. */
    public void leaveNow() {
        draining = true;
        if (state == State.REGISTERED) {
            leave();
        }
    }

    /** Place a call, if registered and not in one. */
    public void placeCall(@Nullable Identity callee) {
        if (state == State.REGISTERED && !call.active()) {
            session.placeCall(callee, this);
        }
    }

    private void lifeDue(long now) {
        switch (state) {
            case WAITING -> attempt(life.dueNanos(), false);
            case IDLE -> attempt(life.dueNanos(), true);
            case REGISTERED -> leave();
            case LEAVING -> left();
            case ATTEMPTING, DONE -> {}
        }
    }

    // ---------------------------------------------------------------- an attempt

    private void attempt(long intended, boolean first) {
        long now = effects.nowNanos();
        intendedNanos = intended;
        startedNanos = now;
        heldNanos = 0;
        saturatedAtStart = effects.saturatedNanos();
        if (first) {
            retriesInCycle = 0;
        }
        if (account.standing() == Standing.NOT_STARTED && now - intended > LATE_NANOS) {
            tally.late();
        }
        account.tryAgain();
        state = State.ATTEMPTING;
        connection++;
        stages.reset();
        learnt = List.of();
        waitsAfter = null;
        transcripts.begin(this, intended);
        tally.attemptStarted(first, now, Math.max(0, now - intended));
        session.begin(this);
    }

    /** The answer to a REST call, of an attempt or of a call. */
    public void restAnswered(int ticket, RestAnswer answer) {
        RestInFlight.Asked asked = restInFlight.take(ticket);
        if (asked != null) {
            transcripts.received(this, answer.status() + " " + answer.body());
            session.restAnswered(asked.request(), answer, this);
        }
    }

    /** A REST call was answered, whether anybody still waits for it or not: what it took from the quota of its token. */
    public void restCounted(RestRequest request, RestAnswer answer) {
        if (request.token().isPresent()) {
            tally.restAnswered(identity.organization().orElse(""), answer.use());
        }
    }

    /** A REST call had no answer. */
    public void restBroken(int ticket, Failure failure) {
        RestInFlight.Asked asked = restInFlight.take(ticket);
        if (asked != null) {
            transcripts.note(this, failure.code() + " " + failure.detail());
            unanswered(asked, failure.code(), failure.detail());
        }
    }

    /** A REST call waits for the quota of its token. No stage runs meanwhile, for the wait is our own wish. */
    public void restHeld(int ticket) {
        RestInFlight.Asked asked = restInFlight.hold(ticket);
        if (asked != null) {
            transcripts.note(this, "waits for the quota of its token");
            stages.end(asked.request().stage(), effects.nowNanos());
            limitStages();
            session.restHeld(asked.request(), this);
        }
    }

    /** A REST call that was held is sent now. */
    public void restSent(int ticket) {
        long now = effects.nowNanos();
        RestInFlight.Asked held = restInFlight.sent(ticket, now, effects.saturatedNanos());
        if (held != null) {
            waited(held, now);
            stageBegins(held.request().stage());
            session.restSent(held.request(), this);
        }
    }

    /** The clocks of the attempt, or of the call, go on as if it had not waited. */
    private void waited(RestInFlight.Asked held, long now) {
        long waited = now - held.sinceNanos();
        tally.record(Metric.QUOTA_WAIT, waited / 1000);
        transcripts.note(this, "waited " + waited / 1_000_000 + " ms");
        if (held.request().stage() == Stage.MEDIA) {
            call.waited(waited);
        } else {
            heldNanos += waited;
        }
    }

    private void forgetRest() {
        long now = effects.nowNanos();
        restInFlight.forget().forEach(held -> waited(held, now));
    }

    private void unanswered(RestInFlight.Asked asked, String code, String detail) {
        endStage(asked.request().stage(), false);
        boolean saturated = code.startsWith("timeout/") && ours(asked.sinceNanos(), asked.saturatedThen());
        if (!session.restFailed(new RestFailure(asked.request(), code, detail, saturated), this)) {
            failedAt(asked.request().stage(), code, detail);
        }
    }

    /** An attempt's failure ends the attempt; a failure of a call's own REST call or timer ends the call. */
    private void failedAt(Stage stage, String code, String detail) {
        if (state == State.REGISTERED && stage == Stage.MEDIA && call.inProgress()) {
            endStage(stage, false);
            call.ended(Kind.FAILURE, code, detail, Map.of());
        } else if (state == State.REGISTERED && stage == Stage.MEDIA) {
            sessionFailed(code, detail);
        } else {
            failed(stage, code, detail);
        }
    }

    /**
     * The 101 is in.
     *
     * @param localAddress without port
     * @param remoteAddress with port
     */
    public void opened(int forConnection, String localAddress, String remoteAddress) {
        if (!expects(forConnection)) {
            return;
        }
        long now = effects.nowNanos();
        long response = now - intendedNanos - heldNanos;
        heard(now);
        tally.handshake(now, response, now - startedNanos - heldNanos);
        account.handshake(response / 1000);
        account.over(localAddress, remoteAddress);
        endStage(Stage.UPGRADE, true);
        transcripts.note(this, "101 from " + remoteAddress);
        session.opened(this);
    }

    /** The upgrade was refused by an HTTP answer. */
    public void upgradeRefused(int forConnection, String localAddress, String remoteAddress, Refusal refusal) {
        if (expects(forConnection)) {
            account.over(localAddress, remoteAddress);
            transcripts.received(this, refusal.code() + " " + refusal.detail() + " " + refusal.hints());
            rejected(Stage.UPGRADE, refusal);
        }
    }

    /** There is no socket, and no answer that says why. */
    public void notOpened(int forConnection, String localAddress, String remoteAddress, Failure failure) {
        if (expects(forConnection)) {
            account.over(localAddress, remoteAddress);
            transcripts.note(this, failure.code() + " " + failure.detail());
            endAttempt(Kind.FAILURE, Stage.UPGRADE, failure.code(), failure.detail(), Map.of(), OptionalLong.empty());
        }
    }

    private void endAttempt(
            Kind kind,
            Stage stage,
            String code,
            String detail,
            Map<String, String> hints,
            OptionalLong retryAfterMillis) {
        long now = effects.nowNanos();
        boolean saturated = code.startsWith("timeout/") && ours(startedNanos, saturatedAtStart);
        if (stage == Stage.UPGRADE) {
            tally.record(Metric.HANDSHAKE_FAILED, (now - intendedNanos - heldNanos) / 1000);
        } else {
            endStage(stage, false);
        }
        OutcomeTally outcome = tally.attemptEnded(
                new OutcomeKey(kind, stage, code),
                now,
                startedNanos,
                saturated,
                transcripts.clean(this, detail),
                hints);
        transcripts.ended(this, outcome);
        letGo();
        account.said(outcome, saturated);
        retryOrSettle(stage, code, retryAfterMillis, now);
    }

    /**
     * Whether a wait without an answer overlapped our own saturation enough to be ours: the event loop was late for a
     * tenth of it.
     */
    boolean ours(long sinceNanos, long saturatedThen) {
        return (effects.saturatedNanos() - saturatedThen) * 10 >= Math.max(1, effects.nowNanos() - sinceNanos);
    }

    private void retryOrSettle(Stage stage, String code, OptionalLong retryAfterMillis, long now) {
        if (draining) {
            settleByLastWord();
            return;
        }
        RetryPolicy.Decision decision =
                behaviour.retry().decide(stage, code, retriesInCycle, retryAfterMillis, effects.random());
        if (decision instanceof RetryPolicy.RetryIn retryIn) {
            retriesInCycle++;
            state = State.WAITING;
            effects.start(life, effects.reserveConnect(now + retryIn.millis() * 1_000_000));
        } else {
            settleByLastWord();
        }
    }

    /** No further attempt in this cycle: the last answer is the last word. */
    private void settleByLastWord() {
        effects.stop(life);
        account.settle();
        nextCycleOrDone();
    }

    private void cancelAttempt() {
        if (waitsAfter != null) {
            tally.attemptEndedBy(waitsAfter, effects.nowNanos(), startedNanos);
            account.said(waitsAfter, waitsAfterOurs);
            letGo();
            settleByLastWord();
            return;
        }
        tally.attemptCancelled();
        letGo();
        if (account.standing() == Standing.IN_PROGRESS) {
            account.stand(Standing.CANCELLED);
        }
        done();
    }

    private void nextCycleOrDone() {
        call.giveUp();
        cycle++;
        if (draining || cycle >= behaviour.cycles()) {
            done();
            return;
        }
        state = State.IDLE;
        effects.start(life, effects.reserveConnect(effects.nowNanos() + behaviour.cyclePauseNanos()));
    }

    private void done() {
        call.giveUp();
        effects.stop(life);
        state = State.DONE;
        effects.finished(this);
    }

    /** The softphone has no connection any more; what is still in flight belongs to nobody. */
    private void letGo() {
        connection++;
        forgetRest();
        effects.stop(stageLimit);
        sessionTimers.stopAll();
        keepAlive.stop();
        effects.abandon(this);
    }

    // ---------------------------------------------------------------- stages

    private void stageDue(long now) {
        Stage expired = stages.expired(now);
        if (expired == null) {
            limitStages();
            return;
        }
        String code = "timeout/" + expired.label();
        transcripts.note(this, code);
        String detail = "no answer within " + behaviour.limitNanos(expired) / 1_000_000 + " ms, our own timer";
        RestInFlight.Asked asked = restInFlight.take(expired);
        if (asked != null) {
            unanswered(asked, code, detail);
        } else {
            failedAt(expired, code, detail);
        }
    }

    /** The stage timer stands at the first of all running stages to run out. */
    private void limitStages() {
        long earliest = stages.earliestLimit();
        if (earliest == StageClock.NONE) {
            effects.stop(stageLimit);
        } else {
            effects.start(stageLimit, earliest);
        }
    }

    @Override
    public void stageBegins(Stage stage) {
        boolean byRest = stage == Stage.MEDIA || stage == Stage.LOGIN || stage == Stage.TOKEN;
        if (state == State.ATTEMPTING || (state == State.REGISTERED && byRest)) {
            stages.begin(stage, effects.nowNanos());
            limitStages();
        }
        if (stage == Stage.MEDIA) {
            call.inStage(Stage.MEDIA);
        }
    }

    @Override
    public void stageDone(Stage stage) {
        endStage(stage, true);
        callIsPast(stage);
    }

    /** A call whose media offer is over waits for something else. */
    private void callIsPast(Stage stage) {
        if (stage == Stage.MEDIA && restInFlight.none(Stage.MEDIA)) {
            call.inStage(Stage.ESTABLISHED);
        }
    }

    private void endStage(Stage stage, boolean well) {
        long took = stages.end(stage, effects.nowNanos());
        if (took == StageClock.NONE) {
            return;
        }
        StageClock.metric(stage, well).ifPresent(metric -> tally.record(metric, took / 1000));
        limitStages();
    }

    // ---------------------------------------------------------------- what the socket says

    /** A message came in. */
    public void received(int forConnection, String message) {
        if (forConnection == connection && connected()) {
            heard(effects.nowNanos());
            transcripts.received(this, message);
            session.received(message, this);
        }
    }

    private void heard(long now) {
        lastByteNanos = now;
        heardNanos = now;
        saturatedWhenHeard = effects.saturatedNanos();
    }

    /** A WebSocket pong came in. */
    public void pongReceived(int forConnection) {
        if (forConnection == connection) {
            pong();
        }
    }

    /** The socket is closed, and not because we asked. */
    public void closed(int forConnection, Closing closing) {
        if (forConnection != connection) {
            return;
        }
        transcripts.note(this, closing.code() + " " + closing.detail());
        switch (state) {
            case ATTEMPTING -> {
                Kind kind = closing.answered() ? Kind.REJECTION : Kind.FAILURE;
                Stage stage = stages.latest();
                endAttempt(
                        kind,
                        stage == null ? Stage.REGISTER : stage,
                        closing.code(),
                        closing.detail(),
                        Map.of(),
                        OptionalLong.empty());
            }
            case REGISTERED -> drop(Stage.ESTABLISHED, closing.code(), closing.detail(), OptionalLong.empty(), false);
            case LEAVING -> left();
            case IDLE, WAITING, DONE -> {}
        }
    }

    private boolean connected() {
        return state == State.ATTEMPTING || state == State.REGISTERED || state == State.LEAVING;
    }

    /** @param saturated whether it may be our own fault */
    void drop(Stage stage, String code, String detail, OptionalLong retryAfterMillis, boolean saturated) {
        long now = effects.nowNanos();
        call.connectionLost(code, session.connectionLost());
        tally.record(Metric.DROP_AGE_MILLIS, (now - registeredNanos) / 1_000_000);
        tally.record(Metric.DROP_IDLE_MILLIS, (now - lastByteNanos) / 1_000_000);
        tally.connectedNow(-1, now);
        OutcomeTally outcome = tally.dropped(
                new OutcomeKey(Kind.DROP, stage, code),
                now,
                !account.hasDropped(),
                saturated,
                transcripts.clean(this, detail));
        account.dropped();
        transcripts.ended(this, outcome);
        letGo();
        account.said(outcome, saturated);
        retriesInCycle = 0;
        retryOrSettle(stage, code, retryAfterMillis, now);
    }

    // ---------------------------------------------------------------- registered, and leaving

    @Override
    public void registered() {
        if (state != State.ATTEMPTING) {
            return;
        }
        long now = effects.nowNanos();
        endStage(Stage.AUTH, true);
        endStage(Stage.REGISTER, true);
        stages.reset();
        effects.stop(stageLimit);
        state = State.REGISTERED;
        registeredNanos = now;
        retriesInCycle = 0;
        tally.attemptSucceeded(now, startedNanos);
        account.stand(Standing.CONNECTED);
        tally.connectedNow(1, now);
        transcripts.settled(this);
        keepAlive.begin(now);
        if (behaviour.cycles() > 1) {
            effects.start(life, now + behaviour.cycleHoldNanos());
        }
        effects.registered(this);
    }

    private void leave() {
        long now = effects.nowNanos();
        call.end();
        state = State.LEAVING;
        forgetRest();
        stages.reset();
        effects.stop(stageLimit);
        keepAlive.stop();
        tally.record(Metric.HELD_MILLIS, (now - registeredNanos) / 1_000_000);
        tally.connectedNow(-1, now);
        effects.start(life, now + behaviour.leaveNanos());
        session.leave(this);
    }

    @Override
    public void left() {
        if (state != State.LEAVING) {
            return;
        }
        effects.stop(life);
        effects.close(this);
        letGo();
        nextCycleOrDone();
    }

    // ---------------------------------------------------------------- the rest of the wire

    @Override
    public long nowNanos() {
        return effects.nowNanos();
    }

    @Override
    public long epochMillis() {
        return effects.epochMillis();
    }

    @Override
    public void rest(RestRequest request) {
        waitsAfter = null;
        stageBegins(request.stage());
        transcripts.sent(this, request.method() + " " + request.uri().getRawPath());
        effects.rest(this, restInFlight.ask(request, effects.nowNanos(), effects.saturatedNanos()), request);
    }

    @Override
    public void restAside(RestRequest request) {
        transcripts.sent(this, request.method() + " " + request.uri().getRawPath());
        effects.restAside(this, request);
    }

    @Override
    public void connect(UpgradeRequest request) {
        waitsAfter = null;
        stageBegins(Stage.UPGRADE);
        effects.connect(this, connection, request, behaviour.limitNanos(Stage.UPGRADE));
    }

    @Override
    public void send(String message) {
        if (connected()) {
            lastByteNanos = effects.nowNanos();
            transcripts.sent(this, message);
            effects.send(this, message);
        }
    }

    @Override
    public void rejected(Stage stage, Refusal refusal) {
        if (state == State.ATTEMPTING) {
            endAttempt(
                    Kind.REJECTION,
                    stage,
                    refusal.code(),
                    refusal.detail(),
                    refusal.hints(),
                    refusal.retryAfterMillis());
        } else if (state == State.REGISTERED) {
            drop(stage, refusal.code(), refusal.detail(), refusal.retryAfterMillis(), false);
        } else if (state == State.LEAVING) {
            left();
        }
    }

    @Override
    public void failed(Stage stage, String code, String detail) {
        if (state == State.ATTEMPTING) {
            endAttempt(Kind.FAILURE, stage, code, detail, Map.of(), OptionalLong.empty());
        } else if (state == State.REGISTERED) {
            boolean saturated = code.startsWith("timeout/") && ours(heardNanos, saturatedWhenHeard);
            drop(stage, code, detail, OptionalLong.empty(), saturated);
        } else if (state == State.LEAVING) {
            left();
        }
    }

    @Override
    public void setback(Stage stage, Refusal refusal) {
        setback(new OutcomeKey(Kind.REJECTION, stage, refusal.code()), refusal.detail(), refusal.hints(), false);
    }

    @Override
    public void setback(RestFailure failure) {
        setback(
                new OutcomeKey(Kind.FAILURE, failure.asked().stage(), failure.code()),
                failure.detail(),
                Map.of(),
                failure.saturated());
    }

    private void setback(OutcomeKey key, String detail, Map<String, String> hints, boolean saturated) {
        if (state != State.ATTEMPTING && state != State.REGISTERED) {
            return;
        }
        boolean oneCall = key.stage().compareTo(Stage.UPGRADE) < 0; // over with it; a stage of the socket goes on
        if (oneCall) {
            endStage(key.stage(), false);
        }
        callIsPast(key.stage());
        OutcomeTally outcome =
                tally.setback(key, effects.nowNanos(), saturated, transcripts.clean(this, detail), hints);
        waitsAfter = oneCall ? outcome : null;
        waitsAfterOurs = saturated;
        if (outcome.first()) {
            transcripts.ended(this, outcome);
        }
    }

    @Override
    public void timer(int timer, long delayMillis) {
        sessionTimers.start(timer, delayMillis);
    }

    @Override
    public void cancelTimer(int timer) {
        sessionTimers.stop(timer);
    }

    @Override
    public void pong() {
        heard(effects.nowNanos());
        keepAlive.pong(heardNanos);
    }

    @Override
    public void pingOurselves() {
        if (state == State.REGISTERED) {
            keepAlive.pingOurselves(effects.nowNanos());
        }
    }

    @Override
    public void keepAliveWithin(long millis) {
        keepAlive.within(millis * 1_000_000);
    }

    @Override
    public void callPlaced() {
        call.placed();
    }

    @Override
    public void callProgressed() {
        call.progressed();
    }

    @Override
    public void callEstablished() {
        call.established();
    }

    @Override
    public void callRejected(Refusal refusal) {
        endStage(Stage.MEDIA, false);
        call.ended(Kind.REJECTION, refusal.code(), refusal.detail(), refusal.hints());
    }

    @Override
    public void callFailed(String code, String detail) {
        call.ended(Kind.FAILURE, code, detail, Map.of());
    }

    @Override
    public void sessionRejected(Refusal refusal) {
        endStage(Stage.MEDIA, false);
        setback(Stage.MEDIA, refusal);
    }

    @Override
    public void sessionFailed(String code, String detail) {
        endStage(Stage.MEDIA, false);
        boolean saturated = code.startsWith("timeout/") && ours(heardNanos, saturatedWhenHeard);
        setback(new OutcomeKey(Kind.FAILURE, Stage.MEDIA, code), detail, Map.of(), saturated);
    }

    @Override
    public void callEnded(boolean inOrder) {
        call.over(inOrder);
    }

    @Override
    public String toString() {
        return "Softphone[" + number + " " + state + "]";
    }
}
