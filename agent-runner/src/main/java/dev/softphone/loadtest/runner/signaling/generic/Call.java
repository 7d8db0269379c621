package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.Gateway.RestCall;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A compiled {@link RestCall}. Immutable. */
record Call(
        String name,
        Stage stage,
        String method,
        URI authority,
        Text target,
        Map<String, Text> headers,
        Optional<Text> body,
        List<Integer> accept,
        Map<String, Extractor> extract) {

    /**
     * @param own scheme, host and port that a url beginning with a slash belongs to
     * @throws IllegalArgumentException for a malformed url, reference, regular expression or pointer
     */
    static Call of(RestCall call, URI own) {
        boolean relative = call.url().startsWith("/");
        Url url = Url.of(relative ? own + call.url() : call.url());
        Map<String, Text> headers = new HashMap<>();
        call.headers().forEach((name, value) -> headers.put(name, Text.plain(value)));
        String type = contentType(call);
        Optional<Text> body = call.body()
                .map(text -> type.contains("application/x-www-form-urlencoded") ? Text.form(text) : Text.message(text));
        if (type.isEmpty() && call.body().filter(Call::isJson).isPresent()) {
            headers.put("Content-Type", Text.plain("application/json"));
        }
        Map<String, Extractor> extract = new HashMap<>();
        call.extract().forEach((name, extraction) -> extract.put(name, Extractor.of(extraction)));
        return new Call(
                call.name(),
                call.stage(),
                call.method(),
                url.authority(),
                url.target(),
                headers,
                body,
                call.accept(),
                extract);
    }

    private static String contentType(RestCall call) {
        return call.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(header -> header.getValue().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    private static boolean isJson(String body) {
        String start = body.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    /** Whether the status means success; with none listed, any 2xx does. */
    boolean accepts(int status) {
        return accept.isEmpty() ? status / 100 == 2 : accept.contains(status);
    }

    /** @throws Unresolved when a value is not known or cannot stand where it would */
    RestRequest request(Values.Exchange values) throws Unresolved {
        Map<String, String> resolved = Url.headers(headers, values);
        Optional<String> text = body.isEmpty() ? Optional.empty() : Optional.of(Unresolved.orThrow(body.get(), values));
        String pathAndQuery = Unresolved.orThrow(target, values);
        try {
            return new RestRequest(name, stage, method, URI.create(authority + pathAndQuery), resolved, text);
        } catch (IllegalArgumentException malformed) {
            throw new Unresolved("protocol/invalid-value", "the url of call " + name + " is malformed with its values");
        }
    }
}
