package dev.softphone.loadtest.e2e.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Ten thousand softphones on one machine. About a minute. */
@Isolated
class TenThousandIT {
    private static final long SOFTPHONES = 10_000;
    private static final long PREFLIGHT = 1;
    private static final long DESCRIPTORS = SOFTPHONES + 500;
    private static final Pattern HARD_LIMIT = Pattern.compile("(?m)^Max open files\\s+\\S+\\s+(\\S+)");

    @Test
    void tenThousandRegisterStayAndLeaveAndAllAreAccountedFor() throws Exception {
        requireDescriptors();

        LoadRun.Result run = LoadRun.of(LoadRun.scenario("ten-thousand")).run();

        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.status().path("causes")).as("%s", run).isEmpty();

        Accounts.areComplete(run, SOFTPHONES);
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(SOFTPHONES);
        assertThat(run.count("/softphones/droppedAfterConnect")).as("%s", run).isZero();
        assertThat(run.count("/attempts/first")).as("%s", run).isEqualTo(SOFTPHONES);

        assertThat(run.truth("/internalErrors")).as("%s", run).isZero();
        assertThat(run.truth("/upgrades/requested")).as("%s", run).isEqualTo(SOFTPHONES + PREFLIGHT);
        assertThat(run.truth("/upgrades/accepted")).as("%s", run).isEqualTo(SOFTPHONES + PREFLIGHT);
        assertThat(run.truth("/sockets/peak")).as("all at one time\n%s", run).isEqualTo(SOFTPHONES);
        assertThat(run.truth("/registers/distinctEver")).as("%s", run).isEqualTo(SOFTPHONES);
        assertThat(run.truth("/registers/removed"))
                .as("each took leave\n%s", run)
                .isEqualTo(SOFTPHONES + PREFLIGHT);
        assertThat(run.truth("/sockets/pingsReceived/webSocket"))
                .as("most were there for longer than the 15 s between pings\n%s", run)
                .isGreaterThan(SOFTPHONES);
    }

    static void requireDescriptors() throws Exception {
        Matcher limit = HARD_LIMIT.matcher(Files.readString(Path.of("/proc/self/limits")));
        boolean enough =
                limit.find() && (limit.group(1).equals("unlimited") || Long.parseLong(limit.group(1)) >= DESCRIPTORS);
        if (!enough) {
            throw Installed.absent(
                    "required a limit of " + DESCRIPTORS + " open files (ulimit -Hn), observed " + limit.group(1));
        }
    }
}
