package dev.softphone.loadtest.runner.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.runner.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final String TEST = """
            {"apiVersion": "softphone.dev/v1alpha1", "kind": "SoftphoneLoadTest", "metadata": {"name": "login"},
             "spec": {"softphones": 500, "arrival": {"rampUp": {"over": "60s"}}, "hold": "5m",
                      "gateway": {"protocol": "SipOverWebSocket", "url": "wss://gateway.example.com/ws",
                                  "sip": {"domain": "example.com"}}}}
            """;
    private static final String STATUS = """
            {"softphones": {"planned": 500, "notStarted": 0, "started": 500, "inProgress": 0, "connected": 300,
                            "rejected": 200, "failed": 0, "cancelled": 0, "lost": 0, "late": 0, "connectedNow": 0,
                            "droppedAfterConnect": 0},
             "attempts": {"first": 500, "retries": 0, "inProgress": 0, "succeeded": 300, "rejected": 200, "failed": 0,
                          "cancelled": 0, "lost": 0},
             "rejections": [{"stage": "upgrade", "code": "http/503", "count": 200, "softphones": 200,
                             "firstAfterMillis": 36000}],
             "handshake": {"count": 300, "p50Millis": 80, "p90Millis": 120, "p99Millis": 200, "maxMillis": 210},
             "stages": [{"stage": "register", "succeeded": 300, "rejected": 0, "failed": 0, "p50Millis": 9,
                         "p99Millis": 30, "maxMillis": 31}],
             "thresholds": [{"metric": "connected", "verdict": "Failed", "required": "connected ≥ 99 %",
                             "observed": "60 %"}],
             "verdict": "Failed", "causes": [{"type": "ConcurrencyCap", "limit": 300, "confidence": "High",
                                              "softphones": 200, "remedy": "Ask."}],
             "startedAt": "2026-11-21T09:14:02Z", "finishedAt": "2026-11-21T09:20:32Z", "laterField": 1}
            """;

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void twoRunsStandSideBySideWithWhatChangedAndByHowMuch() throws Exception {
        String after = STATUS.replace("\"connected\": 300", "\"connected\": 480")
                .replace(
                        "\"rejected\": 200, \"failed\": 0, \"cancelled\": 0, \"lost\": 0, \"late\"",
                        "\"rejected\": 20, \"failed\": 0, \"cancelled\": 0, \"lost\": 0, \"late\"")
                .replace("\"p99Millis\": 200", "\"p99Millis\": 150")
                .replace("\"limit\": 300", "\"limit\": 480")
                .replace("\"observed\": \"60 %\"", "\"observed\": \"96 %\"")
                .replace("http/503\", \"count\": 200", "http/429\", \"count\": 20");

        String table = Comparison.text(run("before", TEST, STATUS), run("after", TEST.replace("60s", "180s"), after));

        assertThat(table).isEqualTo("""
                                           BEFORE              AFTER
                verdict                    Failed              Failed
                causes                     ConcurrencyCap 300  ConcurrencyCap 480  changed
                duration                   6 min 30 s          6 min 30 s
                connected ≥ 99 %           Failed, 60 %        Failed, 96 %        changed

                Spec
                arrival.rampUp.over        60s                 180s                changed

                Softphones
                planned                    500                 500
                started                    500                 500
                connected                  300                 480                 +180 (+60.0 %)
                rejected                   200                 20                  -180 (-90.0 %)
                failed                     0                   0
                cancelled                  0                   0
                lost                       0                   0
                dropped after connect      0                   0
                late by our own fault      0                   0
                connected of planned       60.0 %              96.0 %              +36.0 points
                rejected of planned        40.0 %              4.0 %               -36.0 points
                failed of planned          0.0 %               0.0 %

                Attempts
                first                      500                 500
                retries                    0                   0
                succeeded                  300                 300

                Handshake, from the intended start
                p50                        80 ms               80 ms
                p90                        120 ms              120 ms
                p99                        200 ms              150 ms              -50 ms (-25.0 %)
                max                        210 ms              210 ms

                Stages
                register passed            300                 300
                register p50               9 ms                9 ms
                register p99               30 ms               30 ms

                Outcomes
                rejected upgrade http/503  200                 0                   -200 (-100.0 %)
                rejected upgrade http/429  0                   20                  +20
                """);
    }

    @Test
    void aCodeThatMayBeAmongTheOthersIsNotSaidToHaveNeverHappened() throws Exception {
        String others = "{\"stage\": \"other\", \"code\": \"other\", \"count\": 7, \"softphones\": 7,"
                + " \"firstAfterMillis\": 1}";
        String before = STATUS.replace("\"rejections\": [", "\"rejections\": [" + others + ", ");
        String failure = "\"failures\": [{\"stage\": \"register\", \"code\": \"timeout/register\", \"count\": 4,"
                + " \"softphones\": 4, \"firstAfterMillis\": 1}], ";
        String after = STATUS.replace("http/503", "http/429").replace("\"rejections\"", failure + "\"rejections\"");

        String table = Comparison.text(run("before", TEST, before), run("after", TEST, after));

        assertThat(table.lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "rejected upgrade http/429 – 200",
                        "rejected upgrade http/503 200 0 -200 (-100.0 %)",
                        "failed register timeout/register 0 4 +4");
    }

    @Test
    void whatTheSchemaFillsInIsNoDifference() throws Exception {
        KnownRun one = run("one", TEST, STATUS);
        KnownRun other = run("other", TEST.replace("\"hold\"", "\"runPolicy\": \"Run\", \"hold\""), STATUS);

        assertThat(Comparison.text(one, other)).contains("Spec: the same").doesNotContain("changed");
    }

    @Test
    void aStatusAloneAndAWholeResourceAreRunsToo() throws Exception {
        Path status = Files.writeString(folder.resolve("status.json"), STATUS);
        Path whole = Files.writeString(
                folder.resolve("whole.yaml"), TEST.stripTrailing().replaceFirst("}$", ", \"status\": " + STATUS + "}"));

        String table = Comparison.text(RunFiles.read(status), RunFiles.read(whole));

        assertThat(table).contains("Spec: not known of " + status).contains("connected of planned");
        assertThat(RunFiles.read(whole)
                        .spec()
                        .orElseThrow()
                        .at("/arrival/rampUp/over")
                        .asText())
                .isEqualTo("60s");
    }

    @Test
    void whatIsNoRunIsRefusedByItsName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.json"), "no status");
        Path empty = Files.writeString(folder.resolve("empty.json"), "{}");
        Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"softphones\": {\"planned\": \"many\"}}");

        assertThatThrownBy(() -> RunFiles.read(folder))
                .isInstanceOf(RefusedException.class)
                .hasMessage(folder + ": required a folder with status.yaml, observed none in it");
        assertThatThrownBy(() -> RunFiles.read(text)).hasMessageStartingWith(text + ": required a block of fields");
        assertThatThrownBy(() -> RunFiles.read(empty)).hasMessageContaining("observed no field softphones");
        assertThatThrownBy(() -> RunFiles.read(wrong)).hasMessageStartingWith(wrong + ": required a status, observed");
    }

    private KnownRun run(String name, String test, String status) throws Exception {
        Path run = Files.createDirectory(folder.resolve(name));
        Files.writeString(run.resolve("test.json"), test);
        Files.writeString(run.resolve("status.yaml"), status);
        KnownRun read = RunFiles.read(run);
        return new KnownRun(name.toUpperCase(Locale.ROOT), read.spec(), read.status());
    }
}
