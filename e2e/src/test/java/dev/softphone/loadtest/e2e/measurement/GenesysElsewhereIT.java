package dev.softphone.loadtest.e2e.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two organizations in two regions of the platform, each with login, API and streaming hosts of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GenesysElsewhereIT {
    private static final String SCENARIO = "genesys-elsewhere";

    @Test
    void eachOrganizationIsMetAtItsOwnHostsOnlyAndTheOneThatRefusesIsNamed(@TempDir Path work) throws Exception {
        try (Gateway acme = Gateway.start(SCENARIO, List.of());
                Gateway globex = Gateway.start(SCENARIO + "/globex", List.of())) {
            Path manifest = work.resolve("test.yaml");
            Files.writeString(
                    manifest,
                    Files.readString(LoadRun.scenario(SCENARIO).resolve("test.yaml"))
                            .replace("ws://gateway.example", acme.url())
                            .replace("ws://globex.example", globex.url()));

            LoadRun.Result run = LoadRun.of(manifest)
                    .with(
                            "--secrets",
                            LoadRun.scenario(SCENARIO).resolve("secrets.yaml").toString())
                    .run();

            JsonNode there = globex.truth();
            Accounts.areComplete(run, 60);
            assertThat(run.status().at("/causes/0/scope").asText())
                    .as("%s", run)
                    .isEqualTo("organization globex");
            assertThat(organization(run, "acme").path("connected").asLong())
                    .as("%s", run)
                    .isEqualTo(30);
            assertThat(organization(run, "globex").path("connected").asLong())
                    .as("%s", run)
                    .isEqualTo(there.at("/upgrades/accepted").path("count").asLong())
                    .isEqualTo(10);
            assertThat(run.outcomes("rejections", "upgrade", "http/503"))
                    .as("%s", run)
                    .isEqualTo(there.at("/upgrades/refusedByStatus/503/count").asLong())
                    .isEqualTo(20);
            assertOnlyMet(acme.truth(), "acme", 31); // the preflight softphone's too
            assertOnlyMet(there, "globex", 30);
        }
    }

    private static void assertOnlyMet(JsonNode truth, String organization, long logins) {
        assertThat(truth.at("/sockets/acceptedByOrganization").fieldNames())
                .toIterable()
                .as("%s", truth)
                .containsExactly(organization);
        assertThat(truth.at("/genesys/violations")).as("%s", truth).isEmpty();
        assertThat(truth.at("/genesys/tokens/issued/SAML2_BEARER/count").asLong())
                .as("%s", truth)
                .isEqualTo(30);
        assertThat(truth.at("/genesys/channels/created/count").asLong())
                .as("%s", truth)
                .isEqualTo(logins);
    }

    private static JsonNode organization(LoadRun.Result run, String name) {
        for (JsonNode organization : run.status().path("organizations")) {
            if (organization.path("name").asText().equals(name)) {
                return organization;
            }
        }
        throw new AssertionError("no organization " + name + "\n" + run);
    }
}
