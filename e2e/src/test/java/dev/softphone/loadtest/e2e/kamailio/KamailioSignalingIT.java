package dev.softphone.loadtest.e2e.kamailio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Cycles;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Timeouts;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.sip.SipSignaling;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a real Kamailio takes every message that our signaling writes, without the engine around it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KamailioSignalingIT {
    private static final Duration ANSWER_AFTER = Duration.ofMillis(300);

    /** The timer of {@code SipTimers.REFRESH}. */
    private static final int REFRESH = 0;

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256"})
    void registersRefreshesAndUnregisters(String algorithm) throws IOException {
        Kamailio kamailio = start(Kamailio.Settings.USUAL.withAlgorithm(algorithm));
        OneSoftphone softphone = softphone(kamailio, "u1", Kamailio.PASSWORD);
        register(softphone);

        assertThat(softphone.events).containsExactly("register begins", "auth begins", "auth done", "registered");
        assertThat(softphone.messagesWith("401").get(0)).contains("algorithm=" + algorithm);
        assertThat(kamailio.counters())
                .containsEntry("usrloc:location_contacts", 1L)
                .containsEntry("registrar:accepted_regs", 1L);

        softphone.hasten(REFRESH);
        awaitCounter(kamailio, "registrar:accepted_regs", 2);
        assertThat(softphone.messagesWith("401"))
                .as("the nonce serves again, its count raised")
                .hasSize(1);
        assertThat(kamailio.counters()).containsEntry("usrloc:location_contacts", 1L);

        softphone.tell(SignalingSession::leave);
        softphone.awaitEvent("left");
        assertThat(kamailio.counters()).containsEntry("usrloc:location_contacts", 0L);
        assertThat(softphone.messagesWith("401")).hasSize(1);
    }

    @Test
    void answersTheFreshChallengeAfterItsNonceExpired() throws IOException {
        Kamailio kamailio = start(Kamailio.Settings.USUAL.withNonceExpire(1));
        OneSoftphone softphone = softphone(kamailio, "u1", Kamailio.PASSWORD);
        register(softphone);
        Awaitility.await().pollDelay(2_500, TimeUnit.MILLISECONDS).until(() -> true);
        softphone.hasten(REFRESH);
        awaitCounter(kamailio, "registrar:accepted_regs", 2);

        assertThat(softphone.messagesWith("401")).hasSize(2);
        assertThat(softphone.events).endsWith("registered");
    }

    @Test
    void hearsThePongToItsDoubleCrlf() throws IOException {
        Kamailio kamailio = start(Kamailio.Settings.USUAL);
        OneSoftphone softphone = softphone(kamailio, "u1", Kamailio.PASSWORD);
        register(softphone);
        softphone.tell(SignalingSession::ping);
        softphone.awaitEvent("pong");
    }

    @Test
    void tellsAWrongPassword() throws IOException {
        Kamailio kamailio = start(Kamailio.Settings.USUAL);
        OneSoftphone softphone = softphone(kamailio, "u1", "wrong");
        softphone.tell(SignalingSession::begin);
        softphone.awaitEvent("rejected auth sip/401");

        assertThat(kamailio.counters()).containsEntry("registrar:accepted_regs", 0L);
    }

    @Test
    void takesTheSamePlaceAgainAfterAReconnect() throws IOException {
        Kamailio kamailio = start(Kamailio.Settings.USUAL);
        OneSoftphone softphone = softphone(kamailio, "u1", Kamailio.PASSWORD);
        register(softphone);
        softphone.tell(SignalingSession::begin);
        softphone.awaitEvent("registered", 2);

        assertThat(kamailio.counters()).containsEntry("usrloc:location_contacts", 1L);
    }

    @Test
    void talksInBothDirectionsAndHangsUpFromBothSides() throws IOException {
        Kamailio kamailio = start(Kamailio.Settings.USUAL);
        OneSoftphone one = softphone(kamailio, "u1", Kamailio.PASSWORD);
        OneSoftphone two = softphone(kamailio, "u2", Kamailio.PASSWORD);
        register(one);
        register(two);

        int ended = 0;
        for (OneSoftphone ends : List.of(one, two)) {
            ended++;
            one.tell((s, wire) -> s.placeCall(identity("u2", ""), wire));
            one.awaitEvent("call established", ended);
            ends.tell(SignalingSession::endCall);
            one.awaitEvent("call ended", ended);
        }
        two.tell((s, wire) -> s.placeCall(identity("u1", ""), wire));
        two.awaitEvent("call established");
        two.tell(SignalingSession::endCall);
        two.awaitEvent("call ended");
        Awaitility.await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        two.messagesWith("200").stream().filter(m -> m.contains("BYE")))
                .hasSizeGreaterThanOrEqualTo(3));

        assertThat(one.events.subList(4, 12))
                .containsExactly(
                        "call placed",
                        "call progressed",
                        "call established",
                        "call ended",
                        "call placed",
                        "call progressed",
                        "call established",
                        "call ended");
        assertThat(one.messagesWith("407")).hasSize(2);
        assertThat(two.messages)
                .as("credentials stay with the proxy")
                .noneMatch(m -> m.startsWith("< INVITE") && m.contains("Proxy-Authorization"));
        assertThat(one.messagesWith("408")).isEmpty();
    }

    @Test
    void cancelsACallThatRings() throws IOException {
        Kamailio kamailio = start(Kamailio.Settings.USUAL);
        OneSoftphone one = softphone(kamailio, "u1", Kamailio.PASSWORD);
        OneSoftphone two = softphone(kamailio, "u2", Kamailio.PASSWORD, Duration.ofMinutes(5));
        register(one);
        register(two);
        one.tell((s, wire) -> s.placeCall(identity("u2", ""), wire));
        one.awaitEvent("call progressed");
        one.tell(SignalingSession::endCall);

        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> one.messagesWith("487").size() == 1);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> two.messagesWith("< ACK").size() == 1);
        assertThat(one.events).endsWith("call placed", "call progressed");
        assertThat(two.messagesWith("< CANCEL")).hasSize(1);
    }

    @Test
    void hearsThatTheCalleeIsBusyOrNotThere() throws IOException {
        Kamailio kamailio = start(Kamailio.Settings.USUAL);
        OneSoftphone one = softphone(kamailio, "u1", Kamailio.PASSWORD);
        OneSoftphone two = softphone(kamailio, "u2", Kamailio.PASSWORD);
        OneSoftphone three = softphone(kamailio, "u3", Kamailio.PASSWORD);
        register(one);
        register(two);
        register(three);
        one.tell((s, wire) -> s.placeCall(identity("nobody", ""), wire));
        one.awaitEvent("call rejected sip/404");

        two.tell((s, wire) -> s.placeCall(identity("u3", ""), wire));
        two.awaitEvent("call established");
        one.tell((s, wire) -> s.placeCall(identity("u3", ""), wire));
        one.awaitEvent("call rejected sip/486");
    }

    private Kamailio start(Kamailio.Settings settings) throws IOException {
        Kamailio kamailio = Kamailio.start(directory, settings);
        opened.add(kamailio);
        return kamailio;
    }

    private OneSoftphone softphone(Kamailio kamailio, String user, String password) {
        return softphone(kamailio, user, password, ANSWER_AFTER);
    }

    private OneSoftphone softphone(Kamailio kamailio, String user, String password, Duration answerAfter) {
        OneSoftphone softphone = new OneSoftphone(
                client,
                kamailio.url(),
                new SipSignaling(test(kamailio, answerAfter)),
                identity(user, password),
                user.hashCode());
        opened.add(softphone);
        return softphone;
    }

    private static void register(OneSoftphone softphone) {
        softphone.tell(SignalingSession::begin);
        softphone.awaitEvent("registered");
    }

    private static void awaitCounter(Kamailio kamailio, String name, long value) {
        Awaitility.await(name)
                .atMost(20, TimeUnit.SECONDS)
                .ignoreException(IOException.class)
                .until(() -> kamailio.counters().getOrDefault(name, -1L) == value);
    }

    private static Identity identity(String user, String password) {
        return new Identity(user, Optional.empty(), Map.of("username", user, "password", password));
    }

    private static LoadTest test(Kamailio kamailio, Duration answerAfter) {
        Gateway gateway = new Gateway(
                kamailio.url(),
                URI.create(kamailio.url()),
                Optional.of("sip"),
                Map.of(),
                new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                new Gateway.SipOverWebSocket(Kamailio.DOMAIN, 600));
        CallPlan plan = new CallPlan(
                CallPlan.Direction.Inbound,
                CallPlan.Originator.Peer,
                CallPlan.Start.AsRegistered,
                Optional.empty(),
                answerAfter,
                Duration.ofMinutes(1),
                List.of());
        Duration patience = Duration.ofSeconds(30);
        return new LoadTest(
                "kamailio",
                1,
                gateway,
                new Identities.Generated("u{index}", List.of(), Optional.empty()),
                new Arrival.AtOnce(),
                Duration.ZERO,
                Duration.ZERO,
                new Cycles(1, Duration.ZERO),
                Optional.empty(),
                Optional.of(plan),
                new Timeouts(patience, patience, patience, patience, patience),
                new KeepAlive(KeepAlive.Kind.None, patience, patience, 1, 0),
                new Retry(Retry.Profile.None, patience, 100, patience, Retry.Jitter.None, 0, false, List.of()),
                new Limits(OptionalInt.empty(), OptionalInt.empty()),
                List.of(),
                Placement.ANYWHERE,
                List.of(),
                Optional.empty(),
                1);
    }
}
