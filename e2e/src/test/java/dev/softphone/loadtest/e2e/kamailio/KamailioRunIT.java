package dev.softphone.loadtest.e2e.kamailio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole command against a real Kamailio: its counts held against Kamailio's own, its causes against what was set. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class KamailioRunIT {
    /** The preflight softphone comes before all others and is gone when they start. */
    private static final long PREFLIGHT = 1;

    /** Kamailio forgets a closed WebSocket seconds later, so that the preflight softphone may be counted in. */
    private static final String AT_ONE_TIME = "websocket:ws_sip_max_concurrent_connections";

    private static final int MOST = 500;
    private static final String WRONG = "not-the-one-2c9e";

    @TempDir
    Path directory = Path.of("set by JUnit");

    @Test
    void fiveHundredSoftphonesRegisterHoldRefreshAndUnregister() throws Exception {
        try (Kamailio kamailio = Kamailio.start(directory, Kamailio.Settings.USUAL.withMaxExpires(6))) {
            LoadRun.Result run = run(kamailio, index -> Kamailio.PASSWORD, """
                      softphones: 500
                      arrival: {rampUp: {over: 5s}}
                      hold: 10s
                      drain: 10s
                      keepAlive: {kind: CrLf, every: 4s}
                    """);

            assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
            assertThat(run.exitCode()).isZero();
            assertThat(run.count("/softphones/planned")).isEqualTo(500);
            assertThat(run.count("/softphones/connected")).isEqualTo(500);
            assertThat(run.count("/softphones/droppedAfterConnect")).isZero();
            Map<String, Long> counters = kamailio.counters();
            assertThat(counters)
                    .containsEntry("websocket:ws_sip_successful_handshakes", 500 + PREFLIGHT)
                    .containsEntry("websocket:ws_failed_handshakes", 0L)
                    .containsEntry("registrar:rejected_regs", 0L)
                    .as("every softphone unregistered")
                    .containsEntry("usrloc:location_contacts", 0L);
            assertThat(counters.get(AT_ONE_TIME)).isBetween(500L, 500 + PREFLIGHT);
            assertThat(counters.get("registrar:accepted_regs"))
                    .as("each registers, refreshes at least once (6 s granted, 10 s held), unregisters")
                    .isGreaterThanOrEqualTo(3 * 500);
        }
    }

    @Test
    void aConnectionLimitOfThreeHundredIsNamedAsSuch() throws Exception {
        try (Kamailio kamailio = Kamailio.start(directory, Kamailio.Settings.USUAL.withMaxConnections(300))) {
            LoadRun.Result run = run(kamailio, index -> Kamailio.PASSWORD, """
                      softphones: 500
                      arrival: {rampUp: {over: 30s}}
                      hold: 5s
                      drain: 10s
                    """);

            assertThat(run.verdict()).as("%s", run).isEqualTo("Failed");
            assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
            assertThat(run.cause()).as("%s", run).isEqualTo("ConcurrencyCap");
            long connected = run.count("/softphones/connected");
            assertThat(connected).isBetween(290L, 300L);
            assertThat(run.count("/causes/0/limit")).isEqualTo(connected);
            Map<String, Long> counters = kamailio.counters();
            assertThat(counters).containsEntry("websocket:ws_sip_successful_handshakes", connected + PREFLIGHT);
            assertThat(counters.get(AT_ONE_TIME)).isBetween(connected, connected + PREFLIGHT);
        }
    }

    @Test
    void anIdleLimitShorterThanTheHoldIsNamedWithItsLength() throws Exception {
        try (Kamailio kamailio = Kamailio.start(directory, Kamailio.Settings.USUAL.withConnectionLifetime(6));
                AutoCloseable visitor = kamailio.visited()) {
            assertThat(visitor).isNotNull();
            LoadRun.Result run = run(kamailio, index -> Kamailio.PASSWORD, """
                      softphones: 200
                      arrival: {rampUp: {over: 12s}}
                      hold: 14s
                      drain: 5s
                      keepAlive: {kind: None}
                      thresholds: [{metric: droppedAfterConnect, maxPercent: 0}]
                    """);

            assertThat(run.verdict()).as("%s", run).isEqualTo("Failed");
            assertThat(run.cause()).as("%s", run).isEqualTo("IdleTimeout");
            assertThat(run.count("/softphones/connected")).isEqualTo(200);
            assertThat(run.count("/softphones/droppedAfterConnect")).isEqualTo(200);
            assertThat(run.count("/causes/0/limit"))
                    .as("6 s, after the 5 s that a connection stays with the process that read from it last; in ms")
                    .isBetween(10_000L, 13_000L);
        }
    }

    @Test
    void theSameIdleLimitDoesNoHarmWhenSoftphonesPing() throws Exception {
        try (Kamailio kamailio = Kamailio.start(directory, Kamailio.Settings.USUAL.withConnectionLifetime(6))) {
            LoadRun.Result run = run(kamailio, index -> Kamailio.PASSWORD, """
                      softphones: 200
                      arrival: {rampUp: {over: 4s}}
                      hold: 14s
                      drain: 5s
                      keepAlive: {kind: WebSocketPing, every: 2s}
                      thresholds: [{metric: droppedAfterConnect, maxPercent: 0}]
                    """);

            assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
            assertThat(run.count("/softphones/connected")).isEqualTo(200);
        }
    }

    @Test
    void wrongPasswordsAreToldAndTheirSoftphonesCounted() throws Exception {
        try (Kamailio kamailio = Kamailio.start(directory, Kamailio.Settings.USUAL)) {
            LoadRun.Result run = run(kamailio, index -> index % 4 == 3 ? WRONG : Kamailio.PASSWORD, """
                      softphones: 100
                      arrival: {rampUp: {over: 2s}}
                      hold: 1s
                      drain: 5s
                    """);

            assertThat(run.verdict()).as("%s", run).isEqualTo("Failed");
            assertThat(run.cause()).as("%s", run).isEqualTo("AuthRejected");
            assertThat(run.count("/softphones/connected")).isEqualTo(75);
            assertThat(run.count("/softphones/rejected")).isEqualTo(25);
            assertThat(run.status().path("rejections")).hasSize(1);
            assertThat(run.status().at("/rejections/0/stage").asText()).isEqualTo("auth");
            assertThat(run.status().at("/rejections/0/code").asText()).isEqualTo("sip/401");
            assertThat(kamailio.counters())
                    .containsEntry("registrar:accepted_regs", 2 * (75 + PREFLIGHT))
                    .containsEntry("usrloc:location_contacts", 0L);
            assertThat(run.toString()).doesNotContain(WRONG).doesNotContain(Kamailio.PASSWORD);
        }
    }

    @Test
    void noLoadIsSentWhenTheFirstSoftphoneIsRefused() throws Exception {
        try (Kamailio kamailio = Kamailio.start(directory, Kamailio.Settings.USUAL)) {
            LoadRun.Result run = run(kamailio, index -> WRONG, """
                      softphones: 100
                      arrival: {rampUp: {over: 2s}}
                      hold: 1s
                      drain: 5s
                    """);

            assertThat(run.verdict()).as("%s", run).isEqualTo("Inconclusive");
            assertThat(run.cause()).as("%s", run).isEqualTo("AuthRejected");
            assertThat(run.status().at("/preflight/code").asText()).isEqualTo("sip/401");
            assertThat(run.count("/softphones/notStarted")).isEqualTo(100);
            assertThat(kamailio.counters()).containsEntry("websocket:ws_sip_successful_handshakes", PREFLIGHT);
        }
    }

    @Test
    void fiftyPairsTalk() throws Exception {
        try (Kamailio kamailio = Kamailio.start(directory, Kamailio.Settings.USUAL)) {
            LoadRun.Result run = run(kamailio, index -> Kamailio.PASSWORD, """
                      softphones: 100
                      arrival: {rampUp: {over: 2s}}
                      hold: 15s
                      drain: 5s
                      call: {direction: Inbound, originator: Peer, start: AsRegistered, answerAfter: 500ms, holdFor: 2s}
                      thresholds:
                        - {metric: connected, minPercent: 100}
                        - {metric: callsEstablished, minPercent: 100}
                    """);

            assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
            assertThat(run.count("/calls/placed")).isGreaterThanOrEqualTo(50);
            assertThat(run.count("/calls/established")).isEqualTo(run.count("/calls/placed"));
            assertThat(run.count("/calls/droppedAfterEstablished")).isZero();
        }
    }

    private LoadRun.Result run(Kamailio kamailio, IntFunction<String> passwords, String spec)
            throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < MOST; i++) {
            rows.append("    softphone-")
                    .append(i)
                    .append(',')
                    .append(passwords.apply(i))
                    .append('\n');
        }
        Path manifest = directory.resolve("test.yaml");
        Files.writeString(manifest, """
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata: {name: kamailio}
                spec:
                  gateway:
                    protocol: SipOverWebSocket
                    url: %s
                    sip: {domain: %s}
                  identities: {secretRefs: [{name: softphones, key: softphones.csv}]}
                  seed: 1
                %s---
                apiVersion: v1
                kind: Secret
                metadata: {name: softphones}
                stringData:
                  softphones.csv: |
                    username,password
                %s""".formatted(kamailio.url(), Kamailio.DOMAIN, spec, rows));
        return LoadRun.of(manifest).run();
    }
}
