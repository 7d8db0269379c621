package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.HttpAnswers;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.gateway.RandomText;
import dev.softphone.loadtest.simulator.matching.Gauge;
import dev.softphone.loadtest.simulator.matching.RuleBook;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.Accept;
import dev.softphone.loadtest.simulator.script.Action.End;
import dev.softphone.loadtest.simulator.script.Action.Http;
import dev.softphone.loadtest.simulator.script.Rule;
import dev.softphone.loadtest.simulator.truth.RestTruth;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A list of rules that requests meet before they are served. A request is in flight until it is served or refused, or its
 * connection is gone. For the gateway's thread only.
 */
final class ApiFaults {
    private final RuleBook<Action.OnRest> rules;
    private final ApiAnswers answers;
    private final Loop loop;
    private final RestTruth truth;
    private final RandomText random = new RandomText();

    ApiFaults(List<Rule<Action.OnRest>> rules, ApiAnswers answers, Loop loop, RestTruth truth) {
        this.rules = new RuleBook<>(rules);
        this.answers = answers;
        this.loop = loop;
        this.truth = truth;
    }

    /** Serves the request by {@code serve}, unless a rule does something else with it. */
    void pass(ApiRequest request, Consumer<ApiRequest> serve) {
        Connection connection = request.exchange().connection();
        Action.OnRest fault =
                rules.decide(request, false, loop.clock().nanos(), loop.clock().sinceFirstAccept());
        Gauge.Slot slot = rules.gauge().take(request);
        Runnable over = slot::release;
        connection.whenGone(over);
        Runnable done = () -> {
            over.run();
            connection.forget(over);
        };
        if (fault == null) {
            done.run();
            serve.accept(request);
        } else if (fault instanceof Accept accept) {
            later(connection, accept.after(), () -> {
                done.run();
                serve.accept(request);
            });
        } else if (fault instanceof Http http) {
            later(connection, http.after(), () -> {
                done.run();
                refuse(request, http);
            });
        } else {
            truth.unanswered(request.operation().title());
            if (fault instanceof End end) {
                later(connection, end.after(), () -> connection.end(end.how(), Kill.RULE));
            }
        }
    }

    private static void later(Connection connection, Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            connection.after(delay, task);
        }
    }

    private void refuse(ApiRequest request, Http http) {
        Map<String, String> headers = new LinkedHashMap<>(http.headers());
        http.retryAfter().ifPresent(delay -> headers.put("Retry-After", HttpAnswers.retryAfter(delay)));
        String seconds = http.retryAfter()
                .map(delay -> String.valueOf(HttpAnswers.seconds(delay.delay())))
                .orElse("60");
        String body = http.body().fill(name -> random.next());
        answers.send(
                request,
                http.status(),
                headers,
                body.isEmpty() && http.status() >= 400 ? ApiAnswers.error(http.status(), seconds) : body);
    }
}
