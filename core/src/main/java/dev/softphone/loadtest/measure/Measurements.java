package dev.softphone.loadtest.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything one trial measured, on one event loop, one runner, or all of them: the merge of two is one of the same
 * kind. Immutable by contract: nobody writes to a histogram that stands in here.
 *
 * @param elapsedMillis since the start of the trial
 * @param histograms by metric; a metric that never happened is absent
 * @param organizations by name, at most {@value #MAX_ORGANIZATIONS} (see {@link Bounded}) and {@code other}
 * @param remoteAddresses by {@code address:port}, at most {@value #MAX_ADDRESSES} and {@code other}
 * @param localAddresses by address, at most {@value #MAX_ADDRESSES} and {@code other}
 * @param steps of {@code arrival.steps}; empty otherwise
 * @param restConnections TCP connections opened for REST calls
 * @param restUse REST calls on access tokens, by organization as above; the empty name: of none
 */
public record Measurements(
        long elapsedMillis,
        SoftphoneCounts softphones,
        AttemptCounts attempts,
        CallCounts calls,
        Map<OutcomeKey, OutcomeCount> outcomes,
        Map<Metric, Histograms.Frozen> histograms,
        Map<String, GroupCounts> organizations,
        Map<String, GroupCounts> remoteAddresses,
        Map<String, GroupCounts> localAddresses,
        List<StepCounts> steps,
        long restConnections,
        Map<String, RestUse> restUse,
        TimeSeries series,
        HostEvidence host) {

    public static final int MAX_ORGANIZATIONS = 20;
    public static final int MAX_ADDRESSES = 16;

    /** Nothing happened yet: neutral in {@link #plus}. */
    public static final Measurements EMPTY = new Measurements(
            0,
            SoftphoneCounts.ZERO,
            AttemptCounts.ZERO,
            CallCounts.ZERO,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            0,
            Map.of(),
            TimeSeries.EMPTY,
            HostEvidence.UNKNOWN);

    public Measurements {
        outcomes = Map.copyOf(outcomes);
        histograms = Map.copyOf(histograms);
        organizations = Map.copyOf(organizations);
        remoteAddresses = Map.copyOf(remoteAddresses);
        localAddresses = Map.copyOf(localAddresses);
        steps = List.copyOf(steps);
        restUse = Map.copyOf(restUse);
    }

    /** Whether every equation holds: of softphones, attempts and calls. */
    public boolean balanced() {
        return softphones.balanced() && attempts.balanced() && calls.balanced();
    }

    /** The same with what the host said. */
    public Measurements withHost(HostEvidence evidence) {
        return withHost(evidence, series);
    }

    /** The same with what the host said, and its readings beside the buckets of the series. */
    public Measurements withHost(HostEvidence evidence, TimeSeries withReadings) {
        return new Measurements(
                elapsedMillis,
                softphones,
                attempts,
                calls,
                outcomes,
                histograms,
                organizations,
                remoteAddresses,
                localAddresses,
                steps,
                restConnections,
                restUse,
                withReadings,
                evidence);
    }

    /** The same with another course over time: in wider buckets, or {@link TimeSeries#EMPTY}. */
    public Measurements withSeries(TimeSeries other) {
        return withHost(host, other);
    }

    /** The same with other histograms. */
    public Measurements withHistograms(Map<Metric, Histograms.Frozen> others) {
        return new Measurements(
                elapsedMillis,
                softphones,
                attempts,
                calls,
                outcomes,
                others,
                organizations,
                remoteAddresses,
                localAddresses,
                steps,
                restConnections,
                restUse,
                series,
                host);
    }

    /** The same sum, of which one part turned out to be lost. */
    public Measurements losing(Measurements part) {
        return withCounts(softphones.losing(part.softphones), attempts.losing(part.attempts), calls.losing(part.calls));
    }

    /** Of a runner that is gone: what its last report holds as final stays, everything else is lost. */
    public Measurements lostFromNowOn() {
        return withCounts(softphones.lostFromNowOn(), attempts.lostFromNowOn(), calls.lostFromNowOn());
    }

    private Measurements withCounts(SoftphoneCounts ofSoftphones, AttemptCounts ofAttempts, CallCounts ofCalls) {
        return new Measurements(
                elapsedMillis,
                ofSoftphones,
                ofAttempts,
                ofCalls,
                outcomes,
                histograms,
                organizations,
                remoteAddresses,
                localAddresses,
                steps,
                restConnections,
                restUse,
                series,
                host);
    }

    /** Nothing was measured of softphones that were planned. */
    public static Measurements nothingStarted(int planned) {
        SoftphoneCounts counts = new SoftphoneCounts(planned, planned, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return new Measurements(
                0,
                counts,
                AttemptCounts.ZERO,
                CallCounts.ZERO,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                TimeSeries.EMPTY,
                HostEvidence.UNKNOWN);
    }

    /** What two parts of one trial measured together. Commutative and associative. */
    public Measurements plus(Measurements other) {
        return new Measurements(
                Math.max(elapsedMillis, other.elapsedMillis),
                softphones.plus(other.softphones),
                attempts.plus(other.attempts),
                calls.plus(other.calls),
                Bounded.union(outcomes, other.outcomes, OutcomeCount::plus),
                Bounded.union(histograms, other.histograms, Histograms.Frozen::plus),
                Bounded.merge(organizations, other.organizations, MAX_ORGANIZATIONS, GroupCounts::plus),
                Bounded.merge(remoteAddresses, other.remoteAddresses, MAX_ADDRESSES, GroupCounts::plus),
                Bounded.merge(localAddresses, other.localAddresses, MAX_ADDRESSES, GroupCounts::plus),
                plus(steps, other.steps),
                restConnections + other.restConnections,
                Bounded.merge(restUse, other.restUse, MAX_ORGANIZATIONS, RestUse::plus),
                series.plus(other.series),
                host.plus(other.host));
    }

    /** All parts of one trial in one; {@link #EMPTY} for none. */
    public static Measurements merge(List<Measurements> parts) {
        return parts.stream().reduce(EMPTY, Measurements::plus);
    }

    private static List<StepCounts> plus(List<StepCounts> one, List<StepCounts> other) {
        List<StepCounts> longer = one.size() >= other.size() ? one : other;
        List<StepCounts> shorter = longer == one ? other : one;
        List<StepCounts> sum = new ArrayList<>(longer);
        for (int i = 0; i < shorter.size(); i++) {
            sum.set(i, longer.get(i).plus(shorter.get(i)));
        }
        return sum;
    }
}
