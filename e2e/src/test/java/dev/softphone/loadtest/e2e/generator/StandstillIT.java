package dev.softphone.loadtest.e2e.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.LoadRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The closest look-alike of KeepAliveLost in example 08: the same pings, twice as long without a pong as it takes to give a
 * connection up, but it is the generator that stands still, and the gateway has answered.
 */
@Isolated
class StandstillIT {
    private static final String SCENARIO = "generator-stands-still";
    private static final int SOFTPHONES = 60;
    private static final int TOPICS = 2;
    private static final Duration STOPPED = Duration.ofSeconds(8);

    @Test
    void aGeneratorThatStoodStillDoesNotPutItDownToTheGateway() throws Exception {
        try (Gateway gateway = Gateway.start(SCENARIO, List.of())) {
            LoadRun.Started started = gateway.run(SCENARIO)
                    .with(
                            "--secrets",
                            LoadRun.root()
                                    .resolve("examples/08-register-answers-504-genesys/secrets.yaml")
                                    .toString())
                    .start();
            Awaitility.await("everyone is in")
                    .atMost(2, TimeUnit.MINUTES)
                    .until(() -> gateway.truthSoFar()
                                    .at("/genesys/streams/subscribed/count")
                                    .asLong()
                            >= TOPICS * SOFTPHONES);
            Stops.once(started.process(), STOPPED);
            LoadRun.Result run = started.result().beside(gateway.truth());

            assertThat(run.count("/generator/loopLagMaxMillis"))
                    .as("%s", run)
                    .isGreaterThan(STOPPED.toMillis() * 3 / 4);
            assertThat(run.status().path("causes").findValuesAsText("type"))
                    .as("%s", run)
                    .isSubsetOf("GeneratorSaturated");
            Accounts.areComplete(run, SOFTPHONES);
            assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(SOFTPHONES);
            long dropped = run.count("/softphones/droppedAfterConnect");
            assertThat(run.verdict())
                    .as("what it lost by standing still may have held otherwise\n%s", run)
                    .isEqualTo(dropped == 0 ? "Passed" : "Inconclusive");
            JsonNode unanswered = run.truth().at("/genesys/streams/unanswered");
            assertThat(unanswered).as("%s", run).isEmpty();
        }
    }
}
