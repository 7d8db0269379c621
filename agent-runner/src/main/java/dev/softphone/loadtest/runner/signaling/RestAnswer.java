package dev.softphone.loadtest.runner.signaling;

import dev.softphone.loadtest.measure.RestUse;
import dev.softphone.loadtest.plan.QuotaReading;
import dev.softphone.loadtest.plan.RateHeaders;
import java.util.Map;
import java.util.OptionalLong;

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

    /** What one call took, and what this answer says of the quota. */
    public RestUse use() {
        OptionalLong left = QuotaReading.of(status, headers, 0)
                .map(QuotaReading::remaining)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        return new RestUse(1, RateHeaders.of(headers).perMinute(), left);
    }
}
