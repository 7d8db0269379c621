package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.OutcomeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cause being written. Keeps the evidence within its bound: what was said first stays. */
final class Draft {

    static final int EVIDENCE_LENGTH = 512;

    private final CauseType type;
    private final Cause.Confidence confidence;
    private final List<String> evidence = new ArrayList<>();
    private int length;
    private @Nullable String scope;
    private OptionalLong limit = OptionalLong.empty();
    private long softphones;
    private String remedy = "";
    private Cause.@Nullable NextTest nextTest;

    Draft(CauseType type, Cause.Confidence confidence) {
        this.type = type;
        this.confidence = confidence;
    }

    /** Left out when it does not fit any more. */
    Draft evidence(String sentence) {
        if (length + sentence.length() <= EVIDENCE_LENGTH) {
            evidence.add(sentence);
            length += sentence.length();
        }
        return this;
    }

    Draft evidence(boolean condition, String sentence) {
        return condition ? evidence(sentence) : this;
    }

    Draft scope(String scope) {
        this.scope = scope;
        return this;
    }

    Draft scope(Optional<String> scope) {
        this.scope = scope.orElse(null);
        return this;
    }

    Draft limit(long limit) {
        this.limit = OptionalLong.of(limit);
        return this;
    }

    Draft limit(OptionalLong limit) {
        this.limit = limit;
        return this;
    }

    Draft softphones(long softphones) {
        this.softphones = softphones;
        return this;
    }

    Draft remedy(String remedy) {
        this.remedy = remedy;
        return this;
    }

    Draft next(Cause.NextTest nextTest) {
        this.nextTest = nextTest;
        return this;
    }

    Draft next(Optional<Cause.NextTest> nextTest) {
        this.nextTest = nextTest.orElse(null);
        return this;
    }

    private Cause cause() {
        return new Cause(
                type,
                Optional.ofNullable(scope),
                limit,
                confidence,
                softphones,
                evidence,
                remedy,
                Optional.ofNullable(nextTest));
    }

    /** A finding that leaves nothing of these outcomes to explain. */
    List<Finding> explains(Seen seen) {
        return List.of(new Finding(cause(), seen.keys(), Set.of()));
    }

    /** A finding that explains the part of these outcomes that overlapped our own saturation. */
    List<Finding> explainsSaturated(Set<OutcomeKey> keys) {
        return List.of(new Finding(cause(), Set.of(), keys));
    }

    /** A finding beside others: it explains no outcome by itself. */
    List<Finding> aside() {
        return List.of(new Finding(cause(), Set.of(), Set.of()));
    }
}
