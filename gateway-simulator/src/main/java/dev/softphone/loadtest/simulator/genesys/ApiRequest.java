package dev.softphone.loadtest.simulator.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.gateway.HttpService.Exchange;
import dev.softphone.loadtest.simulator.gateway.JsonPaths;
import dev.softphone.loadtest.simulator.matching.Subject;
import dev.softphone.loadtest.simulator.script.GenesysOperation;
import dev.softphone.loadtest.simulator.script.Key;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of the login or API host as rules see it.
 *
 * @param exchange the request and the way to its answer
 * @param operation what it asks for
 * @param segments named segments of its path
 * @param body JSON, or the fields of a form as JSON texts; a missing node otherwise
 * @param bearer what stands in its Authorization header after Bearer
 * @param client the OAuth client, as far as it is known
 * @param organization the organization, as far as it is known
 * @param user the user's name, as far as it is known
 */
record ApiRequest(
        Exchange exchange,
        GenesysOperation operation,
        Map<String, String> segments,
        JsonNode body,
        @Nullable String bearer,
        @Nullable String client,
        @Nullable String organization,
        @Nullable String user)
        implements Subject {

    /** A named segment of the path. */
    String segment(String name) {
        return segments.getOrDefault(name, "");
    }

    /** A field of the body, or null. */
    @Nullable
    String field(String path) {
        return JsonPaths.text(body, path);
    }

    @Override
    public @Nullable String value(Key key) {
        if (key instanceof Key.Plain plain) {
            return switch (plain) {
                case SOURCE_ADDRESS -> exchange.connection().sourceAddress();
                case ORGANIZATION -> organization;
                case CLIENT -> client;
                case IDENTITY -> user;
                case TOKEN -> bearer;
                case OPERATION -> operation.name();
                default -> null;
            };
        }
        if (key instanceof Key.Header header) {
            return exchange.request().header(header.name());
        }
        if (key instanceof Key.Query query) {
            return exchange.request().query(query.name());
        }
        return key instanceof Key.Field field ? field(field.path()) : null;
    }
}
