package dev.softphone.loadtest.e2e.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.LoadRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The runner stopped for 300 ms of every second, as by a host that is too small. */
@Isolated
class SaturationIT {
    private static final long PREFLIGHT = 1;

    @Test
    void whatWentUnansweredMeanwhileAndLatencyAreNotHeldAgainstTheGateway() throws Exception {
        LoadRun.Result run = Stops.during(LoadRun.of(LoadRun.scenario("generator-saturated")));

        assertThat(run.cause()).as("%s", run).isEqualTo("GeneratorSaturated");
        assertThat(run.verdict()).as("%s", run).isEqualTo("Inconclusive");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThat(run.status().at("/thresholds/" + i + "/verdict").asText())
                    .as("threshold %s\n%s", i, run)
                    .isEqualTo("Inconclusive");
        }

        Accounts.areComplete(run, 300);
        assertThat(run.outcomes("failures", "upgrade", "timeout/upgrade"))
                .as("%s", run)
                .isPositive()
                .isEqualTo(run.truth("/upgrades/silenced"));
        assertThat(run.count("/softphones/connected"))
                .as("%s", run)
                .isEqualTo(run.truth("/upgrades/accepted") - PREFLIGHT);
    }

    @Test
    void itIsNotBlamedForWhatTheGatewayAnsweredMeanwhile() throws Exception {
        LoadRun.Result run = Stops.during(LoadRun.of(LoadRun.scenario("generator-stopped-beside-a-cap")));

        assertThat(run.count("/generator/saturatedMillis"))
                .as("it was stopped\n%s", run)
                .isGreaterThan(1000);
        assertThat(run.cause()).as("%s", run).isEqualTo("ConcurrencyCap");
        assertThat(run.count("/causes/0/limit")).as("%s", run).isEqualTo(100);
        assertThat(run.status().path("causes")).as("%s", run).hasSize(1);
        assertThat(run.verdict()).as("%s", run).isEqualTo("Failed");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);

        Accounts.areComplete(run, 300);
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(100);
        assertThat(run.outcomes("rejections", "upgrade", "http/503"))
                .as("%s", run)
                .isEqualTo(200)
                .isEqualTo(run.truth("/upgrades/refusedByStatus/503"));
    }
}
