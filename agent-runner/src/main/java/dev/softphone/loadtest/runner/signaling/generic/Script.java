package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.List;

/**
 * Runs steps one after the other: send, wait for what is expected, take values from it. Neighbours of one stage are one
 * stage: one duration, one timer.
 */
final class Script {

    /** What comes of it; one of the last three ends it. */
    interface Listener {
        void begins(Stage stage, Wire wire);

        void ends(Stage stage, Wire wire);

        /** A message answered a step, for better or worse. */
        void answered(Wire wire);

        void done(Wire wire);

        void rejected(Stage stage, Refusal refusal, Wire wire);

        void failed(Stage stage, String code, String detail, Wire wire);
    }

    private final List<Step> steps;
    private final Values values;
    private final Listener listener;
    private Values.Exchange exchange;
    private int at;
    private boolean running;

    Script(List<Step> steps, Values values, Listener listener) {
        this.steps = steps;
        this.values = values;
        this.listener = listener;
        this.exchange = values.exchange();
    }

    void start(Wire wire) {
        at = 0;
        running = true;
        advance(wire);
    }

    void stop() {
        running = false;
    }

    /** A message that neither rejects nor ends the step at hand is not for us. */
    void received(Incoming message, Wire wire) {
        if (!running) {
            return;
        }
        Step step = steps.get(at);
        for (Step.Rejection rejection : step.reject()) {
            if (rejection.match().test(message, exchange)) {
                running = false;
                listener.answered(wire);
                listener.rejected(step.stage(), rejection.refusal(message, values.redactor()), wire);
                return;
            }
        }
        if (step.expect().isEmpty() || !step.expect().get().test(message, exchange)) {
            return;
        }
        listener.answered(wire);
        String missing = values.learn("", step.extract(), message, wire);
        if (missing.isEmpty()) {
            next(step, wire);
            advance(wire);
        } else {
            fail(
                    step,
                    "protocol/missing-value",
                    "step " + step.name() + ": required " + missing + ", observed none",
                    wire);
        }
    }

    private void advance(Wire wire) {
        while (at < steps.size()) {
            Step step = steps.get(at);
            exchange = values.exchange();
            if (at == 0 || steps.get(at - 1).stage() != step.stage()) {
                listener.begins(step.stage(), wire);
            }
            if (step.send().isPresent()) {
                try {
                    wire.send(Unresolved.orThrow(step.send().get(), exchange));
                } catch (Unresolved unresolved) {
                    fail(step, unresolved.code(), "step " + step.name() + ": " + unresolved.detail(), wire);
                    return;
                }
            }
            if (step.expect().isPresent()) {
                return;
            }
            next(step, wire);
        }
        running = false;
        listener.done(wire);
    }

    private void next(Step done, Wire wire) {
        at++;
        if (at == steps.size() || steps.get(at).stage() != done.stage()) {
            listener.ends(done.stage(), wire);
        }
    }

    private void fail(Step step, String code, String detail, Wire wire) {
        running = false;
        listener.failed(step.stage(), code, detail, wire);
    }
}
