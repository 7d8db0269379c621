package dev.softphone.loadtest.runner.signaling.generic;

import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.ASKED;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.gateway;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.generic;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.rest;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.session;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.ApplicationPing;
import dev.softphone.loadtest.model.Gateway.Contains;
import dev.softphone.loadtest.model.Gateway.Fixed;
import dev.softphone.loadtest.model.Gateway.Group;
import dev.softphone.loadtest.model.Gateway.JsonEquals;
import dev.softphone.loadtest.model.Gateway.Matches;
import dev.softphone.loadtest.model.Gateway.MessageStep;
import dev.softphone.loadtest.model.Gateway.Pointer;
import dev.softphone.loadtest.model.Gateway.Rejection;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GenericSessionTest {

    private static final Rejection REJECTION = new Rejection(
            new JsonEquals("/type", "error"), new Pointer("/code"), Optional.of(new Pointer("/retryAfter")));
    private static final MessageStep LOGIN = step(
            Stage.REGISTER,
            "{\"type\":\"login\",\"user\":\"${identity.username}\",\"ref\":\"${random.uuid}\"}",
            new JsonEquals("/ref", "${random.uuid}"),
            List.of(REJECTION),
            Map.of("sid", new Pointer("/session/id")));

    private final FakeWire wire = new FakeWire();

    @Test
    void fetchesATokenThenLogsInThenConnectsThenRegisters() {
        SignalingSession session = session(gateway(
                "wss://gw.example:8443/s/${id}?t=${rest.token.access_token}",
                Map.of("Authorization", "Bearer ${access_token}"),
                generic(
                        List.of(
                                rest(
                                        "token",
                                        Stage.TOKEN,
                                        "https://login.example/oauth",
                                        Optional.of("user=${identity.username}&password=${identity.password}"),
                                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                        "access_token"),
                                rest(
                                        "channel",
                                        Stage.LOGIN,
                                        "/channels",
                                        Optional.of("{\"n\":${attempt},\"p\":\"${identity.password}\"}"),
                                        Map.of("Authorization", "Bearer ${access_token}"),
                                        "id")),
                        List.of(LOGIN))));

        session.begin(wire);
        RestRequest token = asked("rest token");
        assertThat(token.uri()).isEqualTo(URI.create("https://login.example/oauth"));
        assertThat(token.body()).contains("user=ann&password=s3cret%20%22pw%22");

        session.restAnswered(ASKED, new RestAnswer(200, Map.of(), "{\"access_token\":\"t+1/2=\"}"), wire);
        assertThat(wire.concealed).containsExactly("t+1/2=");
        RestRequest channel = asked("done token", "rest channel");
        assertThat(channel.uri()).isEqualTo(URI.create("https://gw.example:8443/channels"));
        assertThat(channel.body()).contains("{\"n\":1,\"p\":\"s3cret \\\"pw\\\"\"}");
        assertThat(channel.headers())
                .containsOnly(
                        Map.entry("Authorization", "Bearer t+1/2="), Map.entry("Content-Type", "application/json"));

        session.restAnswered(ASKED, new RestAnswer(201, Map.of(), "{\"id\":\"c 9\"}"), wire);
        assertThat(wire.news()).containsExactly("done login", "connect /s/c%209?t=t%2B1/2%3D");
        assertThat(Objects.requireNonNull(wire.upgrade).headers())
                .containsExactly(Map.entry("Authorization", "Bearer t+1/2="));

        session.opened(wire);
        assertThat(wire.news()).hasSize(2).first().isEqualTo("begin register");
        String reference = Objects.requireNonNull(wire.sent).replaceAll(".*\"ref\":\"([^\"]+)\".*", "$1");
        assertThat(reference).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

        session.received("{\"ref\":\"another\",\"session\":{\"id\":\"x\"}}", wire);
        session.received("not for us", wire);
        assertThat(wire.news()).isEmpty();
        session.received("{\"ref\":\"" + reference + "\",\"session\":{\"id\":\"x\"}}", wire);
        assertThat(wire.news()).containsExactly("done register", "registered");
    }

    @Test
    void tellsWhichLimitAnUnacceptedAnswerNames() {
        SignalingSession session = session(gateway(
                "ws://gw.example",
                Map.of(),
                generic(List.of(rest("token", Stage.TOKEN, "/oauth", Optional.empty(), Map.of())), List.of())));
        session.begin(wire);
        session.restAnswered(
                ASKED,
                new RestAnswer(
                        429,
                        Map.of("retry-after", "7", "inin-ratelimit-allowed", "300", "server", "edge", "date", "x"),
                        "{\"code\":\"too.many.requests\",\"message\":\"for s3cret \\\"pw\\\" wait\",\"status\":429}"),
                wire);

        assertThat(wire.news()).containsExactly("rest token", "rejected token http/429");
        assertThat(wire.refusal)
                .isEqualTo(new Refusal(
                        "http/429",
                        "too.many.requests: for *** wait",
                        OptionalLong.of(7_000),
                        Map.of("retry-after", "7", "inin-ratelimit-allowed", "300", "server", "edge")));
    }

    @Test
    void failsWhenAnAcceptedAnswerLacksAValue() {
        SignalingSession session = session(gateway(
                "ws://gw.example",
                Map.of(),
                generic(
                        List.of(rest("token", Stage.TOKEN, "/oauth", Optional.empty(), Map.of(), "access_token")),
                        List.of())));
        session.begin(wire);
        session.restAnswered(ASKED, new RestAnswer(200, Map.of(), "{\"access_token\":null}"), wire);

        assertThat(wire.news()).containsExactly("rest token", "failed token protocol/missing-value");
        assertThat(wire.detail).isEqualTo("call token: required access_token, observed none");
    }

    @Test
    void blamesItselfWhenTheIdentityLacksAColumn() {
        SignalingSession session =
                session(gateway("ws://gw.example/${identity.tenant}", Map.of(), generic(List.of(), List.of())));
        session.begin(wire);

        assertThat(wire.news()).containsExactly("failed upgrade local/missing-value");
        assertThat(wire.detail).contains("${identity.tenant}");
    }

    @Test
    void doesNotLetAnAnswerWriteHeadersOfItsOwn() {
        SignalingSession session = session(gateway(
                "ws://gw.example",
                Map.of("X-Token", "${token}"),
                generic(List.of(rest("token", Stage.TOKEN, "/t", Optional.empty(), Map.of(), "token")), List.of())));
        session.begin(wire);
        session.restAnswered(ASKED, new RestAnswer(200, Map.of(), "{\"token\":\"a\\r\\nHost: evil\"}"), wire);

        assertThat(wire.news()).endsWith("failed upgrade protocol/invalid-value");
        assertThat(wire.upgrade).isNull();
    }

    @Test
    void takesAMessageThatSaysNoAsTheGatewaysAnswer() {
        SignalingSession session = registering(LOGIN);
        session.received(
                "{\"type\":\"error\",\"code\":\"quota exceeded\",\"message\":\"s3cret \\\"pw\\\" is full\",\"retryAfter\":3}",
                wire);

        assertThat(wire.news()).containsExactly("rejected register app/quota-exceeded");
        assertThat(Objects.requireNonNull(wire.refusal).retryAfterMillis()).hasValue(3_000);
        assertThat(wire.refusal.detail()).isEqualTo("quota exceeded: *** is full");
    }

    @Test
    void checksForRejectionBeforeSuccess() {
        SignalingSession session = registering(step(
                Stage.REGISTER,
                "hello",
                new Contains("hello"),
                List.of(new Rejection(new Matches("^no "), new Fixed("no"), Optional.empty())),
                Map.of()));
        session.received("no hello", wire);

        assertThat(wire.news()).containsExactly("rejected register app/no");
    }

    @Test
    void takesNeighbouringStepsOfOneStageAsOneStage() {
        MessageStep hello =
                step(Stage.AUTH, "hello", new Contains("salt"), List.of(), Map.of("salt", new Group("=(\\w+)")));
        MessageStep proof = step(Stage.AUTH, "proof ${salt}", new Contains("ok"), List.of(), Map.of());
        MessageStep bind = step(Stage.REGISTER, "bind", new Contains("bound"), List.of(), Map.of());
        SignalingSession session =
                session(gateway("ws://gw.example", Map.of(), generic(List.of(), List.of(hello, proof, bind))));
        session.begin(wire);
        session.opened(wire);
        session.received("salt=NaCl", wire);
        session.received("ok", wire);
        session.received("bound", wire);

        assertThat(wire.news())
                .containsExactly(
                        "connect /",
                        "begin auth",
                        "send hello",
                        "send proof NaCl",
                        "done auth",
                        "begin register",
                        "send bind",
                        "done register",
                        "registered");
    }

    @Test
    void isRegisteredOnceOpenWithoutSteps() {
        SignalingSession session = session(gateway("ws://gw.example", Map.of(), generic(List.of(), List.of())));
        session.begin(wire);
        session.opened(wire);

        assertThat(wire.news()).containsExactly("connect /", "registered");
    }

    @Test
    void doesNotWaitForAnAnswerThatIsNotExpected() {
        MessageStep blind =
                new MessageStep("blind", Stage.REGISTER, Optional.of("hi"), Optional.empty(), List.of(), Map.of());
        SignalingSession session = session(gateway("ws://gw.example", Map.of(), generic(List.of(), List.of(blind))));
        session.begin(wire);
        session.opened(wire);

        assertThat(wire.news())
                .containsExactly("connect /", "begin register", "send hi", "done register", "registered");
    }

    @Test
    void learnsAnewInEveryAttempt() {
        SignalingSession session = session(gateway(
                "ws://gw.example/${attempt}",
                Map.of(),
                generic(
                        List.of(rest("token", Stage.TOKEN, "/t", Optional.empty(), Map.of(), "token")),
                        List.of(step(Stage.REGISTER, "${token}", new Contains("ok"), List.of(), Map.of())))));
        for (int attempt = 1; attempt <= 2; attempt++) {
            session.begin(wire);
            session.restAnswered(ASKED, new RestAnswer(200, Map.of(), "{\"token\":\"t" + attempt + "\"}"), wire);
            session.opened(wire);
            assertThat(wire.news())
                    .containsExactly(
                            "rest token", "done token", "connect /" + attempt, "begin register", "send t" + attempt);
        }
    }

    @Test
    void answersAPingOnlyByWhatThePingExpects() {
        SignalingSession session = session(gateway(
                "ws://gw.example",
                Map.of(),
                generic(
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.of(new ApplicationPing(
                                "{\"ping\":\"${random.uuid}\"}", new JsonEquals("/pong", "${random.uuid}"))))));
        session.begin(wire);
        session.opened(wire);
        wire.news();
        session.ping(wire);
        String ping = Objects.requireNonNull(wire.sent);
        wire.news();

        session.received("{\"pong\":\"other\"}", wire);
        assertThat(wire.news()).isEmpty();
        session.received(ping.replace("ping", "pong"), wire);
        session.received(ping.replace("ping", "pong"), wire);
        assertThat(wire.news()).containsExactly("pong");
    }

    @Test
    void placesACallByAMediaOfferOverRestAndStepsOnTheSocket() {
        SignalingSession session = calling();
        session.placeCall(new Identity("bob", Optional.empty(), Map.of()), wire);
        assertThat(wire.news()).containsExactly("callPlaced", "rest offer");
        assertThat(Objects.requireNonNull(wire.rest).uri()).hasPath("/offers/bob");

        session.restAnswered(ASKED, new RestAnswer(201, Map.of(), "{\"call\":\"c1\"}"), wire);
        session.received("{\"call\":\"c1\",\"state\":\"answered\"}", wire);
        assertThat(wire.news())
                .containsExactly(
                        "callProgressed", "done media", "send {\"call\":\"c1\",\"sdp\":\"v=0\"}", "callEstablished");

        session.endCall(wire);
        session.endCall(wire);
        assertThat(wire.news()).containsExactly("callEnded true");
    }

    @Test
    void rejectsTheCallAndKeepsTheConnectionWhenTheOfferIsRefused() {
        SignalingSession session = calling();
        session.placeCall(null, wire);
        assertThat(Objects.requireNonNull(wire.rest).uri()).hasPath("/offers/echo");
        session.restAnswered(ASKED, new RestAnswer(429, Map.of("retry-after", "2"), ""), wire);
        assertThat(wire.news()).containsExactly("callPlaced", "rest offer", "callProgressed", "callRejected http/429");
        assertThat(Objects.requireNonNull(wire.refusal).retryAfterMillis()).hasValue(2_000);

        session.placeCall(null, wire);
        session.restAnswered(ASKED, new RestAnswer(200, Map.of(), "{\"call\":\"c2\"}"), wire);
        session.received("{\"type\":\"error\",\"code\":488}", wire);
        assertThat(wire.news()).endsWith("callRejected app/488");

        session.leave(wire);
        assertThat(wire.news()).containsExactly("left");
    }

    @Test
    void hasNothingToSayAboutACallThatWasEndedBeforeItsAnswer() {
        SignalingSession session = calling();
        session.placeCall(null, wire);
        session.endCall(wire);
        wire.news();
        session.restAnswered(ASKED, new RestAnswer(200, Map.of(), "{\"call\":\"c2\"}"), wire);

        assertThat(wire.news()).isEmpty();
    }

    @Test
    void refusesAGatewayWithAReferenceThatNothingDefines() {
        Gateway gateway = gateway("ws://gw.example/${token}", Map.of(), generic(List.of(), List.of()));

        assertThatThrownBy(() -> GenericSignaling.of(gateway, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gateway.url: required one of")
                .hasMessageEndingWith("observed ${token}");
    }

    private SignalingSession registering(MessageStep step) {
        SignalingSession session = session(gateway("ws://gw.example", Map.of(), generic(List.of(), List.of(step))));
        session.begin(wire);
        session.opened(wire);
        wire.news();
        return session;
    }

    private SignalingSession calling() {
        SignalingSession session = session(gateway(
                "ws://gw.example",
                Map.of(),
                generic(
                        List.of(rest(
                                "offer",
                                Stage.MEDIA,
                                "/offers/${callee.username}",
                                Optional.of("{}"),
                                Map.of(),
                                "call")),
                        List.of(),
                        List.of(step(
                                Stage.ESTABLISHED,
                                "{\"call\":\"${call}\",\"sdp\":\"v=0\"}",
                                new JsonEquals("/state", "answered"),
                                List.of(REJECTION),
                                Map.of())),
                        Optional.empty())));
        session.begin(wire);
        session.opened(wire);
        wire.news();
        return session;
    }

    private RestRequest asked(String... news) {
        assertThat(wire.news()).containsExactly(news);
        return Objects.requireNonNull(wire.rest);
    }
}
