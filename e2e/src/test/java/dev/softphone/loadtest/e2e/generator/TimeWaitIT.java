package dev.softphone.loadtest.e2e.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.LoadRun;
import dev.softphone.loadtest.e2e.OwnNetwork;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Ports that wait in TIME_WAIT after closes of ours, in a network namespace of the test's own. */
@Isolated
class TimeWaitIT {
    private static final long PREFLIGHT = 1;
    private static final long PORTS = 200;
    private static final Pattern WAITING = Pattern.compile("([0-9,]+) stood in TIME_WAIT");

    @Test
    void churnUsesUpPortsThoughFewSocketsAreOpen() throws Exception {
        OwnNetwork network = OwnNetwork.withLoopback()
                .set("ip_local_port_range", "40000 40199")
                .set("tcp_tw_reuse", "0"); // 2, the default, takes such ports again towards loopback

        LoadRun.Result run = LoadRun.of(LoadRun.scenario("generator-time-wait"))
                .under(network.command())
                .run();

        assertThat(run.cause()).as("%s", run).isEqualTo("GeneratorOutOfPorts");
        assertThat(run.verdict()).as("%s", run).isEqualTo("Inconclusive");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
        assertThat(run.truth("/tcp/peak"))
                .as("open at one time, fewer than there are ports\n%s", run)
                .isLessThan(PORTS * 3 / 4);
        String evidence = run.status().at("/causes/0/evidence").toString();
        assertThat(WAITING.matcher(evidence)
                        .results()
                        .map(MatchResult::group)
                        .map(text -> Long.parseLong(text.replaceAll("[^0-9]", ""))))
                .as("%s", run)
                .singleElement()
                .satisfies(waiting -> assertThat(waiting).isGreaterThanOrEqualTo(PORTS * 9 / 10));
        assertThat(run.status().at("/causes/0/remedy").asText()).as("%s", run).contains("cycles.pause");

        Accounts.areComplete(run, 300);
        assertThat(run.outcomes("failures", "upgrade", "local/EADDRNOTAVAIL"))
                .as("%s", run)
                .isPositive()
                .isEqualTo(run.count("/attempts/first") - (run.truth("/tcp/accepted") - PREFLIGHT));
    }
}
