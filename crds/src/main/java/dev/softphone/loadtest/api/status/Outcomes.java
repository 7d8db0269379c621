package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus.Outcome;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Outcomes by kind, the most frequent first, in a bounded number of rows. */
final class Outcomes {

    private static final int REJECTIONS = 50;
    private static final int OTHERS = 20;

    /** Reason texts are the largest part of a row; 64 kB have to hold all rows of all lists. */
    private static final int DETAILS = 5;

    private static final int DETAIL = 160;
    private static final int CODE = 48;
    private static final String OTHER = "other";

    private static final Comparator<Map.Entry<OutcomeKey, OutcomeCount>> MOST_FIRST = Comparator.comparingLong(
                    (Map.Entry<OutcomeKey, OutcomeCount> entry) ->
                            -entry.getValue().times())
            .thenComparing(Map.Entry::getKey);

    private Outcomes() {}

    static List<Outcome> rejections(Measurements measured) {
        return rows(measured, OutcomeKey.Kind.REJECTION, REJECTIONS);
    }

    static List<Outcome> failures(Measurements measured) {
        return rows(measured, OutcomeKey.Kind.FAILURE, OTHERS);
    }

    static List<Outcome> drops(Measurements measured) {
        return rows(measured, OutcomeKey.Kind.DROP, OTHERS);
    }

    private static List<Outcome> rows(Measurements measured, OutcomeKey.Kind kind, int most) {
        List<Map.Entry<OutcomeKey, OutcomeCount>> entries = measured.outcomes().entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .sorted(MOST_FIRST)
                .toList();
        List<Outcome> rows = new ArrayList<>();
        for (Map.Entry<OutcomeKey, OutcomeCount> entry : entries.subList(0, Math.min(most, entries.size()))) {
            OutcomeCount count = entry.getValue();
            rows.add(new Outcome(
                    entry.getKey().stage().label(),
                    Cut.to(CODE, entry.getKey().code()),
                    count.times(),
                    count.softphones(),
                    count.firstAfterMillis(),
                    rows.size() < DETAILS ? Cut.to(DETAIL, count.detail()) : null));
        }
        if (entries.size() > most) {
            rows.add(other(entries.subList(most, entries.size()).stream()
                    .map(Map.Entry::getValue)
                    .toList()));
        }
        return rows;
    }

    private static Outcome other(List<OutcomeCount> rest) {
        return new Outcome(
                OTHER,
                OTHER,
                rest.stream().mapToLong(OutcomeCount::times).sum(),
                rest.stream().mapToLong(OutcomeCount::softphones).sum(),
                rest.stream().mapToLong(OutcomeCount::firstAfterMillis).min().orElse(0),
                null);
    }
}
