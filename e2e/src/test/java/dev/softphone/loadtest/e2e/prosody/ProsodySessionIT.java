package dev.softphone.loadtest.e2e.prosody;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.e2e.Accounts;
import dev.softphone.loadtest.e2e.LoadRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether a real XMPP server takes every stanza that a softphone of Genesys Cloud sends. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProsodySessionIT {
    private static final String LOOPBACK = "127.0.0.1";

    /** Logs in before all others, and is gone when they start. */
    private static final int PREFLIGHT = 1;

    private static final String JINGLE = "iq set jingle urn:xmpp:jingle:1 ";
    private static final List<String> OF_THE_CLIENT = List.of(
            "auth",
            "iq set bind urn:ietf:params:xml:ns:xmpp-bind",
            "enable",
            "a",
            "iq get services urn:xmpp:extdisco:1",
            "iq set pubsub http://jabber.org/protocol/pubsub",
            "iq get ping urn:xmpp:ping",
            "message proceed urn:xmpp:jingle-message:0",
            "message accept urn:xmpp:jingle-message:0",
            "iq set genesys-webrtc genesys",
            JINGLE + "session-accept",
            JINGLE + "transport-info",
            JINGLE + "session-info",
            JINGLE + "session-terminate",
            "iq result");

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RestApi rest = new RestApi();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        rest.close();
    }

    @Test
    void everyStanzaOfALoginAndOfCallsOfBothKindsIsTaken() throws Exception {
        int size = 40;
        Fleet fleet = new Fleet("c", size, LOOPBACK);
        Prosody prosody = start();
        LoadRun.Result run =
                fleet.run(directory, prosody, rest, Fleet::token, """
                      arrival: {rampUp: {over: 2s}}
                      hold: 12s
                      drain: 10s
                      keepAlive: {every: 3s}
                      call: {originator: Platform, start: AsRegistered, answerAfter: 300ms, holdFor: 2s}
                      thresholds:
                        - {metric: connected, minPercent: 100}
                        - {metric: callsEstablished, minPercent: 100}
                    """).run();

        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
        Accounts.areComplete(run, size);
        assertThat(run.count("/softphones/droppedAfterConnect")).as("%s", run).isZero();
        JsonNode witness = prosody.witness();
        assertThat(witness.path("refused").properties()).as("%s", witness).isEmpty();
        assertThat(prosody.complaints()).isEmpty();
        assertThat(names(witness.path("received"))).isSubsetOf(OF_THE_CLIENT).contains(OF_THE_CLIENT.get(6));
        int logins = size + PREFLIGHT;
        assertThat(witness.path("bound").asInt()).isEqualTo(logins);
        assertThat(witness.at("/received/auth").asInt()).isEqualTo(logins);
        assertThat(witness.at("/received/enable").asInt()).isEqualTo(logins);
        // The preflight softphone may leave before it has asked for all.
        assertThat(witness.path("received").path(OF_THE_CLIENT.get(4)).asInt())
                .as("for TURN and for STUN, before it calls itself connected and after")
                .isBetween(4 * size, 4 * logins);
        assertThat(witness.path("received").path(OF_THE_CLIENT.get(5)).asInt())
                .as("two subscriptions")
                .isBetween(2 * size, 2 * logins);
        Map<String, Integer> calls = rest.calls();
        assertThat(calls.remove("PUT /notifications/channels/*/subscriptions")).isBetween(size, logins);
        assertThat(calls)
                .isEqualTo(Map.of(
                        "GET /organizations/me", logins,
                        "GET /users/me?expand=station", logins,
                        "GET /users/me", 2 * logins,
                        "POST /notifications/channels?connectionType=streaming", logins,
                        "GET /stations/st", logins));
        JsonNode platform = witness.path("platform");
        assertThat(names(platform))
                .as("%s", witness)
                .containsExactlyInAnyOrder(
                        "proposed",
                        "proceed",
                        "iq result",
                        "json answer",
                        "json iceCandidate",
                        "json info",
                        "json terminate",
                        "jingle session-accept",
                        "jingle transport-info",
                        "jingle session-info",
                        "jingle session-terminate");
        for (String once : List.of(
                "json answer", "json info", "json terminate", "jingle session-accept", "jingle session-terminate")) {
            assertThat(platform.path(once).asInt())
                    .as("%s of %s", once, platform)
                    .isEqualTo(size / 2);
        }
    }

    @Test
    void whatAServerMayAskIsAnswered() throws Exception {
        int size = 10;
        Fleet fleet = new Fleet("p", size, LOOPBACK);
        Prosody prosody = start();
        LoadRun.Result run =
                fleet.run(directory, prosody, rest, Fleet::token, """
                      arrival: {rampUp: {over: 1s}}
                      hold: 8s
                      drain: 10s
                      keepAlive: {kind: ServerPing}
                    """).run();

        assertThat(run.verdict()).as("%s", run).isEqualTo("Passed");
        JsonNode witness = prosody.witness();
        JsonNode platform = witness.path("platform");
        assertThat(names(platform))
                .as("%s", witness)
                .contains("ping result", "query result", "unheard-of error service-unavailable")
                .isSubsetOf(
                        "ping result",
                        "query result",
                        "unheard-of error service-unavailable",
                        "ping error recipient-unavailable",
                        "query error recipient-unavailable",
                        "unheard-of error recipient-unavailable");
        for (String asked : List.of("ping", "query", "unheard-of")) {
            assertThat(platform.path(asked + " error recipient-unavailable").asInt())
                    .as("Prosody's own, for the preflight softphone that has just left: %s", platform)
                    .isLessThanOrEqualTo(1);
        }
        assertThat(platform.path("ping result").asInt()).as("%s", platform).isGreaterThanOrEqualTo(2 * size);
        assertThat(names(witness.path("received")))
                .as("a client that is pinged does not ping")
                .doesNotContain("iq get ping urn:xmpp:ping");
        assertThat(witness.path("refused").properties()).as("%s", witness).isEmpty();
        assertThat(prosody.complaints()).isEmpty();
    }

    @Test
    void aTokenThatTheServerDoesNotTakeIsNotTriedAgain() throws Exception {
        int size = 20;
        Fleet fleet = new Fleet("t", size, LOOPBACK);
        Prosody prosody = start();
        LoadRun.Result run = fleet.run(
                        directory,
                        prosody,
                        rest,
                        user -> user.endsWith("5") ? Fleet.staleToken(user) : Fleet.token(user),
                        """
                          arrival: {rampUp: {over: 1s}}
                          hold: 6s
                          drain: 10s
                        """)
                .run();

        assertThat(run.verdict()).as("%s", run).isEqualTo("Failed");
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(size - 2);
        assertThat(run.outcomes("rejections", "auth", "xmpp/not-authorized"))
                .as("%s", run)
                .isEqualTo(2);
        assertThat(run.count("/attempts/retries")).as("%s", run).isZero();
        JsonNode refused = prosody.witness().path("refused");
        assertThat(names(refused)).containsExactly("failure not-authorized");
        assertThat(refused.path("failure not-authorized").asInt()).isEqualTo(2);
        assertThat(run.toString()).doesNotContain("token-of-");
    }

    @Test
    void aServerThatShutsDownIsQuotedAndComeBackTo() throws Exception {
        int size = 20;
        Fleet fleet = new Fleet("d", size, LOOPBACK);
        Prosody prosody = start();
        LoadRun.Started started =
                fleet.run(directory, prosody, rest, Fleet::token, """
                      arrival: {rampUp: {over: 1s}}
                      hold: 5m
                      drain: 10s
                      keepAlive: {every: 2s}
                    """).start();
        LoadRun.Result run;
        try {
            awaitAllPinged(prosody, size);
            prosody.shutDown();
            prosody.start();
            awaitAllPinged(prosody, size);
            started.process().destroy(); // SIGTERM: everybody leaves
            run = started.result();
        } finally {
            started.process().destroyForcibly();
        }

        Accounts.areComplete(run, size);
        assertThat(run.count("/softphones/connected")).as("%s", run).isEqualTo(size);
        assertThat(run.count("/softphones/droppedAfterConnect")).as("%s", run).isEqualTo(size);
        assertThat(run.outcomes("drops", "established", "xmpp/system-shutdown"))
                .as("%s", run)
                .isEqualTo(size);
        assertThat(run.count("/attempts/succeeded")).as("%s", run).isEqualTo(2L * size);
        assertThat(prosody.witness().path("bound").asInt()).isEqualTo(size);
        assertThat(rest.calls().get("POST /notifications/channels?connectionType=streaming"))
                .as("the channel is taken again")
                .isEqualTo(size + PREFLIGHT);
        assertThat(prosody.complaints()).isEmpty();
    }

    private static void awaitAllPinged(Prosody prosody, int softphones) {
        Awaitility.await()
                .atMost(2, TimeUnit.MINUTES)
                .until(() -> prosody.witness().path("pinged").asInt() >= softphones);
    }

    /** With stream management, which the client takes where it is offered. */
    private Prosody start() throws Exception {
        Prosody prosody = Prosody.start(directory, List.of(LOOPBACK), "smacks");
        opened.add(prosody);
        return prosody;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
