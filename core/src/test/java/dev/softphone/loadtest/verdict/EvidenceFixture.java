package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.Trial;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence, with everything that a test does not speak of being in order. */
final class EvidenceFixture {

    private Measurements measurements;
    private long softphones;
    private Arrival arrival = new Arrival.RampUp(Duration.ofSeconds(60));
    private int cycles = 1;
    private Optional<CallPlan> call = Optional.empty();
    private List<Threshold> thresholds = List.of(LoadTests.MOST_CONNECTED);
    private Coverage coverage = Coverage.WHOLE;
    private Optional<Preflight> preflight = Optional.of(
            new Preflight(true, Optional.empty(), Optional.empty(), Optional.of(5_000L), Optional.empty(), List.of()));
    private Optional<SlotProbeResult> slotProbe = Optional.empty();
    private final List<Trial> trials = new ArrayList<>();
    private boolean interrupted;
    private boolean cluster;
    private boolean genesys;
    private List<OAuthOrganization> organizations = List.of();

    private EvidenceFixture(Measurements measurements) {
        this.measurements = measurements;
        this.softphones = measurements.softphones().planned();
    }

    static EvidenceFixture of(Measurements measurements) {
        return new EvidenceFixture(measurements);
    }

    static EvidenceFixture of(RunFixture run) {
        return new EvidenceFixture(run.run());
    }

    EvidenceFixture planned(long planned) {
        softphones = planned;
        return this;
    }

    EvidenceFixture arrival(Arrival way) {
        arrival = way;
        return this;
    }

    EvidenceFixture cycles(int count) {
        cycles = count;
        return this;
    }

    EvidenceFixture call(CallPlan plan) {
        call = Optional.of(plan);
        return this;
    }

    EvidenceFixture thresholds(Threshold... judgedBy) {
        thresholds = List.of(judgedBy);
        return this;
    }

    EvidenceFixture coverage(int runners, int reported, int lost) {
        coverage = new Coverage(runners, reported, lost);
        return this;
    }

    EvidenceFixture withoutPreflight() {
        preflight = Optional.empty();
        return this;
    }

    EvidenceFixture preflightEndedWith(OutcomeKey key, String detail) {
        preflight = Optional.of(new Preflight(
                false, Optional.of(key), Optional.of(detail), Optional.empty(), Optional.empty(), List.of()));
        return this;
    }

    EvidenceFixture dnsTook(long millis) {
        preflight = Optional.of(new Preflight(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(5_000L),
                Optional.of(millis * 1000),
                List.of("127.0.0.1")));
        return this;
    }

    EvidenceFixture slotProbe(int connectedBefore, int closed, int attempts, int admitted) {
        slotProbe = Optional.of(new SlotProbeResult(connectedBefore, closed, attempts, admitted));
        return this;
    }

    EvidenceFixture trial(long rampSeconds, boolean held, RunFixture run) {
        Measurements measured = run.run();
        trials.add(new Trial(
                trials.size() + 1,
                Math.toIntExact(measured.softphones().planned()),
                rampSeconds * 1000,
                held,
                measured));
        return this;
    }

    EvidenceFixture interrupted() {
        interrupted = true;
        return this;
    }

    EvidenceFixture inACluster() {
        cluster = true;
        return this;
    }

    /** The test speaks GenesysCloud. */
    EvidenceFixture genesys() {
        genesys = true;
        return this;
    }

    /** The test fetches its tokens, one for all. */
    EvidenceFixture oauth() {
        organizations = List.of(new OAuthOrganization(
                "acme",
                URI.create("http://127.0.0.1:5066"),
                OAuthOrganization.Grant.Saml2Bearer,
                "app",
                new SecretKey("oauth", "secret"),
                OAuthOrganization.Sharing.Shared));
        return this;
    }

    /** Answers that ended nothing. */
    EvidenceFixture setback(Stage stage, String code, long times, String detail, Map<String, String> hints) {
        Map<OutcomeKey, OutcomeCount> outcomes = new HashMap<>(measurements.outcomes());
        outcomes.put(
                new OutcomeKey(OutcomeKey.Kind.REJECTION, stage, code),
                new OutcomeCount(times, 0, 0, 0, 10_000, 20_000, Optional.of(detail), hints));
        measurements = new Measurements(
                measurements.elapsedMillis(),
                measurements.softphones(),
                measurements.attempts(),
                measurements.calls(),
                outcomes,
                measurements.histograms(),
                measurements.organizations(),
                measurements.remoteAddresses(),
                measurements.localAddresses(),
                measurements.steps(),
                measurements.restConnections(),
                measurements.restUse(),
                measurements.series(),
                measurements.host());
        return this;
    }

    Evidence build() {
        LoadTest test = LoadTests.of(Math.toIntExact(softphones), arrival, cycles, call, thresholds);
        return new Evidence(
                genesys ? LoadTests.overGenesys(test, organizations) : test,
                measurements,
                coverage,
                preflight,
                slotProbe,
                trials,
                interrupted,
                cluster);
    }

    Judgement judged() {
        return Judge.judge(build());
    }

    List<Cause> causes() {
        return Diagnosis.explain(build());
    }
}
