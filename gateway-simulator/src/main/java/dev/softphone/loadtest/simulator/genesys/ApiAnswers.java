package dev.softphone.loadtest.simulator.genesys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.simulator.truth.RestTruth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Writes the answers of the login and API hosts, and counts them. For the gateway's thread only. */
final class ApiAnswers {
    static final String NO_USER = "This request requires a user context. Client credentials cannot be used for requests"
            + " to this resource.";

    private final RestTruth truth;

    ApiAnswers(RestTruth truth) {
        this.truth = truth;
    }

    static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A JSON answer; an empty body for 202 and 204. */
    void send(ApiRequest request, int status, Map<String, String> headers, String body) {
        if (request.exchange().connection().isGone()) {
            return;
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("inin-correlation-id", UUID.randomUUID().toString());
        if (!body.isEmpty()) {
            all.put("Content-Type", "application/json");
        }
        all.putAll(headers);
        truth.answered(request.operation().title(), status, request.organization());
        request.exchange().answer(status, all, body);
    }

    /** An error of the API host. */
    void refuse(ApiRequest request, int status, Map<String, String> headers, String code, String message) {
        send(request, status, headers, error(status, code, message));
    }

    static String error(int status, String code, String message) {
        ObjectNode error = json().put("message", message).put("code", code).put("status", status);
        error.put("contextId", UUID.randomUUID().toString());
        error.putArray("details");
        error.putArray("errors");
        return error.toString();
    }

    /** The body that a status has where a script does not give one. */
    static String error(int status, String retryAfter) {
        return switch (status) {
            case 401 -> error(status, "bad.credentials", "Invalid login credentials.");
            case 403 -> error(status, "missing.any.permissions", "Unable to perform the requested action.");
            case 404 -> error(status, "not.found", "The requested resource was not found.");
            case 408 -> error(status, "client.timeout", "The client did not produce a request in time.");
            case 413 -> error(status, "request.entity.too.large", "The request is over the size limit.");
            case 429 ->
                error(
                        status,
                        "too.many.requests.retry.after",
                        "Rate limit exceeded the maximum. Retry the request in [" + retryAfter + "] seconds");
            case 500 -> error(status, "internal.server.error", "The server encountered an unexpected condition.");
            case 503 -> error(status, "service.unavailable", "Service Unavailable");
            case 504 -> error(status, "request.timeout", "The request timed out.");
            default -> error(status, "error", "The request cannot be served.");
        };
    }
}
