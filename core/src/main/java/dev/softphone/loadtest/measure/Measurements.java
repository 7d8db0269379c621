package dev.softphone.loadtest.measure;

import java.util.List;
import java.util.Map;

/**
 * Everything one trial measured, on one event loop, one runner, or all of them: the merge of two is one of the same
 * kind. Immutable by contract: nobody writes to a histogram that stands in here.
 *
 * @param elapsedMillis since the start of the trial
 * @param histograms by metric; a metric that never happened is absent
 * @param organizations by name, at most 20 and {@code other}
 * @param remoteAddresses by {@code address:port}, top 16 and {@code other}
 * @param localAddresses by address, top 16 and {@code other}
 * @param steps of {@code arrival.steps}; empty otherwise
 * @param restConnections TCP connections opened for REST calls
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
        TimeSeries series,
        HostEvidence host) {
    public Measurements {
        outcomes = Map.copyOf(outcomes);
        histograms = Map.copyOf(histograms);
        organizations = Map.copyOf(organizations);
        remoteAddresses = Map.copyOf(remoteAddresses);
        localAddresses = Map.copyOf(localAddresses);
        steps = List.copyOf(steps);
    }
}
