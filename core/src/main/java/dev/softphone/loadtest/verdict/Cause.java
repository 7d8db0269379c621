package dev.softphone.loadtest.verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Why softphones failed.
 *
 * @param scope what a cap or limit counts by: {@code Tenant}, {@code SourceAddress}, {@code Identity}, {@code Unknown};
 *     or the organization, stage or address it is confined to
 * @param limit the N of a cap, the events per minute of a rate limit, the milliseconds of an idle timeout, …
 * @param softphones how many softphones it explains
 * @param evidence sentences with the numbers they rest on, at most 512 characters together
 * @param remedy what to do, one or two sentences
 * @param nextTest the run that would tell more; absent when this one told
 */
public record Cause(
        CauseType type,
        Optional<String> scope,
        OptionalLong limit,
        Confidence confidence,
        long softphones,
        List<String> evidence,
        String remedy,
        Optional<NextTest> nextTest) {
    public Cause {
        evidence = List.copyOf(evidence);
    }

    public enum Confidence {
        High,
        Medium,
        Low
    }

    /**
     * The run that would tell.
     *
     * @param why what its outcome would decide
     * @param specPatch an RFC 7386 merge patch on {@code spec}; values are String, Integer, Map, List, or null to remove
     */
    public record NextTest(String why, Map<String, @Nullable Object> specPatch) {}
}
