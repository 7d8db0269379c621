package dev.softphone.loadtest.api.report;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The trials of a search that have ended, as gzip of JSON, for whoever goes on with the search. Where they do not fit, the
 * courses over time go first, and then the histograms of all but the last {@value #RECENT}; counts and outcomes stay.
 *
 * <p>Safe from any thread.
 */
public final class TrialsCodec {
    private static final int RECENT = 10;

    /** JSON wants an object. */
    record Trials(List<Trial> trials) {
        Trials {
            trials = List.copyOf(trials);
        }
    }

    private TrialsCodec() {}

    /** @throws IllegalStateException if they do not fit with their counts alone */
    public static byte[] encode(List<Trial> trials) {
        return encode(trials, TestReportCodec.MAX_BYTES);
    }

    static byte[] encode(List<Trial> trials, int most) {
        byte[] bytes = TestReportCodec.gzip(new Trials(trials));
        if (bytes.length > most) {
            bytes = TestReportCodec.gzip(new Trials(withoutCourse(trials)));
        }
        if (bytes.length > most) {
            bytes = TestReportCodec.gzip(new Trials(withoutOldHistograms(withoutCourse(trials))));
        }
        if (bytes.length > most) {
            throw new IllegalStateException("trials: required at most " + most + " bytes, observed " + bytes.length);
        }
        return bytes;
    }

    /** @throws IllegalArgumentException when they are none of ours */
    public static List<Trial> decode(byte[] gzip) {
        return TestReportCodec.read(gzip, Trials.class).trials();
    }

    static List<Trial> withoutCourse(List<Trial> trials) {
        return trials.stream()
                .map(trial -> with(trial, measured -> measured.withSeries(TimeSeries.EMPTY)))
                .toList();
    }

    private static List<Trial> withoutOldHistograms(List<Trial> trials) {
        List<Trial> all = new ArrayList<>(trials);
        for (int i = 0; i < all.size() - RECENT; i++) {
            all.set(i, with(all.get(i), measured -> measured.withHistograms(Map.of())));
        }
        return all;
    }

    private static Trial with(Trial trial, UnaryOperator<Measurements> change) {
        return new Trial(
                trial.number(),
                trial.softphones(),
                trial.rampMillis(),
                trial.held(),
                change.apply(trial.measurements()));
    }
}
