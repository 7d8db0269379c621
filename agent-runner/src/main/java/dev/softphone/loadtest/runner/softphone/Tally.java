package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.Bounded;
import dev.softphone.loadtest.measure.CallCounts;
import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.RestUse;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.measure.StepCounts;
import dev.softphone.loadtest.measure.TimeSeries;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Everything one event loop counts in one trial. Single-threaded; {@link #freeze} makes the value that leaves the loop.
 * Times are milliseconds since the start of the trial; durations are nanoseconds, kept as microseconds.
 */
public final class Tally {
    private static final int MAX_GROUPS = 256;

    private final long startNanos;
    private final long[] standings = new long[Standing.values().length];
    private long planned;
    private long late;
    private long connectedNow;
    private long droppedAfterConnect;

    private long first;
    private long retries;
    private long attemptsInProgress;
    private long succeeded;
    private long rejected;
    private long failed;
    private long cancelled;

    private long callsPlaced;
    private long callsInProgress;
    private long callsEstablished;
    private long callsRejected;
    private long callsFailed;
    private long callsCancelled;
    private long callsEstablishedNow;
    private long callsDropped;

    private long restConnections;
    private final Map<String, RestUse> restUse = new HashMap<>();

    private final Map<OutcomeKey, OutcomeTally> outcomes = new HashMap<>();
    private final EnumMap<Metric, Histogram> histograms = new EnumMap<>(Metric.class);
    private final Map<String, GroupTally> organizations = new HashMap<>();
    private final Map<String, GroupTally> remoteAddresses = new HashMap<>();
    private final Map<String, GroupTally> localAddresses = new HashMap<>();
    private final List<StepTally> steps = new ArrayList<>();
    private final SeriesTally series = new SeriesTally();

    /** @param startNanos when the trial starts, on the clock of {@link Effects#nowNanos} */
    public Tally(long startNanos) {
        this.startNanos = startNanos;
    }

    /** Milliseconds since the start of the trial. */
    long after(long nowNanos) {
        return (nowNanos - startNanos) / 1_000_000;
    }

    /** A step this loop has softphones of; steps are told in order. */
    public void step(long startAfterMillis) {
        steps.add(new StepTally(startAfterMillis));
    }

    /** A TCP connection was opened for REST calls. */
    public void restConnection() {
        restConnections++;
    }

    /**
     * A REST call on an access token was answered.
     *
     * @param organization of the softphone; empty: it has none
     * @param told what the answer said of the token's quota
     */
    void restAnswered(String organization, RestUse told) {
        restUse.merge(key(restUse, organization), told, RestUse::plus);
    }

    /** A duration in microseconds (or milliseconds, where the metric says so). */
    public void record(Metric metric, long value) {
        Histogram histogram = histograms.get(metric);
        if (histogram == null) {
            histogram = Histograms.empty();
            histograms.put(metric, histogram);
        }
        histogram.recordValue(Math.min(Math.max(value, 0), Histograms.highest()));
    }

    /** A trial is over without this softphone's having been told: it was never started. */
    public void planned() {
        planned++;
        standings[Standing.NOT_STARTED.ordinal()]++;
    }

    void plannedInStep(int step) {
        if (step < steps.size()) {
            steps.get(step).planned();
        }
    }

    @Nullable
    StepTally stepOf(int step) {
        return step < steps.size() ? steps.get(step) : null;
    }

    GroupTally organization(String name) {
        return group(organizations, name);
    }

    GroupTally remoteAddress(String address) {
        return group(remoteAddresses, address);
    }

    GroupTally localAddress(String address) {
        return group(localAddresses, address);
    }

    private static GroupTally group(Map<String, GroupTally> groups, String name) {
        return groups.computeIfAbsent(key(groups, name), key -> new GroupTally());
    }

    /** What comes too late for a place of its own is folded together. */
    private static String key(Map<String, ?> kept, String name) {
        return kept.size() < MAX_GROUPS || kept.containsKey(name) ? name : Bounded.OTHER;
    }

    void move(Standing from, Standing to) {
        standings[from.ordinal()]--;
        standings[to.ordinal()]++;
    }

    void late() {
        late++;
    }

    void attemptStarted(boolean isFirst, long nowNanos, long lagNanos) {
        if (isFirst) {
            first++;
        } else {
            retries++;
        }
        attemptsInProgress++;
        record(Metric.START_LAG, lagNanos / 1000);
        series.started(after(nowNanos));
    }

    void handshake(long nowNanos, long responseNanos, long serviceNanos) {
        record(Metric.HANDSHAKE, responseNanos / 1000);
        record(Metric.HANDSHAKE_SERVICE, serviceNanos / 1000);
        series.handshake(after(nowNanos), responseNanos / 1000);
    }

    void attemptSucceeded(long nowNanos, long startedNanos) {
        attemptsInProgress--;
        succeeded++;
        series.connected(after(nowNanos), after(startedNanos));
    }

    OutcomeTally attemptEnded(
            OutcomeKey key,
            long nowNanos,
            long startedNanos,
            boolean saturated,
            String detail,
            Map<String, String> hints) {
        attemptsInProgress--;
        boolean answered = key.kind() == OutcomeKey.Kind.REJECTION;
        if (answered) {
            rejected++;
        } else {
            failed++;
        }
        series.ended(after(nowNanos), after(startedNanos), answered, key.local(), label(key));
        return outcome(key, nowNanos, saturated, detail, hints);
    }

    /** The run ended while the attempt waited to ask again: the answer it had, counted already, is its last word. */
    void attemptEndedBy(OutcomeTally answer, long nowNanos, long startedNanos) {
        attemptsInProgress--;
        boolean answered = answer.key.kind() == OutcomeKey.Kind.REJECTION;
        if (answered) {
            rejected++;
        } else {
            failed++;
        }
        series.ended(after(nowNanos), after(startedNanos), answered, answer.key.local(), label(answer.key));
    }

    void attemptCancelled() {
        attemptsInProgress--;
        cancelled++;
    }

    void connectedNow(int change, long nowNanos) {
        connectedNow += change;
        series.connectedNow(after(nowNanos), change);
    }

    OutcomeTally dropped(OutcomeKey key, long nowNanos, boolean firstOfSoftphone, boolean saturated, String detail) {
        droppedAfterConnect += firstOfSoftphone ? 1 : 0;
        series.dropped(after(nowNanos), label(key));
        return outcome(key, nowNanos, saturated, detail, Map.of());
    }

    /** The gateway said no to something, or nothing, and nothing ended with it. */
    OutcomeTally setback(OutcomeKey key, long nowNanos, boolean saturated, String detail, Map<String, String> hints) {
        series.code(after(nowNanos), label(key));
        return outcome(key, nowNanos, saturated, detail, hints);
    }

    void callPlaced() {
        callsPlaced++;
        callsInProgress++;
    }

    void callEstablished() {
        callsInProgress--;
        callsEstablished++;
        callsEstablishedNow++;
    }

    OutcomeTally callEnded(OutcomeKey key, long nowNanos, boolean saturated, String detail, Map<String, String> hints) {
        callsInProgress--;
        if (key.kind() == OutcomeKey.Kind.REJECTION) {
            callsRejected++;
        } else {
            callsFailed++;
        }
        series.code(after(nowNanos), label(key));
        return outcome(key, nowNanos, saturated, detail, hints);
    }

    void callCancelled() {
        callsInProgress--;
        callsCancelled++;
    }

    void callOver(boolean inOrder) {
        callsEstablishedNow--;
        callsDropped += inOrder ? 0 : 1;
    }

    private OutcomeTally outcome(
            OutcomeKey key, long nowNanos, boolean saturated, String detail, Map<String, String> hints) {
        long afterMillis = after(nowNanos);
        OutcomeTally tally = outcomes.computeIfAbsent(key, k -> new OutcomeTally(k, afterMillis));
        tally.happened(afterMillis, saturated, detail, hints);
        return tally;
    }

    private static String label(OutcomeKey key) {
        return key.stage().label() + " " + key.code();
    }

    /** Counts alone, cheap enough for every second; series, histograms and groups stay behind. */
    public Measurements counts(long nowNanos) {
        return measurements(nowNanos, Map.of(), TimeSeries.EMPTY);
    }

    /** Everything, host evidence excepted. Copies each histogram. */
    public Measurements freeze(long nowNanos) {
        Map<Metric, Histograms.Frozen> frozen = new EnumMap<>(Metric.class);
        histograms.forEach((metric, histogram) -> frozen.put(metric, Histograms.Frozen.copyOf(histogram)));
        return measurements(nowNanos, frozen, series.freeze(after(nowNanos)));
    }

    private Measurements measurements(
            long nowNanos, Map<Metric, Histograms.Frozen> frozenHistograms, TimeSeries frozenSeries) {
        Map<OutcomeKey, OutcomeCount> frozenOutcomes = new TreeMap<>();
        outcomes.forEach((key, tally) -> frozenOutcomes.put(key, tally.freeze()));
        Map<String, RestUse> frozenUse = Map.copyOf(restUse);
        List<StepCounts> frozenSteps = steps.stream().map(StepTally::freeze).toList();
        return new Measurements(
                after(nowNanos),
                softphones(),
                new AttemptCounts(first, retries, attemptsInProgress, succeeded, rejected, failed, cancelled, 0),
                new CallCounts(
                        callsPlaced,
                        callsInProgress,
                        callsEstablished,
                        callsRejected,
                        callsFailed,
                        callsCancelled,
                        0,
                        callsEstablishedNow,
                        callsDropped),
                frozenOutcomes,
                frozenHistograms,
                freeze(organizations),
                freeze(remoteAddresses),
                freeze(localAddresses),
                frozenSteps,
                restConnections,
                frozenUse,
                frozenSeries,
                HostEvidence.UNKNOWN);
    }

    /** The softphone equation as it stands. */
    public SoftphoneCounts softphones() {
        long notStarted = standings[Standing.NOT_STARTED.ordinal()];
        return new SoftphoneCounts(
                planned,
                notStarted,
                planned - notStarted,
                standings[Standing.IN_PROGRESS.ordinal()],
                standings[Standing.CONNECTED.ordinal()],
                standings[Standing.REJECTED.ordinal()],
                standings[Standing.FAILED.ordinal()],
                standings[Standing.CANCELLED.ordinal()],
                0,
                late,
                connectedNow,
                droppedAfterConnect);
    }

    private static Map<String, GroupCounts> freeze(Map<String, GroupTally> groups) {
        Map<String, GroupCounts> frozen = new TreeMap<>();
        groups.forEach((name, tally) -> frozen.put(name, tally.freeze()));
        return frozen;
    }
}
