package dev.softphone.loadtest.e2e.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand Genesys Cloud softphones on one machine, each with a token of its own. Some four minutes: {@code ./mvnw
 * verify -Pfull -pl e2e -am -Dit.test=TenThousandGenesysIT}.
 */
@Tag("full")
class TenThousandGenesysIT {
    private static final long SOFTPHONES = 10_000;
    private static final long PREFLIGHT = 1;
    private static final long LOGIN_CALLS = 7;

    @Test
    void tenThousandLogInStayAndLeaveAndAllAreAccountedFor(@TempDir Path work) throws Exception {
        TenThousandIT.requireDescriptors();

        LoadRun.Result run = LoadRun.of(LoadRun.scenario("ten-thousand-genesys"))
                .with("--secrets", tokens(work).toString())
                .run();

        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.status().path("causes")).as("%s", run).isEmpty();

        Accounts.areComplete(run, SOFTPHONES);
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(SOFTPHONES);
        assertThat(run.count("/softphones/droppedAfterConnect")).as("%s", run).isZero();
        assertThat(run.count("/attempts/first")).as("%s", run).isEqualTo(SOFTPHONES);

        assertThat(run.truth("/internalErrors")).as("%s", run).isZero();
        assertThat(run.truth().at("/genesys/violations")).as("%s", run).isEmpty();
        assertThat(run.truth("/genesys/streams/bound")).as("%s", run).isEqualTo(SOFTPHONES + PREFLIGHT);
        assertThat(run.truth("/genesys/streams/peak"))
                .as("all at one time\n%s", run)
                .isEqualTo(SOFTPHONES);
        assertThat(run.truth("/genesys/streams/closedByClient"))
                .as("each took leave\n%s", run)
                .isEqualTo(SOFTPHONES + PREFLIGHT);
        assertThat(run.truth("/rest/requests"))
                .as("the preflight softphone leaves before its last one\n%s", run)
                .isBetween(LOGIN_CALLS * SOFTPHONES + LOGIN_CALLS - 1, LOGIN_CALLS * (SOFTPHONES + PREFLIGHT));
        assertThat(run.truth("/genesys/streams/pings/answered"))
                .as("most were there for longer than twice the 14 s between pings\n%s", run)
                .isGreaterThan(2 * SOFTPHONES);
        printRates(run);
    }

    private static Path tokens(Path work) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < SOFTPHONES; i++) {
            rows.append("    softphone-")
                    .append(i)
                    .append(",token-softphone-")
                    .append(i)
                    .append('\n');
        }
        return Files.writeString(
                work.resolve("secrets.yaml"),
                "apiVersion: v1\nkind: Secret\nmetadata: {name: agents}\nstringData:\n  users.csv: |\n"
                        + "    username,token\n" + rows);
    }

    private static void printRates(LoadRun.Result run) {
        System.out.printf(
                "%d Genesys Cloud softphones: %s logins/s, %s REST calls/s, %d TCP connections for REST;"
                        + " runner: %s, stages: %s%n",
                SOFTPHONES,
                perSecond(run, "/genesys/streams/bound"),
                perSecond(run, "/rest/requests"),
                run.truth("/rest/tcpConnections"),
                run.status().path("generator"),
                run.status().path("stages"));
    }

    /** Of the simulator's count, from the first one to the last. */
    private static String perSecond(LoadRun.Result run, String pointer) {
        long millis = run.truth().at(pointer + "/lastMillis").asLong()
                - run.truth().at(pointer + "/firstMillis").asLong();
        return "%.0f".formatted(run.truth(pointer) * 1000.0 / Math.max(1, millis));
    }
}
