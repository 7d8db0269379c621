package dev.softphone.loadtest.runner.compare;

import static dev.softphone.loadtest.api.status.StatusLists.orNone;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Cause;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Latency;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Outcome;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.StageResult;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.ThresholdResult;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Attempts;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Calls;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.Softphones;
import dev.softphone.loadtest.report.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table of two runs: what changed in the verdict, in the spec, in counts, shares and percentiles. Pure. */
public final class Comparison {
    /** Stage and code of the row that holds all beyond the bound of a list. */
    private static final String OTHERS = " other other";

    private final SoftphoneLoadTestStatus one;
    private final SoftphoneLoadTestStatus other;
    private final ComparedRows rows;

    private Comparison(KnownRun one, KnownRun other) {
        this.one = one.status();
        this.other = other.status();
        this.rows = new ComparedRows(one.name(), other.name());
    }

    /** Each line ended by a line feed. What only one of them has is a dash in the other. */
    public static String text(KnownRun one, KnownRun other) {
        Comparison comparison = new Comparison(one, other);
        comparison.verdict();
        comparison.spec(one, other);
        comparison.softphones();
        comparison.attempts();
        comparison.calls();
        comparison.latencies();
        comparison.outcomes();
        return comparison.rows.text();
    }

    private void verdict() {
        words(
                "verdict",
                status -> status.verdict() == null ? null : status.verdict().name());
        words("causes", Comparison::causes);
        words("duration", Comparison::duration);
        Map<String, String> before = thresholds(one);
        Map<String, String> after = thresholds(other);
        Map<String, String> all = new LinkedHashMap<>(before);
        after.forEach(all::putIfAbsent);
        all.keySet().forEach(required -> rows.words(required, before.get(required), after.get(required)));
    }

    private void words(String name, Function<SoftphoneLoadTestStatus, @Nullable String> of) {
        rows.words(name, of.apply(one), of.apply(other));
    }

    private static @Nullable String causes(SoftphoneLoadTestStatus status) {
        List<Cause> causes = orNone(status.causes());
        return causes.isEmpty()
                ? null
                : causes.stream()
                        .map(cause -> cause.type() + (cause.limit() == null ? "" : " " + Figures.count(cause.limit())))
                        .collect(Collectors.joining(", "));
    }

    private static @Nullable String duration(SoftphoneLoadTestStatus status) {
        return status.startedAt() == null || status.finishedAt() == null
                ? null
                : Figures.duration(
                        Duration.between(Instant.parse(status.startedAt()), Instant.parse(status.finishedAt())));
    }

    private static Map<String, String> thresholds(SoftphoneLoadTestStatus status) {
        Map<String, String> results = new LinkedHashMap<>();
        for (ThresholdResult result : orNone(status.thresholds())) {
            results.put(result.required(), result.verdict() + ", " + result.observed());
        }
        return results;
    }

    private void spec(KnownRun before, KnownRun after) {
        if (before.spec().isEmpty() || after.spec().isEmpty()) {
            rows.heading("Spec: not known of " + (before.spec().isEmpty() ? before.name() : after.name()));
            return;
        }
        List<SpecDifference> differences =
                SpecDifference.between(before.spec().get(), after.spec().get());
        rows.heading(differences.isEmpty() ? "Spec: the same" : "Spec");
        differences.forEach(found -> rows.words(found.path(), found.one(), found.other()));
    }

    private void softphones() {
        rows.heading("Softphones");
        softphones("planned", Softphones::planned);
        softphones("started", Softphones::started);
        softphones("connected", Softphones::connected);
        softphones("rejected", Softphones::rejected);
        softphones("failed", Softphones::failed);
        softphones("cancelled", Softphones::cancelled);
        softphones("lost", Softphones::lost);
        softphones("dropped after connect", Softphones::droppedAfterConnect);
        softphones("late by our own fault", Softphones::late);
        share("connected of planned", Softphones::connected);
        share("rejected of planned", Softphones::rejected);
        share("failed of planned", Softphones::failed);
    }

    private void softphones(String name, Function<Softphones, Long> of) {
        rows.counts(name, value(one.softphones(), of), value(other.softphones(), of));
    }

    private void share(String name, Function<Softphones, Long> of) {
        rows.shares(name, share(one.softphones(), of), share(other.softphones(), of));
    }

