package dev.softphone.loadtest.runner.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.plan.RetryAfter;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an HTTP answer that says no tells: of a REST call, or in place of a 101. */
public final class HttpRefusal {

    /** Characters of a detail. */
    public static final int DETAIL = 256;

    private static final int HINTS = 16;
    private static final int HINT = 128;
    private static final List<String> QUOTED = List.of("server", "via", "warning", "retry-after", "www-authenticate");
    private static final List<String> QUOTED_PREFIXES = List.of("x-ratelimit-", "ratelimit", "inin-ratelimit-");
    private static final List<String> CODES = List.of("code", "errorCode", "error_code", "error", "status");
    private static final List<String> TEXTS =
            List.of("message", "error_description", "errorMessage", "description", "reason", "detail", "title", "text");

    private HttpRefusal() {}

    /** @param epochMillis now, for a Retry-After that is a date */
    public static Refusal of(RestAnswer answer, long epochMillis, Redactor redactor) {
        return of(answer.status(), answer.headers(), answer.body(), epochMillis, redactor);
    }

    /**
     * @param headers lower-case names
     * @param epochMillis now, for a Retry-After that is a date
     */
    public static Refusal of(
            int status, Map<String, String> headers, String body, long epochMillis, Redactor redactor) {
        return new Refusal(
                "http/" + status,
                redactor.line(text(body), DETAIL),
                RetryAfter.parse(headers.getOrDefault("retry-after", ""), epochMillis),
                hints(headers, redactor));
    }

    /** What a body says to people: code and message of a JSON error, the text of a page, or the body as it stands. */
    public static String text(String body) {
        String start = body.stripLeading();
        if (start.startsWith("<")) {
            return body.replaceAll("<[^<>]*>", " ");
        }
        JsonNode json = start.startsWith("{") ? JsonText.parse(body) : null;
        return json == null ? body : error(json).orElse(body);
    }

    private static Optional<String> error(JsonNode node) {
        JsonNode error = node.path("error").isObject() ? node.path("error") : node;
        Optional<String> code = first(error, CODES);
        Optional<String> text = first(error, TEXTS);
        if (code.isPresent() && text.isPresent()) {
            return Optional.of(code.get() + ": " + text.get());
        }
        return code.isPresent() ? code : text;
    }

    private static Optional<String> first(JsonNode node, List<String> names) {
        return names.stream()
                .map(node::path)
                .filter(value -> value.isTextual() || value.isNumber())
                .map(JsonNode::asText)
                .findFirst();
    }

    private static Map<String, String> hints(Map<String, String> headers, Redactor redactor) {
        Map<String, String> hints = new TreeMap<>();
        headers.forEach((name, value) -> {
            if (hints.size() < HINTS
                    && (QUOTED.contains(name) || QUOTED_PREFIXES.stream().anyMatch(name::startsWith))) {
                hints.put(name, redactor.line(value, HINT));
            }
        });
        return hints;
    }
}
