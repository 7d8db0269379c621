package dev.softphone.loadtest.e2e.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.LoadRun;
import dev.softphone.loadtest.e2e.OwnNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A narrowed range of local ports, in a network namespace of the test's own. */
@Isolated
class GeneratorPortsIT {
    private static final long PREFLIGHT = 1;

    @Test
    void portsThatAreAllInUseAreTheGeneratorsOwnShortage() throws Exception {
        OwnNetwork network = OwnNetwork.withLoopback().set("ip_local_port_range", "40000 40299");

        LoadRun.Result run = LoadRun.of(LoadRun.scenario("generator-ports"))
                .under(network.command())
                .run();

        assertThat(run.cause()).as("%s", run).isEqualTo("GeneratorOutOfPorts");
        assertThat(run.count("/causes/0/limit")).as("%s", run).isEqualTo(300);
        assertThat(run.status().at("/causes/0/evidence").toString())
                .as("%s", run)
                .contains("300 ports (40000 to 40299) × 1 source address = 300 connections at most");
        assertThat(run.verdict()).as("%s", run).isEqualTo("Inconclusive");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(2);

        Accounts.areComplete(run, 500);
        assertThat(run.count("/softphones/connected")).as("%s", run).isBetween(280L, 300L);
        assertThat(run.count("/softphones/connected"))
                .as("%s", run)
                .isEqualTo(run.truth("/upgrades/accepted") - PREFLIGHT);
        assertThat(run.truth("/upgrades/requested")).as("%s", run).isEqualTo(run.truth("/upgrades/accepted"));
        assertThat(run.outcomes("failures", "upgrade", "local/EADDRNOTAVAIL"))
                .as("%s", run)
                .isEqualTo(run.count("/softphones/failed"));
    }
}
