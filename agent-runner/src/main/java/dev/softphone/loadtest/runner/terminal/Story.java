package dev.softphone.loadtest.runner.terminal;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.runner.RunListener.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what a view shows of a run, and notices events: phases, and the first of each code. Not for several threads. */
final class Story {

    private static final int KEPT = 100;

    private final String name;
    private final Set<OutcomeKey> seen = new HashSet<>();
    private final List<Progress.Event> events = new ArrayList<>();
    private Progress now;
    private boolean started;

    Story(String name) {
        this.name = name;
        this.now = new Progress(name, Phase.WarmUp, "", 0, 0, 0, Measurements.EMPTY, List.of());
    }

    Progress now() {
        return now;
    }

    /** Returns the event that it makes. */
    Progress.Event phase(Phase phase, String note) {
        if (phase == Phase.Arriving) {
            // A trial of its own: what the one before it met is news again.
            seen.clear();
        }
        now = now.in(phase, note);
        return told();
    }

    /**
     * A test of a cluster, as its status says.
     *
     * @param trouble why it could not be asked just now; else empty
     * @return the events that it makes, in the order in which they happened
     */
    List<Progress.Event> seen(SoftphoneLoadTestStatus status, String trouble, Instant time) {
        Progress before = now;
        now = ClusterProgress.of(name, status, trouble, time).with(events);
        List<Progress.Event> news = new ArrayList<>();
        if (!started || !now.phase().equals(before.phase()) || !now.note().equals(before.note())) {
            started = true;
            news.add(told());
        }
        news.addAll(firsts(now.measurements()));
        return news;
    }

    private Progress.Event told() {
        String text = now.phase() + (now.note().isEmpty() ? "" : ": " + now.note());
        Progress.Event event = new Progress.Event(now.elapsedMillis(), text);
        keep(event);
        return event;
    }

    /** Returns the events that it makes, in the order in which they happened. */
    List<Progress.Event> progress(Measurements measured, long elapsedMillis, long expectedMillis, long scheduled) {
        List<Progress.Event> news = firsts(measured);
        now = new Progress(
                name,
                now.phase(),
                now.note(),
                elapsedMillis,
                expectedMillis,
                scheduled,
                measured,
                StageLines.of(measured),
                events);
        return news;
    }

    private List<Progress.Event> firsts(Measurements measured) {
        List<Progress.Event> news = measured.outcomes().entrySet().stream()
                .filter(entry -> seen.add(entry.getKey()))
                .sorted(Comparator.comparingLong((Map.Entry<OutcomeKey, OutcomeCount> e) ->
                                e.getValue().firstAfterMillis())
                        .thenComparing(Map.Entry::getKey))
                .map(entry -> first(entry.getKey(), entry.getValue()))
                .toList();
        news.forEach(this::keep);
        return news;
    }

    private void keep(Progress.Event event) {
        events.add(event);
        if (events.size() > KEPT) {
            events.remove(0);
        }
        now = now.with(events);
    }

    private static Progress.Event first(OutcomeKey key, OutcomeCount count) {
        return new Progress.Event(
                count.firstAfterMillis(),
                "first " + key.stage().label() + " " + key.code() + " (" + TerminalView.kind(key) + ")"
                        + count.detail().map(detail -> ": " + detail).orElse(""));
    }
}
