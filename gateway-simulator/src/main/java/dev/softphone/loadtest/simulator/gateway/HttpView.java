package dev.softphone.loadtest.simulator.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request with its path and query taken apart.
 *
 * @param method such as {@code GET}
 * @param path decoded, without query
 * @param parameters the query
 * @param headers as received
 * @param body decoded as UTF-8
 */
public record HttpView(
        String method, String path, Map<String, List<String>> parameters, HttpHeaders headers, String body) {

    static HttpView of(FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        return new HttpView(
                request.method().name(),
                uri.path(),
                uri.parameters(),
                request.headers(),
                request.content().toString(StandardCharsets.UTF_8));
    }

    /** The body as JSON, or the fields of a form as JSON texts; a missing node otherwise. */
    public JsonNode fields() {
        String type = header("Content-Type");
        if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
            return JsonPaths.parse(body);
        }
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        new QueryStringDecoder(body, false).parameters().forEach((name, values) -> form.put(name, values.get(0)));
        return form;
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The first value of a query parameter, or null. */
    public @Nullable String query(String name) {
        List<String> values = parameters.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
