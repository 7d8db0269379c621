package dev.softphone.loadtest.e2e.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No secret in anything that a run writes, whatever the gateway quotes. All secrets of the scenarios, learnt ones too,
 * begin alike, so that one is found that the test has never heard of.
 */
class SecretsIT {
    private static final String SECRET = "hidden-";
    private static final Pattern METRICS = Pattern.compile("metrics at (http://\\S+)");

    @Test
    void passwordsStayHiddenThoughTheGatewayQuotesThem() throws Exception {
        Map<String, String> written = written("secrets-sip");

        hidesEverySecret(written);
        assertThat(all(written, "transcripts/"))
                .as("that the places are there, and masked")
                .contains("*** is used up")
                .contains("*** elsewhere")
                .contains("gateway ***");
        assertThat(written.get("status.yaml"))
                .contains("*** is used up")
                .contains("*** elsewhere")
                .contains("code: sip/401")
                .contains("code: http/403");
    }

    @Test
    void learntTokensStayHiddenThoughTheGatewayQuotesThem() throws Exception {
        Map<String, String> written = written("secrets-generic");

        hidesEverySecret(written);
        assertThat(all(written, "transcripts/"))
                .as("that the places are there, and masked")
                .contains("*** is used up")
                .contains("*** elsewhere")
                .contains("not with ***, *** or ***")
                .contains("*** is what you sent");
        assertThat(written.get("status.yaml"))
                .contains("code: app/403")
                .contains("code: ws/1008")
                .contains("code: http/403");
    }

    @Test
    void clientSecretsAssertionsAndFetchedTokensStayHiddenThoughTheLoginHostQuotesThem() throws Exception {
        Map<String, String> written = written("secrets-oauth");

        hidesEverySecret(written);
        assertThat(all(written, "transcripts/"))
                .as("that the places are there, and masked")
                .contains("POST /oauth/token", "*** is used up", "*** elsewhere", "not with ***");
        assertThat(written.get("status.yaml"))
                .contains("code: http/400")
                .contains("code: http/403")
                .contains("AuthRejected");
    }

    private static void hidesEverySecret(Map<String, String> written) {
        assertThat(written.get("metrics")).contains("softphone");
        assertThat(written)
                .containsKeys("stdout", "stderr", "metrics", "status.yaml", "test.json", "report.html", "junit.xml");
        String inBase64 = Base64.getEncoder().encodeToString("hidden".getBytes(StandardCharsets.UTF_8));
        written.forEach(
                (name, text) -> assertThat(text).as(name).doesNotContain(SECRET).doesNotContain(inBase64));
    }

    /** Everything the run wrote or served, by name. */
    private static Map<String, String> written(String scenario) throws Exception {
        LoadRun.Started started = LoadRun.of(LoadRun.scenario(scenario))
                .asText()
                .with("--metrics-port", "0")
                .start();
        Map<String, String> written = new TreeMap<>();
        written.put("metrics", lastScrape(started));
        LoadRun.Result run = started.result();
        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        written.put("stdout", run.printed());
        written.put("stderr", run.messages());
        try (Stream<Path> files = Files.walk(run.out())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                written.put(run.out().relativize(file).toString(), Files.readString(file));
            }
        }
        return written;
    }

    /** What {@code /metrics} said last before the run was over. */
    private static String lastScrape(LoadRun.Started started) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        String last = "";
        while (!started.process().waitFor(200, TimeUnit.MILLISECONDS)) {
            Matcher address = METRICS.matcher(started.messages());
            if (address.find()) {
                try {
                    last = client.send(
                                    HttpRequest.newBuilder(URI.create(address.group(1)))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body();
                } catch (IOException e) {
                    // The run ended meanwhile.
                }
            }
        }
        return last;
    }

    private static String all(Map<String, String> written, String under) {
        StringBuilder all = new StringBuilder();
        written.forEach((name, text) -> all.append(name.startsWith(under) ? text : ""));
        return all.toString();
    }
}
