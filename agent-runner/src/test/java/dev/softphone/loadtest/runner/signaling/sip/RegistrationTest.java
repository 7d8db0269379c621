package dev.softphone.loadtest.runner.signaling.sip;

import static dev.softphone.loadtest.runner.signaling.sip.Softphones.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.runner.signaling.Refusal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final String CHALLENGE =
            "Digest realm=\"example.test\", nonce=\"n1\", qop=\"auth\", algorithm=SHA-256";

    private final RecordingWire wire = new RecordingWire();
    private final SipSession session = Softphones.session("u1", 1);

    @BeforeEach
    void open() {
        session.begin(wire);
        assertThat(wire.takeEffects()).containsExactly("connect /sip");
        session.opened(wire);
    }

    @Test
    void registersAsRfc7118AndRfc5626Want() throws MalformedSipException {
        SipRequest register = wire.takeRequest();

        assertThat(register.uri()).isEqualTo("sip:example.test");
        String via = register.headers().required("Via");
        assertThat(via).matches("SIP/2.0/WSS [a-z0-9]+\\.invalid;branch=z9hG4bK[a-z0-9]+;rport");
        assertThat(register.headers().required("To")).isEqualTo("<sip:u1@example.test>");
        assertThat(register.fromTag()).isNotBlank();
        assertThat(register.headers().required("CSeq")).isEqualTo("1 REGISTER");
        assertThat(register.headers().required("Supported")).contains("path").contains("outbound");
        assertThat(register.headers().required("Contact"))
                .matches("<sip:u1@[a-z0-9]+\\.invalid;transport=ws>;reg-id=1;"
                        + "\\+sip\\.instance=\"<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>\";"
                        + "expires=600");
        assertThat(register.headers().first("Authorization")).isNull();
    }

    @Test
    void answersTheChallengeWithinStageAuth() throws MalformedSipException {
        challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE);
        SipRequest second = wire.takeRequest();
        session.received(answer(second, 200, "OK", "Expires", "600"), wire);

        assertThat(wire.takeEffects())
                .containsExactly(
                        "register begins",
                        "send REGISTER sip:example.test SIP/2.0",
                        "auth begins",
                        "send REGISTER sip:example.test SIP/2.0",
                        "auth done",
                        "registered");
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.headers().required("Authorization"))
                .startsWith("Digest username=\"u1\"")
                .contains("uri=\"sip:example.test\"")
                .contains("nc=00000001")
                .doesNotContain("secret");
    }

    @Test
    void registersWithoutChallengeWithoutStageAuth() throws MalformedSipException {
        session.received(answer(wire.takeRequest(), 200, "OK"), wire);

        assertThat(wire.takeEffects())
                .containsExactly("register begins", "send REGISTER sip:example.test SIP/2.0", "registered");
    }

    @Test
    void callsASecondChallengeARefusalOfTheCredentials() throws MalformedSipException {
        challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE);
        challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE.replace("n1", "n2"));

        assertThat(wire.takeEffects()).endsWith("rejected auth sip/401");
        assertThat(wire.refusals.get(0).detail()).isEqualTo("credentials refused; Unauthorized");
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void countsA403ToCredentialsForAuthAndOneWithoutForRegister() throws MalformedSipException {
        SipRequest first = wire.takeRequest();
        challenge(first, "WWW-Authenticate", CHALLENGE);
        session.received(answer(wire.takeRequest(), 403, "Forbidden"), wire);
        assertThat(wire.takeEffects()).endsWith("rejected auth sip/403");

        session.begin(wire);
        session.opened(wire);
        session.received(answer(wire.takeRequest(), 403, "Forbidden"), wire);
        assertThat(wire.takeEffects()).endsWith("rejected register sip/403");
    }

    @Test
    void retriesSilentlyWhenOnlyTheNonceWasStale() throws MalformedSipException {
        challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE);
        challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE.replace("n1", "n2") + ", stale=true");
        SipRequest third = wire.takeRequest();
        session.received(answer(third, 200, "OK"), wire);

        assertThat(wire.takeEffects())
                .filteredOn(e -> !e.startsWith("send"))
                .containsExactly("register begins", "auth begins", "auth done", "registered");
        assertThat(third.headers().required("Authorization"))
                .contains("nonce=\"n2\"")
                .contains("nc=00000001");
    }

    @Test
    void doesNotFollowAGatewayThatCallsEveryNonceStale() throws MalformedSipException {
        int requests = 0;
        while (wire.refusals.isEmpty()) {
            requests++;
            assertThat(requests).as("requests").isLessThan(10);
            challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE + ", stale=true");
        }
        assertThat(wire.refusals.get(0).code()).isEqualTo("sip/401");
    }

    @Test
    void answersAProxyAndARegistrarBoth() throws MalformedSipException {
        challenge(wire.takeRequest(), "Proxy-Authenticate", CHALLENGE.replace("n1", "p1"));
        challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE);
        SipRequest third = wire.takeRequest();

        assertThat(third.headers().required("Proxy-Authorization"))
                .contains("\"p1\"")
                .contains("nc=00000002");
        assertThat(third.headers().required("Authorization")).contains("\"n1\"").contains("nc=00000001");
    }

    @Test
    void saysWhyAChallengeCannotBeAnswered() throws MalformedSipException {
        challenge(wire.takeRequest(), "WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5");

        assertThat(wire.takeEffects()).endsWith("rejected auth sip/401");
        assertThat(wire.refusals.get(0).detail()).startsWith("no Digest challenge with");
    }

    @Test
    void refreshesBetween50And90PercentOfWhatItsOwnContactWasGranted() throws MalformedSipException {
        double earliest = 1;
        double latest = 0;
        for (long seed = 0; seed < 500; seed++) {
            RecordingWire own = new RecordingWire();
            SipSession softphone = Softphones.session("u1", seed);
            softphone.begin(own);
            softphone.opened(own);
            SipRequest register = own.takeRequest();
            String contact = register.headers().required("Contact").replace("expires=600", "expires=100");
            softphone.received(
                    answer(
                            register,
                            200,
                            "OK",
                            "Contact",
                            "<sip:u1@other.invalid>;expires=9, " + contact,
                            "Expires",
                            "7"),
                    own);
            double share = Objects.requireNonNull(own.timers.get(SipTimers.REFRESH)) / 100_000.0;
            assertThat(share).as("seed %d", seed).isBetween(0.5, 0.9);
            earliest = Math.min(earliest, share);
            latest = Math.max(latest, share);
        }
        assertThat(earliest).isLessThan(0.55);
        assertThat(latest).isGreaterThan(0.85);
    }

    @Test
    void takesTheExpiresHeaderWhereItsContactSaysNothing() throws MalformedSipException {
        session.received(answer(wire.takeRequest(), 200, "OK", "Expires", "10"), wire);

        assertThat(wire.timers.get(SipTimers.REFRESH)).isBetween(5_000L, 9_000L);
    }

    @Test
    void refreshesWithTheSameNonceAndARisingCount() throws MalformedSipException {
        register();
        session.timer(SipTimers.REFRESH, wire);
        SipRequest refresh = wire.takeRequest();
        assertThat(refresh.sequence()).isEqualTo(3);
        assertThat(refresh.headers().required("Authorization"))
                .contains("nonce=\"n1\"")
                .contains("nc=00000002");
        assertThat(wire.timers).containsEntry(SipTimers.REFRESH_TIMEOUT, 32_000L);

        wire.timers.clear();
        session.received(answer(refresh, 200, "OK", "Expires", "600"), wire);

        assertThat(wire.timers).containsOnlyKeys(SipTimers.REFRESH);
        assertThat(wire.takeEffects()).filteredOn(e -> !e.startsWith("send")).isEmpty();
    }

    @Test
    void answersAFreshChallengeToARefresh() throws MalformedSipException {
        register();
        session.timer(SipTimers.REFRESH, wire);
        challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE.replace("n1", "n2"));
        SipRequest again = wire.takeRequest();

        assertThat(again.headers().required("Authorization"))
                .contains("nonce=\"n2\"")
                .contains("nc=00000001");
        session.received(answer(again, 200, "OK"), wire);
        assertThat(wire.takeEffects()).filteredOn(e -> !e.startsWith("send")).isEmpty();
    }

    @Test
    void tellsOfARefusedRefresh() throws MalformedSipException {
        register();
        session.timer(SipTimers.REFRESH, wire);
        session.received(
                answer(wire.takeRequest(), 503, "Service Unavailable", "Retry-After", "7 (busy);duration=60"), wire);

        assertThat(wire.takeEffects()).endsWith("rejected register sip/503");
        assertThat(wire.refusals.get(0).retryAfterMillis()).hasValue(7_000);
    }

    @Test
    void tellsOfARefreshThatNobodyAnswers() throws MalformedSipException {
        register();
        session.timer(SipTimers.REFRESH, wire);
        session.timer(SipTimers.REFRESH_TIMEOUT, wire);

        assertThat(wire.takeEffects())
                .endsWith("failed register timeout/register: no answer to the refresh within 32000 ms");
    }

    @Test
    void asksAgainOnceForTheMinimumOfA423() throws MalformedSipException {
        session.received(answer(wire.takeRequest(), 423, "Interval Too Brief", "Min-Expires", "1800"), wire);
        SipRequest second = wire.takeRequest();
        assertThat(second.headers().required("Expires")).isEqualTo("1800");
        assertThat(second.headers().required("Contact")).endsWith(";expires=1800");

        session.received(answer(second, 423, "Interval Too Brief", "Min-Expires", "3600"), wire);
        assertThat(wire.takeEffects()).endsWith("rejected register sip/423");
    }

    @Test
    void doesNotFollowARedirection() throws MalformedSipException {
        session.received(answer(wire.takeRequest(), 302, "Moved Temporarily", "Contact", "<sip:elsewhere.test>"), wire);

        assertThat(wire.takeEffects()).endsWith("rejected register sip/302");
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void keepsWhatTheGatewayWroteAboutARefusal() throws MalformedSipException {
        session.received(
                answer(
                        wire.takeRequest(),
                        503,
                        "Service Unavailable",
                        "Server",
                        "edge/1.2",
                        "Warning",
                        "399 edge \"too many registrations\"",
                        "Retry-After",
                        "120"),
                wire);

        Refusal refusal = wire.refusals.get(0);
        assertThat(refusal.code()).isEqualTo("sip/503");
        assertThat(refusal.detail()).isEqualTo("Service Unavailable; 399 edge \"too many registrations\"");
        assertThat(refusal.retryAfterMillis()).hasValue(120_000);
        assertThat(refusal.hints())
                .containsEntry("server", "edge/1.2")
                .containsEntry("retry-after", "120")
                .containsEntry("warning", "399 edge \"too many registrations\"");
    }

    @Test
    void masksThePasswordThatTheGatewayQuotes() throws MalformedSipException {
        String cut = "x".repeat(250) + "secret";
        session.received(
                answer(wire.takeRequest(), 403, "secret is used up", "Warning", "399 gw \"secret\"", "Server", cut),
                wire);

        Refusal refusal = wire.refusals.get(0);
        assertThat(refusal.detail()).isEqualTo("*** is used up; 399 gw \"***\"");
        assertThat(refusal.hints())
                .containsEntry("warning", "399 gw \"***\"")
                .containsEntry("server", "x".repeat(250) + "***");
    }

    @Test
    void boundsWhatItQuotes() throws MalformedSipException {
        session.received(answer(wire.takeRequest(), 500, "x".repeat(5_000), "Server", "s".repeat(5_000)), wire);

        assertThat(wire.refusals.get(0).detail()).hasSize(256);
        assertThat(wire.refusals.get(0).hints().get("server")).hasSize(256);
    }

    @Test
    void ignoresProvisionalAnswersAndAnswersToOtherRequests() throws MalformedSipException {
        SipRequest register = wire.takeRequest();
        wire.takeEffects();
        session.received(answer(register, 100, "Trying"), wire);
        session.received(answer(register, 200, "OK").replace("CSeq: 1 ", "CSeq: 9 "), wire);
        session.received(answer(register, 200, "OK").replace("Call-ID: ", "Call-ID: x"), wire);

        assertThat(wire.effects).isEmpty();
    }

    @Test
    void failsAnAttemptWhoseAnswerIsNotSipAndDropsNonsenseLater() throws MalformedSipException {
        session.received("<html>Bad Gateway</html>", wire);
        assertThat(wire.takeEffects().get(2)).startsWith("failed register protocol/sip: a request line is");

        session.begin(wire);
        wire.takeSent();
        session.opened(wire);
        session.received(answer(wire.takeRequest(), 200, "OK"), wire);
        wire.takeEffects();
        session.received("<html>Bad Gateway</html>", wire);
        assertThat(wire.effects).isEmpty();
    }

    @Test
    void unregistersWithTheNonceItHas() throws MalformedSipException {
        register();
        session.leave(wire);
        SipRequest unregister = wire.takeRequest();

        assertThat(unregister.headers().required("Expires")).isEqualTo("0");
        assertThat(unregister.headers().required("Contact")).endsWith(";expires=0");
        assertThat(unregister.headers().required("Authorization"))
                .contains("nonce=\"n1\"")
                .contains("nc=00000002");
        assertThat(wire.timers).doesNotContainKey(SipTimers.REFRESH);

        challenge(unregister, "WWW-Authenticate", CHALLENGE.replace("n1", "n2"));
        SipRequest again = wire.takeRequest();
        assertThat(again.headers().required("Authorization"))
                .contains("nonce=\"n2\"")
                .contains("nc=00000001");
        assertThat(wire.effects).doesNotContain("left");

        session.received(answer(again, 200, "OK"), wire);
        assertThat(wire.takeEffects()).endsWith("left").doesNotContain("auth begins", "registered");
    }

    @Test
    void leavesEvenWhenTheGatewayRefusesThat() throws MalformedSipException {
        register();
        session.leave(wire);
        session.received(answer(wire.takeRequest(), 500, "Server Error"), wire);

        assertThat(wire.takeEffects()).endsWith("left");
        assertThat(wire.refusals).isEmpty();
    }

    @Test
    void waitsForARefreshUnderWayBeforeItLeaves() throws MalformedSipException {
        register();
        session.timer(SipTimers.REFRESH, wire);
        SipRequest refresh = wire.takeRequest();
        session.leave(wire);
        assertThat(wire.sent).isEmpty();

        session.received(answer(refresh, 200, "OK"), wire);
        SipRequest unregister = wire.takeRequest();
        assertThat(unregister.headers().required("Expires")).isEqualTo("0");
        session.received(answer(unregister, 200, "OK"), wire);
        assertThat(wire.takeEffects()).endsWith("left");
    }

    @Test
    void takesTheSamePlaceAgainAfterAReconnect() throws MalformedSipException {
        SipRequest first = wire.takeRequest();
        session.begin(wire);
        session.opened(wire);
        SipRequest second = wire.takeRequest();

        assertThat(second.headers().required("Contact"))
                .isEqualTo(first.headers().required("Contact"));
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.headers().first("Authorization")).isNull();
    }

    @Test
    void tellsSoftphonesApart() throws MalformedSipException {
        RecordingWire other = new RecordingWire();
        SipSession second = Softphones.session("u1", 2);
        second.begin(other);
        second.opened(other);

        SipRequest a = wire.takeRequest();
        SipRequest b = other.takeRequest();
        assertThat(a.callId()).isNotEqualTo(b.callId());
        assertThat(a.branch()).isNotEqualTo(b.branch());
        assertThat(a.headers().required("Contact")).isNotEqualTo(b.headers().required("Contact"));
    }

    @Test
    void pingsWithTwoLineEndsAndTakesOneForThePong() {
        wire.takeEffects();
        session.ping(wire);
        assertThat(wire.takeSent()).endsWith("\r\n\r\n");
        session.received("\r\n", wire);
        session.received("\r\n\r\n", wire);

        assertThat(wire.takeSent()).containsExactly("\r\n");
        assertThat(wire.takeEffects()).containsExactly("send CRLF x2", "pong", "send CRLF x1");
    }

    @Test
    void passesOnTheFlowTimer() throws MalformedSipException {
        session.received(answer(wire.takeRequest(), 200, "OK", "Flow-Timer", "25"), wire);

        assertThat(wire.takeEffects()).endsWith("keep-alive within 25000", "registered");
    }

    @Test
    void escapesUserNamesThatAreNoSipUser() throws MalformedSipException {
        RecordingWire own = new RecordingWire();
        SipSession softphone = Softphones.session("a b@c\r\nX: \"y\"é", 3);
        softphone.begin(own);
        softphone.opened(own);
        SipRequest register = own.takeRequest();
        softphone.received(answer(register, 401, "Unauthorized", "WWW-Authenticate", CHALLENGE), own);

        assertThat(register.headers().required("To"))
                .isEqualTo("<sip:a%20b%40c%0D%0AX%3A%20%22y%22%C3%A9@example.test>");
        assertThat(own.takeRequest().headers().required("Authorization"))
                .startsWith("Digest username=\"a b@cX: \\\"y\\\"é\"");
    }

    @Test
    void answersOptionsWithWhatItTakes() throws MalformedSipException {
        wire.takeSent();
        session.received(
                SipText.request("OPTIONS", "sip:u1@x.invalid")
                        .header("Via", "SIP/2.0/WSS gw.test;branch=z9hG4bK7")
                        .header("From", "<sip:ping@gw.test>;tag=1")
                        .header("To", "<sip:u1@example.test>")
                        .header("Call-ID", "ping")
                        .header("CSeq", "5 OPTIONS")
                        .end(),
                wire);

        SipResponse response = wire.takeResponse();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().required("Allow")).contains("INVITE");
        assertThat(response.branch()).isEqualTo("z9hG4bK7");
        assertThat(response.toTag()).isNotBlank();
    }

    private void register() throws MalformedSipException {
        challenge(wire.takeRequest(), "WWW-Authenticate", CHALLENGE);
        session.received(answer(wire.takeRequest(), 200, "OK", "Expires", "600"), wire);
        List<String> effects = wire.takeEffects();
        assertThat(effects).endsWith("registered");
    }

    private void challenge(SipRequest request, String header, String challenge) {
        boolean proxy = header.startsWith("Proxy");
        session.received(
                proxy
                        ? answer(request, 407, "Proxy Authentication Required", header, challenge)
                        : answer(request, 401, "Unauthorized", header, challenge),
                wire);
    }
}