    private static @Nullable Double share(@Nullable Softphones counts, Function<Softphones, Long> of) {
        return counts == null || counts.planned() == 0 ? null : 100.0 * of.apply(counts) / counts.planned();
    }

    private void attempts() {
        rows.heading("Attempts");
        rows.counts("first", value(one.attempts(), Attempts::first), value(other.attempts(), Attempts::first));
        rows.counts("retries", value(one.attempts(), Attempts::retries), value(other.attempts(), Attempts::retries));
        rows.counts(
                "succeeded", value(one.attempts(), Attempts::succeeded), value(other.attempts(), Attempts::succeeded));
    }

    private void calls() {
        if (one.calls() == null && other.calls() == null) {
            return;
        }
        rows.heading("Calls");
        calls("placed", Calls::placed);
        calls("established", Calls::established);
        calls("rejected", Calls::rejected);
        calls("failed", Calls::failed);
        calls("dropped", Calls::droppedAfterEstablished);
    }

    private void calls(String name, Function<Calls, Long> of) {
        rows.counts(name, value(one.calls(), of), value(other.calls(), of));
    }

    private void latencies() {
        latency("Handshake, from the intended start", SoftphoneLoadTestStatus::handshake);
        latency("Handshake, from the real start", SoftphoneLoadTestStatus::handshakeService);
        Map<String, StageResult> before = stages(one);
        Map<String, StageResult> after = stages(other);
        Map<String, StageResult> all = new LinkedHashMap<>(before);
        after.forEach(all::putIfAbsent);
        all.remove("upgrade"); // the handshake itself
        if (all.isEmpty()) {
            return;
        }
        rows.heading("Stages");
        for (String stage : all.keySet()) {
            StageResult a = before.get(stage);
            StageResult b = after.get(stage);
            rows.counts(stage + " passed", value(a, StageResult::succeeded), value(b, StageResult::succeeded));
            rows.millis(stage + " p50", value(a, StageResult::p50Millis), value(b, StageResult::p50Millis));
            rows.millis(stage + " p99", value(a, StageResult::p99Millis), value(b, StageResult::p99Millis));
        }
    }

    private void latency(String name, Function<SoftphoneLoadTestStatus, @Nullable Latency> of) {
        Latency a = of.apply(one);
        Latency b = of.apply(other);
        if (a == null && b == null) {
            return;
        }
        rows.heading(name);
        rows.millis("p50", value(a, Latency::p50Millis), value(b, Latency::p50Millis));
        rows.millis("p90", value(a, Latency::p90Millis), value(b, Latency::p90Millis));
        rows.millis("p99", value(a, Latency::p99Millis), value(b, Latency::p99Millis));
        rows.millis("max", value(a, Latency::maxMillis), value(b, Latency::maxMillis));
    }

    private static Map<String, StageResult> stages(SoftphoneLoadTestStatus status) {
        Map<String, StageResult> stages = new LinkedHashMap<>();
        orNone(status.stages()).forEach(stage -> stages.put(stage.stage(), stage));
        return stages;
    }

    private void outcomes() {
        Map<String, Long> before = outcomes(one);
        Map<String, Long> after = outcomes(other);
        Map<String, Long> all = new LinkedHashMap<>(before);
        after.forEach(all::putIfAbsent);
        if (all.isEmpty()) {
            return;
        }
        rows.heading("Outcomes");
        all.keySet().forEach(row -> rows.counts(row, times(before, row), times(after, row)));
    }

    /** A list holds every code up to its bound: one that is not in it did not happen, or is among the others. */
    private static @Nullable Long times(Map<String, Long> counts, String row) {
        String kind = row.substring(0, row.indexOf(' '));
        if (!counts.containsKey(row) && !counts.containsKey(kind + OTHERS)) {
            return 0L;
        }
        return counts.get(row);
    }

    private static Map<String, Long> outcomes(SoftphoneLoadTestStatus status) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, List<Outcome>> lists = new LinkedHashMap<>();
        lists.put("rejected", orNone(status.rejections()));
        lists.put("failed", orNone(status.failures()));
        lists.put("dropped", orNone(status.drops()));
        lists.forEach((kind, list) ->
                list.forEach(row -> counts.put(kind + " " + row.stage() + " " + row.code(), row.count())));
        return counts;
    }

    private static <T> @Nullable Long value(@Nullable T block, Function<T, @Nullable Long> of) {
        return block == null ? null : of.apply(block);
    }
}
