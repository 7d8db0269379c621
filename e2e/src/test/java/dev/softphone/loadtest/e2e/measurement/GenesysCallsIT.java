package dev.softphone.loadtest.e2e.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that outlive their calls, and a quota that is respected: the counts are the platform's own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GenesysCallsIT {

    @ParameterizedTest
    @ValueSource(strings = {"eager", "lazy"})
    void callsOnAPersistentSessionAreAnsweredMutedHeldAndEndedByRest(String mode) throws Exception {
        LoadRun.Result run = run("genesys-persistent", mode + ".yaml", "simulator-" + mode + ".yaml");

        boolean eager = mode.equals("eager");
        assertThat(run.truth().at("/genesys/violations")).as("%s", run).isEmpty();
        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
        long calls = run.count("/calls/established");
        assertThat(calls).as("%s", run).isEqualTo(12).isEqualTo(run.truth("/genesys/calls/connected"));
        assertThat(run.count("/calls/placed")).as("%s", run).isEqualTo(12);
        long proposed = run.truth("/genesys/calls/sessions/proposed");
        if (eager) {
            assertThat(proposed)
                    .as("one session for each login, the preflight softphone's too\n%s", run)
                    .isEqualTo(7);
        } else {
            assertThat(proposed).as("the session of the first call\n%s", run).isEqualTo(6);
        }
        assertThat(run.truth("/genesys/calls/patched/state=connected"))
                .as("%s", run)
                .isEqualTo(eager ? 12 : 6);
        for (String change :
                new String[] {"state=disconnected", "muted=true", "muted=false", "held=true", "held=false"}) {
            assertThat(run.truth("/genesys/calls/patched/" + change))
                    .as("%s %s", change, run)
                    .isEqualTo(12);
        }
        assertThat(run.truth("/genesys/calls/ended/byClient")).as("%s", run).isEqualTo(12);
    }

    @Test
    void aSharedTokenIsNeverOverdrawnAndEveryoneGetsIn() throws Exception {
        LoadRun.Result run = run("genesys-quota", "test.yaml", "simulator.yaml");

        assertThat(run.truth("/genesys/rateLimited/token")).as("%s", run).isLessThanOrEqualTo(0);
        assertThat(run.truth("/rest/rateLimited")).as("%s", run).isLessThanOrEqualTo(0);
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(12);
        assertThat(run.count("/generator/quotaWaits")).as("%s", run).isPositive();
        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
    }

    private static LoadRun.Result run(String folder, String test, String simulator) throws Exception {
        Path path = LoadRun.scenario(folder);
        return LoadRun.of(path.resolve(test))
                .with("--secrets", path.resolve("secrets.yaml").toString())
                .with("--simulator", path.resolve(simulator).toString())
                .run();
    }
}
