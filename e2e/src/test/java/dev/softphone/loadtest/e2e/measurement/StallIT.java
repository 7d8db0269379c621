package dev.softphone.loadtest.e2e.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.LoadRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Times that are known beforehand, as they are reported. */
@Isolated
class StallIT {
    private static final long PREFLIGHT = 1;
    private static final long KNOWN_MILLIS = 50;
    private static final int MOST_RUNS = 5;

    @Test
    void oneStalledSecondOfTheGatewayIsSeenInTheNinetyNinthPercentile() throws Exception {
        LoadRun.Result run = LoadRun.of(LoadRun.scenario("stall")).run();

        assertThat(run.status().isMissingNode()).as("%s", run).isFalse();
        assertThat(run.truth().path("pauses")).as("%s", run).hasSize(1);
        long stalledMillis = run.truth().at("/pauses/0/forMillis").asLong();
        assertThat(stalledMillis).as("%s", run).isGreaterThanOrEqualTo(1000);

        Accounts.areComplete(run, 300);
        assertThat(run.count("/handshake/count"))
                .as("nobody is skipped or held back while the gateway stands still\n%s", run)
                .isEqualTo(300)
                .isEqualTo(run.truth("/upgrades/accepted") - PREFLIGHT);
        assertThat(run.count("/handshake/p99Millis"))
                .as("ten in a hundred arrived during the stall, the first of them waited for nearly all of it\n%s", run)
                .isGreaterThanOrEqualTo(stalledMillis * 8 / 10);
        assertThat(run.count("/handshake/p50Millis"))
                .as("and most did not\n%s", run)
                .isLessThan(stalledMillis / 2);
    }

    /**
     * Other work on the machine only ever adds to a time, now and then; a cold generator adds to its first one, always. So
     * every sample has to hold the known time, and in one run of several the first ones have to hold little else.
     */
    @Test
    void aKnownAnswerTimeIsReportedFromTheFirstSampleOn() throws Exception {
        List<List<Long>> runs = new ArrayList<>();
        do {
            runs.add(samples(LoadRun.of(LoadRun.scenario("known-answer-time")).run()));
        } while (runs.size() < MOST_RUNS && !knownFromTheFirstOn(runs.get(runs.size() - 1)));

        assertThat(runs)
                .as("milliseconds of the preflight softphone and of each after it, by run")
                .anyMatch(StallIT::knownFromTheFirstOn);
    }

    private static boolean knownFromTheFirstOn(List<Long> samples) {
        long median =
                samples.stream().sorted().skip(samples.size() / 2).findFirst().orElseThrow();
        return Stream.of(samples.get(0), samples.get(1), median).allMatch(millis -> millis <= 2 * KNOWN_MILLIS);
    }

    private static List<Long> samples(LoadRun.Result run) {
        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
        assertThat(run.truth().at("/upgrades/acceptedAfter/minMicros").asLong())
                .as("%s", run)
                .isGreaterThanOrEqualTo(KNOWN_MILLIS * 1000);
        List<Long> samples = new ArrayList<>();
        samples.add(run.count("/preflight/handshakeMillis"));
        StreamSupport.stream(run.status().path("steps").spliterator(), false)
                .map((JsonNode step) -> step.path("maxMillis").asLong(-1))
                .forEach(samples::add);
        assertThat(samples).as("%s", run).hasSize(1 + 40).allSatisfy(millis -> assertThat(millis)
                .isGreaterThanOrEqualTo(KNOWN_MILLIS));
        return samples;
    }
}
