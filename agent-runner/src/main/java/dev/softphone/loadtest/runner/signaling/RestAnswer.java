package dev.softphone.loadtest.runner.signaling;

import java.util.Map;

/**
 * The answer to one REST call.
 *
 * @param status HTTP status
 * @param headers lower-case names, the first value of each
 * @param body at most 64 kB
 */
public record RestAnswer(int status, Map<String, String> headers, String body) {
    public RestAnswer {
        headers = Map.copyOf(headers);
    }
}
