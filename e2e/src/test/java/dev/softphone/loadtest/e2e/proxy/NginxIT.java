package dev.softphone.loadtest.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx before the gateway. Its two ways of limiting answer 503 alike, and are told apart. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class NginxIT {
    private static final String SCENARIO = "behind-a-front-end";
    private static final long PREFLIGHT = 1;

    @TempDir
    Path directory = Path.of("set by JUnit");

    @Test
    void itsLimitOnConnectionsIsACap() throws Exception {
        LoadRun.Result run = run("limit_conn connections 100;", "503");

        assertThat(run.cause()).as("%s", run).isEqualTo("ConcurrencyCap");
        assertThat(run.count("/causes/0/limit")).as("%s", run).isEqualTo(100);
        assertThat(run.status().at("/causes/0/confidence").asText())
                .as("%s", run)
                .isEqualTo("High");
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(100);
    }

    @Test
    void itsLimitOnRequestsIsALimitOnTheRate() throws Exception {
        isTenHandshakesASecond(run("limit_req zone=handshakes burst=5 nodelay; limit_req_status 429;", "429"));
    }

    @Test
    void itsLimitOnRequestsIsOneThoughItAnswersAsTheLimitOnConnectionsDoes() throws Exception {
        isTenHandshakesASecond(run("limit_req zone=handshakes burst=5 nodelay;", "503"));
    }

    private static void isTenHandshakesASecond(LoadRun.Result run) {
        assertThat(run.cause()).as("%s", run).isEqualTo("HandshakeRateLimit");
        assertThat(run.count("/causes/0/limit")).as("a minute\n%s", run).isBetween(540L, 660L);
    }

    private LoadRun.Result run(String limit, String refusal) throws Exception {
        try (Gateway gateway = Gateway.start(SCENARIO, List.of())) {
            try (FrontEnd nginx = FrontEnd.nginx(directory, "nginx.conf", gateway, Map.of("limit", limit))) {
                LoadRun.Result run = gateway.run(SCENARIO, nginx.url()).run().beside(gateway.truth());

                assertThat(run.verdict()).as("%s", run).isEqualTo("Failed");
                assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
                assertThat(run.status().at("/causes/0/evidence").toString())
                        .as("%s", run)
                        .contains("nginx");
                Accounts.areComplete(run, 250);
                long connected = run.count("/softphones/connected");
                long refused = run.outcomes("rejections", "upgrade", "http/" + refusal);
                assertThat(connected + refused).as("%s", run).isEqualTo(250);
                isLogged("101", connected + PREFLIGHT);
                isLogged(refusal, refused);
                assertThat(run.truth("/upgrades/accepted")).as("%s", run).isEqualTo(connected + PREFLIGHT);
                return run;
            }
        }
    }

    /** A line is written when the request is over, which for a WebSocket is its end. */
    private void isLogged(String status, long times) {
        Awaitility.await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(logged(status))
                .as("%s in nginx's log", status)
                .isEqualTo(times));
    }

    private long logged(String status) throws IOException {
        return Files.readAllLines(directory.resolve("access.log")).stream()
                .filter(status::equals)
                .count();
    }
}
