package dev.softphone.loadtest.simulator.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.script.Extractor;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the organization of a request; the first extractor that finds one wins. Immutable. */
public final class Organizations {
    private final List<Extractor> extractors;

    /** @param extractors in the order of the script */
    public Organizations(List<Extractor> extractors) {
        this.extractors = List.copyOf(extractors);
    }

    /** The organization of an HTTP request by its header or query, or null. */
    public @Nullable String of(HttpView request) {
        return first(extractor -> switch (extractor.source()) {
            case HEADER -> request.header(extractor.name());
            case QUERY -> request.query(extractor.name());
            case FIELD, SIP_DOMAIN -> null;
        });
    }

    /** The organization by a field of a JSON body, or null. */
    public @Nullable String of(JsonNode body) {
        return first(extractor ->
                extractor.source() == Extractor.Source.FIELD ? JsonPaths.text(body, extractor.name()) : null);
    }

    /** The organization by the domain of an address of record, or null. */
    public @Nullable String ofSipDomain(String domain) {
        return first(extractor -> extractor.source() == Extractor.Source.SIP_DOMAIN ? domain : null);
    }

    private @Nullable String first(Function<Extractor, @Nullable String> value) {
        for (Extractor extractor : extractors) {
            String found = extractor.organizationOf(value.apply(extractor));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
