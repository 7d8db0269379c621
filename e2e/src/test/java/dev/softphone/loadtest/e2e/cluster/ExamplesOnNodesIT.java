package dev.softphone.loadtest.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code kubectl apply -k} of every example but the first, which {@link ClusterIT} has: what it says on one machine it
 * says from pods on nodes, too, with the gateway's own counts.
 */
@ExtendWith(OnACluster.class)
@Tag("full")
class ExamplesOnNodesIT {
    private static final long PREFLIGHT = 1;

    @ParameterizedTest
    @CsvSource({
        "02-too-many-requests, too-many-requests, RateLimited, /messages/byName/register/served",
        "03-fifty-more-every-ten-seconds, twenty-five-more-every-two-seconds, ConcurrencyCap, /registers/distinctEver",
        "04-register-answers-504, register-answers-504, BackendTimeout, /registers/distinctEver",
        "06-three-hundred-genesys-softphones, three-hundred-genesys-softphones, ConcurrencyCap, /genesys/streams/subscribed",
        "07-one-token-for-all, one-token-for-all, RateLimited, /genesys/streams/subscribed",
        "08-register-answers-504-genesys, register-answers-504-genesys, BackendTimeout, /genesys/streams/subscribed",
    })
    void saysWhyAndCountsAsTheGatewayDoes(String example, String name, String cause, String connected)
            throws Exception {
        Path folder = LoadRun.root().resolve("examples").resolve(example);
        JsonNode status = ClusterRun.measured(() -> {
            Cluster.removeGateway();
            ClusterRun run = ClusterRun.named(name);
            Cluster.calls("apply", "-k", folder.toString());
            return run;
        });

        JsonNode truth = Cluster.truth();
        String all = status.toPrettyString() + truth.toPrettyString();
        assertThat(status.path("verdict").asText()).as(all).isEqualTo("Failed");
        assertThat(status.at("/causes/0/type").asText()).as(all).isEqualTo(cause);
        assertThat(status.at("/softphones/connected").asLong())
                .as(all)
                .isPositive()
                .isEqualTo(gotIn(truth, connected));
    }

    /** Genesys softphones subscribe to two topics each; a SIP softphone of the preflight is one that comes again. */
    private static long gotIn(JsonNode truth, String pointer) {
        JsonNode found = truth.at(pointer);
        long times = found.isObject() ? found.path("count").asLong() : found.asLong();
        return switch (pointer) {
            case "/genesys/streams/subscribed" -> times / 2 - PREFLIGHT;
            case "/registers/distinctEver" -> times;
            default -> times - PREFLIGHT;
        };
    }
}
