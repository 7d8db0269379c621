package dev.softphone.loadtest.e2e.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is stopped from outside lets its softphones go and still reports. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@Isolated
class InterruptionIT {
    private static final long PREFLIGHT = 1;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void drainsAndReportsWhatItHas(String signal) throws Exception {
        try (Gateway gateway = Gateway.start("interrupted", List.of())) {
            LoadRun.Started started = gateway.run("interrupted").start();
            Awaitility.await()
                    .atMost(2, TimeUnit.MINUTES)
                    .until(() ->
                            gateway.truthSoFar().at("/registers/distinctNow").asLong() >= 10);
            new ProcessBuilder(
                            "kill",
                            "-" + signal,
                            Long.toString(started.process().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            LoadRun.Result run = started.result().beside(gateway.truth());

            assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
            assertThat(run.verdict()).as("%s", run).isEqualTo("Inconclusive");
            Accounts.areComplete(run, 1000);
            assertThat(run.count("/softphones/notStarted")).as("%s", run).isPositive();
            long connected = run.count("/softphones/connected");
            assertThat(connected).as("%s", run).isGreaterThanOrEqualTo(10);
            assertThat(run.truth("/registers/distinctEver")).as("%s", run).isBetween(connected, connected + PREFLIGHT);
            assertThat(run.truth("/sockets/now")).as("%s", run).isZero();
            assertThat(run.truth("/registers/distinctNow"))
                    .as("each has unregistered\n%s", run)
                    .isZero();
            assertThat(Files.size(run.out().resolve("report.html")))
                    .as("%s", run)
                    .isPositive();
        }
    }
}
