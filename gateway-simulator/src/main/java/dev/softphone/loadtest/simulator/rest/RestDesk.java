package dev.softphone.loadtest.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.HttpAnswers;
import dev.softphone.loadtest.simulator.gateway.HttpService;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.gateway.Organizations;
import dev.softphone.loadtest.simulator.matching.Gauge;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.Accept;
import dev.softphone.loadtest.simulator.script.Action.End;
import dev.softphone.loadtest.simulator.script.Action.Http;
import dev.softphone.loadtest.simulator.script.RestScript;
import dev.softphone.loadtest.simulator.truth.RestTruth;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import dev.softphone.loadtest.simulator.truth.Truth;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers REST requests. A request is in flight from its arrival until its answer, its end, or that of its connection.
 * For the gateway's thread only.
 */
public final class RestDesk implements HttpService {
    private final List<Endpoint> endpoints;
    private final Organizations organizations;
    private final Loop loop;
    private final RestTruth truth;

    /**
     * @param script the REST side of the script
     * @param organizations how requests tell their organization
     * @param loop the gateway's thread
     * @param truth counts all of it
     */
    public RestDesk(RestScript script, Organizations organizations, Loop loop, Truth truth) {
        this.endpoints = script.endpoints().stream().map(Endpoint::new).toList();
        this.organizations = organizations;
        this.loop = loop;
        this.truth = truth.rest();
    }

    @Override
    public void serve(Exchange exchange) {
        for (Endpoint endpoint : endpoints) {
            Map<String, String> segments =
                    endpoint.script.method().equals(exchange.request().method())
                            ? endpoint.script.path().match(exchange.request().path())
                            : null;
            if (segments != null) {
                serve(exchange, endpoint, segments);
                return;
            }
        }
        truth.unmatched();
        exchange.answer(404, Map.of("Content-Type", "application/json"), "{\"status\":404,\"code\":\"not.found\"}");
    }

    private void serve(Exchange exchange, Endpoint endpoint, Map<String, String> segments) {
        JsonNode body = exchange.request().fields();
        String found = organizations.of(exchange.request());
        String organization = found != null ? found : organizations.of(body);
        RestRequest request = new RestRequest(exchange, endpoint, segments, body, organization);
        truth.received(endpoint.script.name());
        Action.OnRest fault = endpoint.faults.decide(
                request, false, loop.clock().nanos(), loop.clock().sinceFirstAccept());
        Gauge.Slot slot = endpoint.faults.gauge().take(request);
        Runnable inFlight = slot::release;
        exchange.connection().whenGone(inFlight);
        if (fault == null) {
            admit(request, inFlight);
        } else if (fault instanceof Accept accept) {
            later(request, accept.after(), () -> admit(request, inFlight));
        } else if (fault instanceof Http http) {
            later(request, http.after(), () -> answer(request, inFlight, http, Map.of(), ""));
        } else {
            truth.unanswered(endpoint.script.name());
            if (fault instanceof End end) {
                Connection connection = exchange.connection();
                later(request, end.after(), () -> connection.end(end.how(), Kill.RULE));
            }
        }
    }

    /** Takes the request from its token bucket, and answers. */
    private void admit(RestRequest request, Runnable inFlight) {
        Endpoint endpoint = request.endpoint();
        long now = loop.clock().nanos();
        Endpoint.Taken taken = endpoint.take(request, now);
        Http answer = endpoint.script.answer();
        if (taken.granted()) {
            later(request, answer.after(), () -> answer(request, inFlight, answer, taken.headers(), ""));
        } else {
            truth.rateLimited();
            Http refusal = taken.refusal();
            String seconds = String.valueOf(refusal.retryAfter()
                    .map(retryAfter -> HttpAnswers.seconds(retryAfter.delay()))
                    .orElse(0L));
            answer(request, inFlight, refusal, taken.headers(), seconds);
        }
    }

    private static void later(RestRequest request, Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            request.exchange().connection().after(delay, task);
        }
    }

    private void answer(
            RestRequest request, Runnable inFlight, Http http, Map<String, String> budget, String retryAfterSeconds) {
        inFlight.run();
        request.exchange().connection().forget(inFlight);
        if (request.exchange().connection().isGone()) {
            return;
        }
        Endpoint endpoint = request.endpoint();
        long index = endpoint.nextIndex();
        String body = http.body().fill(name -> value(request, name, index, retryAfterSeconds));
        Map<String, String> headers = new LinkedHashMap<>(budget);
        if (body.startsWith("{") || body.startsWith("[")) {
            headers.put("Content-Type", "application/json");
        }
        headers.putAll(http.headers());
        http.retryAfter().ifPresent(delay -> headers.put("Retry-After", HttpAnswers.retryAfter(delay)));
        truth.answered(endpoint.script.name(), http.status(), request.organization());
        request.exchange().answer(http.status(), headers, body);
    }

    private @Nullable String value(RestRequest request, String name, long index, String retryAfterSeconds) {
        return switch (name) {
            case "index" -> String.valueOf(index);
            case "random.token" -> request.endpoint().token();
            case "retryAfter.seconds" -> retryAfterSeconds;
            default -> request.named(name);
        };
    }
}
