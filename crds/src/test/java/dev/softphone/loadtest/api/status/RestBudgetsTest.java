package dev.softphone.loadtest.api.status;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.read.Reads;
import dev.softphone.loadtest.api.read.SpecReader;
import dev.softphone.loadtest.api.v1alpha1.StatusCounts.RestBudget;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.RestUse;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.verdict.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RestBudgetsTest {
    private static final LoadTest GENESYS = accepted(SpecReader.read(Reads.yaml("""
            metadata: {name: budgets}
            spec:
              softphones: 10
              gateway: {protocol: GenesysCloud, url: "wss://streaming.example.test"}
              identities: {secretRefs: [{name: agents, key: users.csv}]}
              arrival: {rampUp: {over: 1s}}
            """)));

    @Test
    void saysHowManyLoginsAMinuteTheLowestLimitOfATokenAllows() {
        assertThat(budgets(GENESYS, Map.of("acme", told(700, 300, 0))))
                .containsExactly(new RestBudget("acme", 700L, 7L, 300L, 0L, 42L));
    }

    @Test
    void saysNothingOfALimitThatNobodyTold() {
        RestUse untold = new RestUse(70, OptionalLong.empty(), OptionalLong.empty());

        assertThat(budgets(GENESYS, Map.of("", untold)))
                .containsExactly(new RestBudget(null, 70L, 7L, null, null, null));
    }

    @Test
    void hasEachOrganizationAndWhatWasFoldedTogetherLast() {
        RestUse use = told(7, 60, 4);

        assertThat(budgets(GENESYS, Map.of("blue", use, "other", use, "zebra", use, "", use)))
                .extracting(RestBudget::organization)
                .containsExactly(null, "blue", "zebra", "other");
    }

    @Test
    void whereALoginHasNoKnownLengthTheCallsAreToldAlone() {
        LoadTest sip = accepted(SpecReader.read(Reads.test("")));

        assertThat(budgets(sip, Map.of("", told(3, 60, 4))))
                .containsExactly(new RestBudget(null, 3L, null, 60L, 4L, null));
        assertThat(RestBudgets.of(evidence(sip, Map.of()))).isEmpty();
    }

    private static RestUse told(long answered, long perMinute, long left) {
        return new RestUse(answered, OptionalLong.of(perMinute), OptionalLong.of(left));
    }

    private static List<RestBudget> budgets(LoadTest test, Map<String, RestUse> uses) {
        return RestBudgets.of(evidence(test, uses)).orElseThrow();
    }

    private static Evidence evidence(LoadTest test, Map<String, RestUse> uses) {
        Measurements none = Measurements.nothingStarted(10);
        Measurements measured = new Measurements(
                none.elapsedMillis(),
                none.softphones(),
                none.attempts(),
                none.calls(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                uses,
                TimeSeries.EMPTY,
                HostEvidence.UNKNOWN);
        return new Evidence(test, measured, Coverage.WHOLE, Optional.empty(), Optional.empty(), List.of(), false);
    }
}
