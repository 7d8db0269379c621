package dev.softphone.loadtest.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who asked the API server for what, by its own log; one line of JSON a request. */
final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CREATED = 201;
    private static final int FORBIDDEN = 403;

    private final List<JsonNode> requests = new ArrayList<>();

    /** @param whose ServiceAccount, as {@code NAMESPACE:NAME} */
    static AuditLog of(List<String> lines, Predicate<String> whose) throws IOException {
        AuditLog log = new AuditLog();
        for (String line : lines) {
            JsonNode request = JSON.readTree(line);
            String user = request.at("/user/username").asText();
            if (whose.test(user.replace("system:serviceaccount:", ""))) {
                log.requests.add(request);
            }
        }
        return log;
    }

    /** To create by server-side apply takes both patch and create. */
    Set<Right> used() {
        Set<Right> used = new TreeSet<>();
        for (JsonNode request : requests) {
            used.add(right(request, request.path("verb").asText()));
            if (code(request) == CREATED) {
                used.add(right(request, "create"));
            }
        }
        return used;
    }

    /**
     * What it was never allowed to in the namespace where it asked. An API server that has just started refuses for a
     * moment what it allows before and after: it does not know its roles yet.
     */
    Set<Right> refused() {
        Set<String> allowed = requests.stream()
                .filter(request -> code(request) != FORBIDDEN)
                .map(AuditLog::asked)
                .collect(Collectors.toSet());
        return requests.stream()
                .filter(request -> code(request) == FORBIDDEN)
                .filter(request -> !allowed.contains(asked(request)))
                .map(request -> right(request, request.path("verb").asText()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String asked(JsonNode request) {
        return right(request, request.path("verb").asText()) + " in "
                + request.at("/objectRef/namespace").asText();
    }

    private static Right right(JsonNode request, String verb) {
        JsonNode object = request.path("objectRef");
        String subresource = object.path("subresource").asText();
        return new Right(
                object.path("apiGroup").asText(),
                object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                verb);
    }

    private static int code(JsonNode request) {
        return request.at("/responseStatus/code").asInt();
    }
}
