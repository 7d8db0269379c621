package dev.softphone.loadtest.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.Gateway;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.LoadRun;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real HAProxy before the gateway. It refuses nobody at once: beyond {@code maxconn} connections wait. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class HaproxyIT {
    private static final String SCENARIO = "behind-a-front-end";
    private static final long PREFLIGHT = 1;

    @TempDir
    Path directory = Path.of("set by JUnit");

    /** What a run left, and HAProxy's own counters by {@code proxy/service column}. */
    private record Seen(LoadRun.Result run, Map<String, Long> counters) {}

    @Test
    void aFullServerIsACapThoughThe503ComesLate() throws Exception {
        Seen seen = run(4000, 100);
        LoadRun.Result run = seen.run();

        isACapOfOneHundred(run);
        assertThat(run.status().at("/causes/0/evidence").toString())
                .as("%s", run)
                .contains("The refusal took 2 s (median): the front end queues first");
        assertThat(run.outcomes("rejections", "upgrade", "http/503"))
                .as("%s", run)
                .isEqualTo(150)
                .isEqualTo(seen.counters().get("gateway/BACKEND hrsp_5xx"));
        assertThat(run.truth("/upgrades/accepted")).as("%s", run).isEqualTo(100 + PREFLIGHT);
    }

    /** The kernel accepts for HAProxy as many as its backlog holds; then it answers no connect either. */
    @Test
    void aFullFrontEndIsACapThoughItAnswersNothingAtAll() throws Exception {
        LoadRun.Result run = run(100, 4000).run();

        isACapOfOneHundred(run);
        assertThat(run.status().at("/causes/0/evidence").toString())
                .as("%s", run)
                .contains("our own timer of 4s");
        assertThat(run.count("/softphones/rejected")).as("%s", run).isZero();
        assertThat(run.outcomes("failures", "upgrade", "timeout/upgrade")
                        + run.outcomes("failures", "upgrade", "tcp/timeout"))
                .as("%s", run)
                .isEqualTo(150);
    }

    private static void isACapOfOneHundred(LoadRun.Result run) {
        assertThat(run.verdict()).as("%s", run).isEqualTo("Failed");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.status().path("causes")).as("%s", run).hasSize(1);
        assertThat(run.cause()).as("%s", run).isEqualTo("ConcurrencyCap");
        assertThat(run.count("/causes/0/limit")).as("%s", run).isEqualTo(100);
        assertThat(run.status().at("/causes/0/confidence").asText())
                .as("%s", run)
                .isEqualTo("High");
        Accounts.areComplete(run, 250);
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(100);
    }

    private Seen run(int frontMaximum, int serverMaximum) throws Exception {
        Path program = Installed.require("haproxy");
        try (Gateway gateway = Gateway.start(SCENARIO, List.of())) {
            int port = FrontEnd.freePort();
            int counters = FrontEnd.freePort();
            Path configuration = FrontEnd.configuration(
                    directory,
                    "haproxy.cfg",
                    Map.of(
                            "port", Integer.toString(port),
                            "counters", Integer.toString(counters),
                            "gateway", FrontEnd.port(gateway.url()),
                            "frontMaximum", Integer.toString(frontMaximum),
                            "serverMaximum", Integer.toString(serverMaximum)));
            List<String> command = List.of(program.toString(), "-db", "-f", configuration.toString());
            try (FrontEnd haproxy = FrontEnd.start(directory, port, command)) {
                LoadRun.Result alone = gateway.run(SCENARIO, haproxy.url()).run();
                Map<String, Long> counted = counters(counters);
                LoadRun.Result run = alone.beside(gateway.truth());

                assertThat(counted.get("gateway/simulator smax"))
                        .as("most at a time at the gateway, as HAProxy counts\n%s", run)
                        .isEqualTo(100);
                assertThat(run.truth("/registers/distinctEver"))
                        .as("%s", run)
                        .isEqualTo(run.count("/softphones/connected"));
                return new Seen(run, counted);
            }
        }
    }

    private static Map<String, Long> counters(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/;csv"))
                .build();
        List<String> lines = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .toList();
        String[] columns = lines.get(0).replaceFirst("^# ", "").split(",", -1);
        Map<String, Long> counters = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            for (int i = 2; i < Math.min(values.length, columns.length); i++) {
                if (values[i].matches("\\d+")) {
                    counters.put(values[0] + "/" + values[1] + " " + columns[i], Long.parseLong(values[i]));
                }
            }
        }
        return counters;
    }
}
