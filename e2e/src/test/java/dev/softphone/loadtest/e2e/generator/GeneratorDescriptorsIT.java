package dev.softphone.loadtest.e2e.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.LoadRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code ulimit -n 1024}, for the runner alone. */
@Isolated
class GeneratorDescriptorsIT {
    private static final String SCENARIO = "generator-descriptors";
    private static final long PREFLIGHT = 1;

    @Test
    void aShortageOfDescriptorsIsTheGeneratorsOwnAndLeavesTheVerdictOpen() throws Exception {
        String prlimit = Installed.require("prlimit").toString();
        try (Gateway gateway = Gateway.start(SCENARIO, List.of())) {
            LoadRun.Result run = gateway.run(SCENARIO)
                    .under(prlimit, "--nofile=1024:1024")
                    .run()
                    .beside(gateway.truth());

            assertThat(run.cause()).as("%s", run).isEqualTo("GeneratorOutOfDescriptors");
            assertThat(run.count("/causes/0/limit")).as("%s", run).isEqualTo(1024);
            assertThat(run.verdict()).as("%s", run).isEqualTo("Inconclusive");
            assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
            assertThat(run.status().at("/thresholds/0/verdict").asText())
                    .as("99 %%: nobody knows\n%s", run)
                    .isEqualTo("Inconclusive");
            assertThat(run.status().at("/thresholds/1/verdict").asText())
                    .as("40 %%: even with all others refused\n%s", run)
                    .isEqualTo("Passed");

            Accounts.areComplete(run, 1200);
            assertThat(run.count("/softphones/connected")).as("%s", run).isBetween(700L, 1023L);
            assertThat(run.count("/softphones/connected"))
                    .as("%s", run)
                    .isEqualTo(run.truth("/upgrades/accepted") - PREFLIGHT);
            assertThat(run.truth("/upgrades/requested")).as("%s", run).isEqualTo(run.truth("/upgrades/accepted"));
            assertThat(run.outcomes("failures", "upgrade", "local/EMFILE"))
                    .as("%s", run)
                    .isEqualTo(run.count("/softphones/failed"));
            assertThat(run.messages()).as("no event loop died of it").doesNotContain("Exception");
        }
    }
}
