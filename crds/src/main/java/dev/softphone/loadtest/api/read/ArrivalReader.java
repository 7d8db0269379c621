package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.ArrivalSpec;
import dev.softphone.loadtest.api.v1alpha1.ArrivalSpec.RateSpec;
import dev.softphone.loadtest.api.v1alpha1.ArrivalSpec.SearchSpec;
import dev.softphone.loadtest.api.v1alpha1.ArrivalSpec.StepsSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestSpec;
import dev.softphone.loadtest.model.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code spec.arrival}. */
final class ArrivalReader {

    /** The longest schedule: a week. */
    static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final int MOST_STEPS = 1_000;

    /** The status has a row for each. */
    private static final long MOST_TRIALS = 50;

    private static final String PATH = "spec.arrival";

    private ArrivalReader() {}

    static Arrival read(SoftphoneLoadTestSpec spec, Violations violations) {
        ArrivalSpec arrival = spec.arrival();
        List<Arrival> given = new ArrayList<>();
        if (arrival.rampUp() != null) {
            given.add(new Arrival.RampUp(
                    violations.duration(PATH + ".rampUp.over", arrival.rampUp().over(), Duration.ZERO, LONGEST)));
        }
        if (arrival.steps() != null) {
            given.add(steps(arrival.steps(), spec.softphones(), violations));
        }
        if (arrival.rate() != null) {
            given.add(rate(arrival.rate(), spec.softphones(), violations));
        }
        if (arrival.atOnce() != null) {
            given.add(new Arrival.AtOnce());
        }
        if (arrival.search() != null) {
            given.add(search(arrival.search(), spec.softphones(), violations));
        }
        violations.require(
                given.size() == 1,
                PATH,
                ArrivalSpec.ONE_KIND,
                given.isEmpty()
                        ? "none"
                        : String.join(
                                " and ",
                                given.stream().map(ArrivalReader::field).toList()));
        return given.isEmpty() ? new Arrival.AtOnce() : given.get(0);
    }

    private static String field(Arrival arrival) {
        String type = arrival.getClass().getSimpleName();
        return Character.toLowerCase(type.charAt(0)) + type.substring(1);
    }

    private static Arrival steps(StepsSpec spec, int softphones, Violations violations) {
        long steps = (softphones + (long) spec.softphones() - 1) / spec.softphones();
        violations.require(
                steps <= MOST_STEPS,
                PATH + ".steps.softphones",
                "at most " + MOST_STEPS + " steps",
                softphones + " softphones by " + spec.softphones() + " are " + steps + " steps");
        Duration every = violations.duration(PATH + ".steps.every", spec.every(), TICK, DAY);
        schedule(PATH + ".steps.every", every.multipliedBy(steps - 1), violations);
        return new Arrival.Steps(spec.softphones(), every);
    }

    private static Arrival rate(RateSpec spec, int softphones, Violations violations) {
        Duration per = violations.duration(PATH + ".rate.per", spec.per(), TICK, DAY);
        schedule(PATH + ".rate", per.multipliedBy(softphones).dividedBy(spec.count()), violations);
        return new Arrival.Rate(spec.count(), per, spec.arrivals());
    }

    private static void schedule(String path, Duration length, Violations violations) {
        violations.require(
                length.compareTo(LONGEST) <= 0,
                path,
                "a schedule of at most " + Durations.text(LONGEST),
                length.toHours() + "h until the last softphone starts");
    }

    /**
     * <pre>
     * trials = 1 + ceil((softphones - from) / step)     growing
     *        + ceil(log2(step / precision))             bisection
     *        + repeat
     * </pre>
     */
    private static Arrival search(SearchSpec spec, int softphones, Violations violations) {
        String path = PATH + ".search";
        violations.require(
                spec.precision() <= spec.step(),
                path,
                SearchSpec.PRECISION_WITHIN_STEP,
                "precision " + spec.precision() + ", step " + spec.step());
        long growing = 1 + (Math.max(0L, softphones - spec.from()) + spec.step() - 1) / spec.step();
        long bisecting = 0;
        for (long bracket = spec.step(); bracket > spec.precision(); bracket = (bracket + 1) / 2) {
            bisecting++;
        }
        long trials = growing + bisecting + spec.repeat();
        violations.require(
                trials <= MOST_TRIALS,
                path,
                "at most " + MOST_TRIALS + " trials",
                growing + " growing + " + bisecting + " bisecting + " + spec.repeat() + " repeated = " + trials);
        return new Arrival.Search(
                spec.from(),
                spec.step(),
                violations.duration(path + ".over", spec.over(), Duration.ZERO, DAY),
                violations.duration(path + ".hold", spec.hold(), Duration.ZERO, DAY),
                violations.duration(path + ".pause", spec.pause(), Duration.ZERO, DAY),
                spec.precision(),
                spec.repeat());
    }
}
