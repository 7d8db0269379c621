package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.HttpService;
import dev.softphone.loadtest.simulator.gateway.HttpView;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.script.GenesysOperation;
import dev.softphone.loadtest.simulator.script.GenesysOperation.Context;
import dev.softphone.loadtest.simulator.script.GenesysScript;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import dev.softphone.loadtest.simulator.truth.RestTruth;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The login and API hosts. A request meets the rules first, then its token is looked at, then the limits, and then it is
 * served. For the gateway's thread only.
 */
final class ApiDesk implements HttpService {
    private static final int MAX_BODY = 512_000;

    private final HttpService otherwise;
    private final Directory directory;
    private final LoginDesk login;
    private final Resources resources;
    private final ApiFaults loginFaults;
    private final ApiFaults faults;
    private final ApiLimits limits;
    private final ApiAnswers answers;
    private final Loop loop;
    private final RestTruth rest;
    private final GenesysTruth truth;

    ApiDesk(
            GenesysScript script,
            Directory directory,
            Resources resources,
            ApiAnswers answers,
            HttpService otherwise,
            Loop loop,
            RestTruth rest,
            GenesysTruth truth) {
        this.otherwise = otherwise;
        this.directory = directory;
        this.login = new LoginDesk(script, directory, answers, truth);
        this.resources = resources;
        this.loginFaults = new ApiFaults(script.login(), answers, loop, rest);
        this.faults = new ApiFaults(script.rest(), answers, loop, rest);
        this.limits = new ApiLimits(script.limits());
        this.answers = answers;
        this.loop = loop;
        this.rest = rest;
        this.truth = truth;
    }

    @Override
    public void serve(Exchange exchange) {
        HttpView http = exchange.request();
        for (GenesysOperation operation : GenesysOperation.values()) {
            Map<String, String> segments =
                    operation.method().equals(http.method()) ? operation.path().match(http.path()) : null;
            if (segments != null) {
                rest.received(operation.title());
                serve(exchange, operation, segments);
                return;
            }
        }
        if (http.path().startsWith("/api/v2/")) {
            rest.unmatched();
            exchange.answer(404, Map.of("Content-Type", "application/json"), ApiAnswers.error(404, ""));
        } else {
            otherwise.serve(exchange);
        }
    }

    private void serve(Exchange exchange, GenesysOperation operation, Map<String, String> segments) {
        HttpView http = exchange.request();
        if (operation == GenesysOperation.TOKEN) {
            String client = LoginDesk.client(http);
            String organization = client == null ? null : directory.organizationOf(client);
            loginFaults.pass(
                    new ApiRequest(
                            exchange, operation, segments, http.fields(), null, client, organization, login.user(http)),
                    login::serve);
            return;
        }
        String bearer = bearer(http);
        Token token = bearer == null ? null : directory.token(bearer);
        faults.pass(
                token == null
                        ? new ApiRequest(exchange, operation, segments, http.fields(), bearer, null, null, null)
                        : new ApiRequest(
                                exchange,
                                operation,
                                segments,
                                http.fields(),
                                bearer,
                                token.client(),
                                token.organization(),
                                name(token)),
                request -> admit(request, token));
    }

    private static @Nullable String name(Token token) {
        User user = token.user();
        return user == null ? null : user.name();
    }

    private static @Nullable String bearer(HttpView http) {
        String header = http.header("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    private void admit(ApiRequest request, @Nullable Token token) {
        long now = loop.clock().nanos();
        if (token == null || token.isExpired(now)) {
            truth.unauthorized(token != null ? "expired" : request.bearer() == null ? "missing" : "unknown");
            answers.send(request, 401, Map.of(), ApiAnswers.error(401, ""));
            return;
        }
        ApiLimits.Taken taken = limits.take(token, now);
        if (taken.refusedBy() != null) {
            rest.rateLimited();
            truth.rateLimited(taken.refusedBy());
            Map<String, String> headers = new LinkedHashMap<>(taken.headers());
            String seconds = String.valueOf(taken.retryAfterSeconds());
            headers.put("Retry-After", seconds);
            answers.send(request, 429, headers, ApiAnswers.error(429, seconds));
        } else if (request.exchange().request().body().length() > MAX_BODY) {
            answers.send(request, 413, taken.headers(), ApiAnswers.error(413, ""));
        } else if (request.operation().context() == Context.USER && token.user() == null) {
            truth.withoutUser();
            answers.refuse(request, 400, taken.headers(), "bad.request", ApiAnswers.NO_USER);
        } else {
            resources.serve(request, token, taken.headers());
        }
    }
}
