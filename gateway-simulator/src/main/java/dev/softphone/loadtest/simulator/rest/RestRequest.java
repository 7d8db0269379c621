package dev.softphone.loadtest.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.gateway.HttpService.Exchange;
import dev.softphone.loadtest.simulator.gateway.JsonPaths;
import dev.softphone.loadtest.simulator.matching.Subject;
import dev.softphone.loadtest.simulator.script.Key;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A REST request as rules and templates see it.
 *
 * @param exchange the request and the way to its answer
 * @param endpoint the endpoint that it matched
 * @param segments named segments of its path
 * @param body JSON, or the fields of a form as JSON texts; a missing node otherwise
 * @param organization of this request; connections are shared, so none is taken from them
 */
record RestRequest(
        Exchange exchange,
        Endpoint endpoint,
        Map<String, String> segments,
        JsonNode body,
        @Nullable String organization)
        implements Subject {

    @Override
    public @Nullable String value(Key key) {
        if (key == Key.Plain.ORGANIZATION) {
            return organization;
        }
        if (key == Key.Plain.SOURCE_ADDRESS) {
            return exchange.connection().sourceAddress();
        }
        if (key instanceof Key.Header header) {
            return exchange.request().header(header.name());
        }
        if (key instanceof Key.Query query) {
            return exchange.request().query(query.name());
        }
        return key instanceof Key.Field field ? JsonPaths.text(body, field.path()) : null;
    }

    /** The value of a template's name such as {@code body.user.id}, or null. */
    @Nullable
    String named(String name) {
        int dot = name.indexOf('.');
        String rest = name.substring(dot + 1);
        return switch (name.substring(0, dot)) {
            case "body" -> JsonPaths.text(body, rest);
            case "path" -> segments.get(rest);
            case "query" -> exchange.request().query(rest);
            case "header" -> exchange.request().header(rest);
            default -> null;
        };
    }
}
