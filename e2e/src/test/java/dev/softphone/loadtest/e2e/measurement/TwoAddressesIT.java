package dev.softphone.loadtest.e2e.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.LoadRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Unequal shares from two addresses tell, in one run, what a cap counts by. */
@Isolated
class TwoAddressesIT {
    private static final String BUSY = "127.0.0.1";
    private static final String QUIET = "127.0.0.2";

    @Test
    void aCapOfTheTenantIsSharedAsTheArrivalsAre() throws Exception {
        LoadRun.Result run = run("cap-of-the-tenant", "Tenant", 150);

        assertThat(address(run, BUSY).path("connected").asLong()).as("%s", run).isBetween(95L, 105L);
        assertThat(address(run, QUIET).path("connected").asLong()).as("%s", run).isBetween(45L, 55L);
    }

    @Test
    void aCapPerSourceAddressIsTheSameForBoth() throws Exception {
        LoadRun.Result run = run("cap-per-source-address", "SourceAddress", 75);

        assertThat(address(run, BUSY).path("connected").asLong()).as("%s", run).isEqualTo(75);
        assertThat(address(run, QUIET).path("connected").asLong()).as("%s", run).isEqualTo(75);
    }

    private static LoadRun.Result run(String scenario, String scope, long limit) throws Exception {
        LoadRun.Result run = LoadRun.of(LoadRun.scenario(scenario)).run();

        assertThat(run.cause()).as("%s", run).isEqualTo("ConcurrencyCap");
        assertThat(run.status().at("/causes/0/scope").asText()).as("%s", run).isEqualTo(scope);
        assertThat(run.count("/causes/0/limit")).as("%s", run).isEqualTo(limit);
        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);

        Accounts.areComplete(run, 300);
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(150);
        assertThat(run.count("/softphones/rejected"))
                .as("%s", run)
                .isEqualTo(run.truth("/upgrades/refusedByStatus/503"));
        isCountedAsByTheGateway(run, BUSY, 200, true);
        isCountedAsByTheGateway(run, QUIET, 100, false);
        return run;
    }

    private static void isCountedAsByTheGateway(LoadRun.Result run, String name, long started, boolean preflight) {
        JsonNode address = address(run, name);
        assertThat(address.path("started").asLong()).as("%s\n%s", name, run).isEqualTo(started);
        assertThat(address.path("connected").asLong())
                .as("%s\n%s", name, run)
                .isEqualTo(truth(run, "/sockets/acceptedBySourceAddress", name) - (preflight ? 1 : 0));
        assertThat(address.path("rejected").asLong())
                .as("%s\n%s", name, run)
                .isEqualTo(truth(run, "/upgrades/refusedBySourceAddress", name));
        assertThat(address.path("failed").asLong()).as("%s\n%s", name, run).isZero();
    }

    private static long truth(LoadRun.Result run, String block, String address) {
        return run.truth().at(block).path(address).path("count").asLong();
    }

    private static JsonNode address(LoadRun.Result run, String name) {
        for (JsonNode address : run.status().path("addresses")) {
            if (address.path("side").asText().equals("Local")
                    && address.path("address").asText().equals(name)) {
                return address;
            }
        }
        throw new AssertionError("no local address " + name + "\n" + run);
    }
}
