package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.MessageStep;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.RetryAfter;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A compiled {@link MessageStep}. Immutable. */
record Step(
        String name,
        Stage stage,
        Optional<Text> send,
        Optional<Condition> expect,
        List<Rejection> reject,
        Map<String, Extractor> extract) {

    /** @throws IllegalArgumentException for a malformed reference, regular expression or pointer */
    static Step of(MessageStep step) {
        Map<String, Extractor> extract = new HashMap<>();
        step.extract().forEach((name, extraction) -> extract.put(name, Extractor.of(extraction)));
        return new Step(
                step.name(),
                step.stage(),
                step.send().map(Text::message),
                step.expect().map(Condition::of),
                step.reject().stream().map(Rejection::of).toList(),
                extract);
    }

    /** A compiled {@link Gateway.Rejection}. */
    record Rejection(Condition match, Extractor code, Optional<Extractor> retryAfter) {

        private static final int LONGEST_CODE = 40;

        static Rejection of(Gateway.Rejection rejection) {
            return new Rejection(
                    Condition.of(rejection.match()),
                    Extractor.of(rejection.code()),
                    rejection.retryAfter().map(Extractor::of));
        }

        Refusal refusal(Incoming message, Redactor redactor) {
            return new Refusal(
                    "app/" + code(message, redactor),
                    redactor.line(HttpRefusal.text(message.text()), HttpRefusal.DETAIL),
                    retryAfter(message),
                    Map.of());
        }

        /** The gateway's word for it, fit to be a label. */
        private String code(Incoming message, Redactor redactor) {
            String told = code.from(message);
            if (told == null || told.isBlank()) {
                return "unknown";
            }
            return redactor.line(told, LONGEST_CODE).replaceAll("[^A-Za-z0-9._-]", "-");
        }

        private OptionalLong retryAfter(Incoming message) {
            String seconds =
                    retryAfter.map(extractor -> extractor.from(message)).orElse(null);
            return seconds == null ? OptionalLong.empty() : RetryAfter.parse(seconds, 0);
        }
    }
}
