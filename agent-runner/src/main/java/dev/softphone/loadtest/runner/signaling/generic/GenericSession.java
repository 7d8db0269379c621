package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeRequest;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One softphone that speaks by steps: REST calls, the socket, messages; then pings and calls. Has no state of the
 * gateway's to undo, so it leaves at once and ends calls without a word.
 */
final class GenericSession implements SignalingSession {

    private enum Phase {
        REST,
        OPENING,
        STEPS,
        REGISTERED
    }

    private final GenericSignaling.Plan plan;
    private final Values values;
    private final Script registration;
    private final GenericCall call;

    private Phase phase = Phase.REST;
    private int rest;
    private Values.@Nullable Exchange pinging;

    GenericSession(GenericSignaling.Plan plan, Identity identity, RandomGenerator random) {
        this.plan = plan;
        this.values = new Values(identity, random);
        this.registration = new Script(plan.steps(), values, new Registration());
        this.call = new GenericCall(plan, values);
    }

    @Override
    public void begin(Wire wire) {
        values.nextAttempt();
        registration.stop();
        call.forget();
        pinging = null;
        phase = Phase.REST;
        rest = 0;
        proceed(wire);
    }

    private void proceed(Wire wire) {
        Stage stage = rest < plan.rest().size() ? plan.rest().get(rest).stage() : Stage.UPGRADE;
        try {
            if (rest < plan.rest().size()) {
                wire.rest(plan.rest().get(rest).request(values.exchange()));
            } else {
                phase = Phase.OPENING;
                Values.Exchange exchange = values.exchange();
                String pathAndQuery = Unresolved.orThrow(plan.upgrade(), exchange);
                Map<String, String> headers = Url.headers(plan.headers(), exchange);
                wire.connect(new UpgradeRequest(pathAndQuery, headers));
            }
        } catch (Unresolved unresolved) {
            wire.failed(stage, unresolved.code(), unresolved.detail());
        }
    }

    @Override
    public void restAnswered(RestRequest asked, RestAnswer answer, Wire wire) {
        if (phase == Phase.REGISTERED) {
            call.restAnswered(answer, wire);
        } else if (phase == Phase.REST && rest < plan.rest().size()) {
            Call planned = plan.rest().get(rest);
            if (!planned.accepts(answer.status())) {
                wire.rejected(planned.stage(), refusal(answer, values, wire));
                return;
            }
            String missing = learn(planned, answer, values, wire);
            if (!missing.isEmpty()) {
                wire.failed(planned.stage(), "protocol/missing-value", missing);
                return;
            }
            wire.stageDone(planned.stage());
            rest++;
            proceed(wire);
        }
    }

    static Refusal refusal(RestAnswer answer, Values values, Wire wire) {
        return HttpRefusal.of(answer, wire.epochMillis(), values.redactor());
    }

    /** Takes the call's values from its answer; tells what is missing, if anything is. */
    static String learn(Call asked, RestAnswer answer, Values values, Wire wire) {
        String missing = values.learn(
                "rest." + asked.name() + ".", asked.extract(), new Incoming(answer.body(), answer.headers()), wire);
        return missing.isEmpty() ? "" : "call " + asked.name() + ": required " + missing + ", observed none";
    }

    @Override
    public void opened(Wire wire) {
        phase = Phase.STEPS;
        registration.start(wire);
    }

    @Override
    public void received(String message, Wire wire) {
        Incoming incoming = new Incoming(message, Map.of());
        if (pinging != null
                && plan.ping().isPresent()
                && plan.ping().get().expect().test(incoming, pinging)) {
            pinging = null;
            wire.pong();
        } else if (phase == Phase.STEPS) {
            registration.received(incoming, wire);
        } else if (phase == Phase.REGISTERED) {
            call.received(incoming, wire);
        }
    }

    @Override
    public void timer(int timer, Wire wire) {
        // Sets none: every wait is one of a stage, which the engine times.
    }

    @Override
    public void ping(Wire wire) {
        if (plan.ping().isEmpty()) {
            return;
        }
        Values.Exchange exchange = values.exchange();
        try {
            wire.send(Unresolved.orThrow(plan.ping().get().send(), exchange));
            pinging = exchange;
        } catch (Unresolved unresolved) {
            wire.failed(Stage.ESTABLISHED, unresolved.code(), "ping: " + unresolved.detail());
        }
    }

    @Override
    public void placeCall(@Nullable Identity callee, Wire wire) {
        if (phase == Phase.REGISTERED) {
            call.place(callee, wire);
        }
    }

    @Override
    public void endCall(Wire wire) {
        call.end(wire);
    }

    @Override
    public void leave(Wire wire) {
        registration.stop();
        call.forget();
        wire.left();
    }

    private final class Registration implements Script.Listener {
        @Override
        public void begins(Stage stage, Wire wire) {
            wire.stageBegins(stage);
        }

        @Override
        public void ends(Stage stage, Wire wire) {
            wire.stageDone(stage);
        }

        @Override
        public void answered(Wire wire) {
            // Only a call is interested in the first sign of life.
        }

        @Override
        public void done(Wire wire) {
            phase = Phase.REGISTERED;
            wire.registered();
        }

        @Override
        public void rejected(Stage stage, Refusal refusal, Wire wire) {
            wire.rejected(stage, refusal);
        }

        @Override
        public void failed(Stage stage, String code, String detail, Wire wire) {
            wire.failed(stage, code, detail);
        }
    }
}
