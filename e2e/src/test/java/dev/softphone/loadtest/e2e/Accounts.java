package dev.softphone.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

/** What must add up in every run. */
public final class Accounts {
    private Accounts() {}

    /** Both equations, nobody under way any more, and as many softphones as were asked for. */
    public static void areComplete(LoadRun.Result run, long planned) {
        assertThat(run.count("/softphones/planned")).as("%s", run).isEqualTo(planned);
        assertThat(run.count("/softphones/notStarted") + run.count("/softphones/started"))
                .as("%s", run)
                .isEqualTo(planned);
        assertThat(sum(run, "/softphones", "inProgress", "connected", "rejected", "failed", "cancelled", "lost"))
                .as("%s", run)
                .isEqualTo(run.count("/softphones/started"));
        assertThat(sum(run, "/attempts", "inProgress", "succeeded", "rejected", "failed", "cancelled", "lost"))
                .as("%s", run)
                .isEqualTo(sum(run, "/attempts", "first", "retries"));
        assertThat(run.count("/softphones/inProgress")).as("%s", run).isZero();
        assertThat(run.count("/attempts/inProgress")).as("%s", run).isZero();
    }

    private static long sum(LoadRun.Result run, String block, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += run.count(block + "/" + name);
        }
        return sum;
    }
}
