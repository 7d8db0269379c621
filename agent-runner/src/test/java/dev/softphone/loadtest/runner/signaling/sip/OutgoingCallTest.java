package dev.softphone.loadtest.runner.signaling.sip;

import static dev.softphone.loadtest.runner.signaling.sip.Softphones.answer;
import static dev.softphone.loadtest.runner.signaling.sip.Softphones.describedAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutgoingCallTest {
    private static final String[] CALLEE = {"Contact", "<sip:u2@callee.invalid;transport=ws>"};
    private static final String CHALLENGE = "Digest realm=\"proxy.test\", nonce=\"p1\", qop=\"auth\"";

    private final RecordingWire wire = new RecordingWire();
    private SipSession session = Softphones.session("unused", 0);

    @BeforeEach
    void registerOne() throws MalformedSipException {
        session = Softphones.registered("u1", 1, Softphones.plan(CallPlan.Originator.Peer), wire);
    }

    @Test
    void placesACallThatIsAnswered() throws MalformedSipException {
        SipRequest invite = place();
        assertThat(wire.timers).containsEntry(SipTimers.CALL, 60_000L);
        session.received(answer(invite, 100, "Trying"), wire);
        assertThat(wire.takeEffects()).containsExactly("call placed", "send INVITE sip:u2@example.test SIP/2.0");
        session.received(answer(invite, 180, "Ringing"), wire);
        session.received(answer(invite, 183, "Session Progress"), wire);
        session.received(ok(invite, CALLEE), wire);

        assertThat(wire.takeEffects())
                .containsExactly(
                        "call progressed", "send ACK sip:u2@callee.invalid;transport=ws SIP/2.0", "call established");
        assertThat(wire.timers).doesNotContainKey(SipTimers.CALL);
        SipRequest ack = wire.takeRequest();
        assertThat(ack.headers().required("CSeq")).isEqualTo("1 ACK");
        assertThat(ack.toTag()).isEqualTo("gw");
        assertThat(ack.branch()).isNotEqualTo(invite.branch());
    }

    @Test
    void invitesWithAUsableOffer() throws MalformedSipException {
        SipRequest invite = place();

        assertThat(invite.headers().required("From")).startsWith("<sip:u1@example.test>;tag=");
        assertThat(invite.headers().required("To")).isEqualTo("<sip:u2@example.test>");
        assertThat(invite.headers().required("Contact")).matches("<sip:u1@[a-z0-9]+\\.invalid;transport=ws;ob>");
        assertThat(invite.headers().required("Supported"))
                .doesNotContain("timer")
                .doesNotContain("100rel");
        assertThat(invite.headers().required("Content-Type")).isEqualTo("application/sdp");
        assertThat(CannedAudio.problem(invite.body())).isNull();
    }

    @Test
    void takesA200WithoutProvisionalAnswerForProgressToo() throws MalformedSipException {
        session.received(ok(place(), CALLEE), wire);

        assertThat(wire.takeEffects())
                .filteredOn(e -> !e.startsWith("send"))
                .containsExactly("call placed", "call progressed", "call established");
    }

    @Test
    void followsTheRecordedRouteBackwardsToTheCalleesContact() throws MalformedSipException {
        session.received(
                ok(
                        place(),
                        "Record-Route",
                        "<sip:p2.test;lr>, <sip:p1.test;lr>",
                        "Record-Route",
                        "<sip:p0.test;lr>",
                        CALLEE[0],
                        CALLEE[1]),
                wire);
        SipRequest ack = wire.takeRequest();

        assertThat(ack.uri()).isEqualTo("sip:u2@callee.invalid;transport=ws");
        assertThat(ack.headers().fields("Route"))
                .containsExactly("<sip:p0.test;lr>", "<sip:p1.test;lr>", "<sip:p2.test;lr>");
    }

    @Test
    void addressesAStrictRouterFirst() throws MalformedSipException {
        session.received(ok(place(), "Record-Route", "<sip:p2.test;lr>, <sip:p1.test>", CALLEE[0], CALLEE[1]), wire);
        SipRequest ack = wire.takeRequest();

        assertThat(ack.uri()).isEqualTo("sip:p1.test");
        assertThat(ack.headers().fields("Route"))
                .containsExactly("<sip:p2.test;lr>", "<sip:u2@callee.invalid;transport=ws>");
    }

    @Test
    void answersAChallengeWithAnAckAndANewInvite() throws MalformedSipException {
        SipRequest first = place();
        session.received(answer(first, 407, "Proxy Authentication Required", "Proxy-Authenticate", CHALLENGE), wire);
        SipRequest ack = wire.takeRequest();
        SipRequest second = wire.takeRequest();

        assertThat(ack.method()).isEqualTo("ACK");
        assertThat(ack.uri()).isEqualTo(first.uri());
        assertThat(ack.branch()).isEqualTo(first.branch());
        assertThat(ack.headers().required("CSeq")).isEqualTo("1 ACK");
        assertThat(ack.toTag()).isEqualTo("gw");
        assertThat(second.headers().required("CSeq")).isEqualTo("2 INVITE");
        assertThat(second.branch()).isNotEqualTo(first.branch());
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.fromTag()).isEqualTo(first.fromTag());
        assertThat(second.toTag()).isNull();
        String credentials = second.headers().required("Proxy-Authorization");
        assertThat(credentials).contains("uri=\"sip:u2@example.test\"").contains("nc=00000001");
        assertThat(second.headers().first("Authorization")).isNull();

        session.received(ok(second, CALLEE), wire);
        assertThat(wire.takeRequest().headers().required("Proxy-Authorization")).isEqualTo(credentials);
        assertThat(wire.takeEffects()).endsWith("call established");
    }

    @Test
    void callsASecondChallengeARefusal() throws MalformedSipException {
        session.received(answer(place(), 407, "No", "Proxy-Authenticate", CHALLENGE), wire);
        wire.takeRequest();
        session.received(answer(wire.takeRequest(), 407, "No", "Proxy-Authenticate", CHALLENGE), wire);

        assertThat(wire.takeRequest().method()).isEqualTo("ACK");
        assertThat(wire.takeEffects()).endsWith("call rejected sip/407");
        assertThat(wire.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "302,Moved",
        "403,Forbidden",
        "404,Not Found",
        "408,Request Timeout",
        "480,Away",
        "486,Busy",
        "487,Gone",
        "488,No",
        "503,Full",
        "504,Late",
        "603,Decline"
    })
    void reportsARefusalAndFreesTheLine(int status, String reason) throws MalformedSipException {
        SipRequest invite = place();
        session.received(answer(invite, 180, "Ringing"), wire);
        session.received(answer(invite, status, reason, "Retry-After", "9"), wire);

        SipRequest ack = wire.takeRequest();
        assertThat(ack.method()).isEqualTo("ACK");
        assertThat(ack.branch()).isEqualTo(invite.branch());
        assertThat(wire.takeEffects()).endsWith("call rejected sip/" + status);
        assertThat(wire.refusals.get(0).retryAfterMillis()).hasValue(9_000);
        assertThat(wire.timers).doesNotContainKey(SipTimers.CALL);

        place();
        assertThat(wire.takeEffects()).contains("call placed").doesNotContain("call failed");
    }

    @Test
    void quotesTheWarningOfA488() throws MalformedSipException {
        session.received(
                answer(place(), 488, "Not Acceptable Here", "Warning", "305 gw \"Incompatible media format\""), wire);

        Refusal refusal = wire.refusals.get(0);
        assertThat(refusal.detail()).isEqualTo("Not Acceptable Here; 305 gw \"Incompatible media format\"");
        assertThat(refusal.hints()).containsEntry("warning", "305 gw \"Incompatible media format\"");
    }

    @Test
    void failsAndCancelsACallThatNobodyAnswersInTime() throws MalformedSipException {
        SipRequest invite = place();
        session.received(answer(invite, 180, "Ringing"), wire);
        session.timer(SipTimers.CALL, wire);

        assertThat(wire.takeEffects())
                .endsWith(
                        "call failed timeout/established: no final answer within 60000 ms, the last one was 180",
                        "send CANCEL sip:u2@example.test SIP/2.0");
        SipRequest cancel = wire.takeRequest();
        assertThat(cancel.branch()).isEqualTo(invite.branch());
        assertThat(cancel.headers().required("CSeq")).isEqualTo("1 CANCEL");

        session.received(answer(cancel, 200, "OK"), wire);
        session.received(answer(invite, 487, "Request Terminated"), wire);
        assertThat(wire.takeRequest().method()).isEqualTo("ACK");
        assertThat(wire.takeEffects()).containsExactly("send ACK sip:u2@example.test SIP/2.0");
    }

    @Test
    void saysWhenThereWasNoAnswerAtAll() throws MalformedSipException {
        place();
        session.timer(SipTimers.CALL, wire);

        assertThat(wire.takeEffects())
                .endsWith("call failed timeout/established: no final answer within 60000 ms, none at all");
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void cancelsOnlyAfterAProvisionalAnswerAndReportsNothingMore() throws MalformedSipException {
        SipRequest invite = place();
        session.endCall(wire);
        assertThat(wire.sent).isEmpty();
        wire.takeEffects();

        session.received(answer(invite, 100, "Trying"), wire);
        session.received(answer(invite, 180, "Ringing"), wire);
        assertThat(wire.takeRequest().method()).isEqualTo("CANCEL");
        session.received(answer(invite, 487, "Request Terminated"), wire);
        assertThat(wire.takeRequest().method()).isEqualTo("ACK");

        assertThat(wire.takeEffects()).allMatch(e -> e.startsWith("send")).hasSize(2);
    }

    @Test
    void hangsUpOnA200ThatCrossedItsCancel() throws MalformedSipException {
        SipRequest invite = place();
        session.received(answer(invite, 180, "Ringing"), wire);
        session.endCall(wire);
        assertThat(wire.takeRequest().method()).isEqualTo("CANCEL");
        wire.takeEffects();
        session.received(ok(invite, CALLEE), wire);

        assertThat(wire.takeRequest().method()).isEqualTo("ACK");
        assertThat(wire.takeRequest().method()).isEqualTo("BYE");
        assertThat(wire.takeEffects()).allMatch(e -> e.startsWith("send"));
    }

    @Test
    void hangsUpAnEstablishedCall() throws MalformedSipException {
        SipRequest invite = establish();
        session.endCall(wire);
        SipRequest bye = wire.takeRequest();

        assertThat(wire.takeEffects())
                .containsExactly("send BYE sip:u2@callee.invalid;transport=ws SIP/2.0", "call ended in order");
        assertThat(bye.headers().required("CSeq")).isEqualTo("2 BYE");
        assertThat(bye.callId()).isEqualTo(invite.callId());
        assertThat(bye.toTag()).isEqualTo("gw");
        session.received(answer(bye, 200, "OK"), wire);
        session.endCall(wire);
        assertThat(wire.takeEffects()).isEmpty();
    }

    @Test
    void givesTheByeTheCredentialsItIsAskedFor() throws MalformedSipException {
        establish();
        session.endCall(wire);
        SipRequest bye = wire.takeRequest();
        session.received(answer(bye, 407, "No", "Proxy-Authenticate", CHALLENGE), wire);
        SipRequest again = wire.takeRequest();

        assertThat(again.headers().required("CSeq")).isEqualTo("3 BYE");
        assertThat(again.headers().required("Proxy-Authorization"))
                .contains("uri=\"sip:u2@callee.invalid;transport=ws\"");
        session.received(answer(again, 407, "No", "Proxy-Authenticate", CHALLENGE), wire);
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void answersAFreshChallengeToAByeThatCarriedCredentials() throws MalformedSipException {
        session.received(answer(place(), 407, "No", "Proxy-Authenticate", CHALLENGE), wire);
        wire.takeRequest();
        session.received(ok(wire.takeRequest(), CALLEE), wire);
        wire.takeRequest();
        session.endCall(wire);
        SipRequest bye = wire.takeRequest();
        assertThat(bye.headers().required("Proxy-Authorization"))
                .contains("\"p1\"")
                .contains("nc=00000002");

        session.received(answer(bye, 407, "No", "Proxy-Authenticate", CHALLENGE.replace("p1", "p2")), wire);
        assertThat(wire.takeRequest().headers().required("Proxy-Authorization")).contains("\"p2\"");
    }

    @Test
    void takesTheOtherSidesBye() throws MalformedSipException {
        SipRequest invite = establish();
        session.received(fromCallee(invite, "BYE", 1, ""), wire);

        assertThat(wire.takeResponse().status()).isEqualTo(200);
        assertThat(wire.takeEffects()).containsExactly("send SIP/2.0 200 OK", "call ended in order");
        session.endCall(wire);
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void refusesAByeOfAnotherDialog() throws MalformedSipException {
        SipRequest invite = establish();
        session.received(fromCallee(invite, "BYE", 1, "").replace("tag=gw", "tag=other"), wire);

        assertThat(wire.takeResponse().status()).isEqualTo(481);
        assertThat(wire.takeEffects()).containsExactly("send SIP/2.0 481 Call/Transaction Does Not Exist");
    }

    @Test
    void acknowledgesEveryCopyOfA200() throws MalformedSipException {
        SipRequest invite = place();
        session.received(ok(invite, CALLEE), wire);
        session.received(ok(invite, CALLEE), wire);

        assertThat(wire.takeRequest().method()).isEqualTo("ACK");
        assertThat(wire.takeRequest().method()).isEqualTo("ACK");
        assertThat(wire.takeEffects()).containsOnlyOnce("call established");
    }

    @Test
    void keepsTheFirstOfAForkAndHangsUpOnTheOthers() throws MalformedSipException {
        SipRequest invite = place();
        session.received(ok(invite, CALLEE), wire);
        wire.takeRequest();
        session.received(ok(invite, "Contact", "<sip:u2@second.invalid>").replace("tag=gw", "tag=second"), wire);
        SipRequest ack = wire.takeRequest();
        SipRequest bye = wire.takeRequest();

        assertThat(ack.toTag()).isEqualTo("second");
        assertThat(bye.toTag()).isEqualTo("second");
        assertThat(bye.uri()).isEqualTo("sip:u2@second.invalid");
        assertThat(wire.takeEffects()).doesNotContain("call ended in order");
        session.endCall(wire);
        assertThat(wire.takeRequest().toTag()).isEqualTo("gw");
    }

    @Test
    void agreesToAReInviteWithTheSameDescription() throws MalformedSipException {
        SipRequest invite = establish();
        String offer = new CannedAudio(new SplittableRandom(9), "AB:CD").offer();
        session.received(fromCallee(invite, "INVITE", 7, offer, "Contact", "<sip:u2@moved.invalid>"), wire);
        SipResponse ok = wire.takeResponse();

        assertThat(ok.status()).isEqualTo(200);
        assertThat(CannedAudio.problem(ok.body())).isNull();
        assertThat(origin(ok.body())).isEqualTo(origin(invite.body()));
        assertThat(wire.timers).containsKey(SipTimers.RETRANSMIT);
        session.received(fromCallee(invite, "ACK", 7, ""), wire);
        assertThat(wire.timers).doesNotContainKey(SipTimers.RETRANSMIT);
        session.endCall(wire);
        assertThat(wire.takeRequest().uri()).isEqualTo("sip:u2@moved.invalid");
    }

    @Test
    void offersInTheAnswerToAReInviteWithoutOffer() throws MalformedSipException {
        SipRequest invite = establish();
        session.received(fromCallee(invite, "INVITE", 7, ""), wire);

        assertThat(wire.takeResponse().body()).isEqualTo(invite.body());
    }

    @Test
    void keepsTheCallWhenItCannotAgreeToAReInvite() throws MalformedSipException {
        SipRequest invite = establish();
        session.received(fromCallee(invite, "INVITE", 7, "v=0\r\nm=audio 9 RTP/AVP 0\r\n"), wire);
        SipResponse refusal = wire.takeResponse();

        assertThat(refusal.status()).isEqualTo(488);
        assertThat(refusal.headers().required("Warning")).startsWith("302 ");
        assertThat(wire.takeEffects()).noneMatch(e -> e.startsWith("call"));
        session.received(fromCallee(invite, "INVITE", 6, ""), wire);
        assertThat(wire.takeResponse().status()).as("CSeq below the last one").isEqualTo(500);
    }

    @Test
    void endsACallOutOfOrderWhenItsReInviteIsNeverAcknowledged() throws MalformedSipException {
        SipRequest invite = establish();
        session.received(fromCallee(invite, "INVITE", 7, ""), wire);
        long waited = 0;
        while (!wire.effects.contains("call ended out of order")) {
            waited += wire.timers.getOrDefault(SipTimers.RETRANSMIT, 100_000L);
            assertThat(waited).isLessThanOrEqualTo(32_000L);
            session.timer(SipTimers.RETRANSMIT, wire);
        }

        assertThat(waited).isEqualTo(32_000L);
        assertThat(wire.sent.get(wire.sent.size() - 1)).startsWith("BYE ");
    }

    @Test
    void hangsUpWhenTheAnswerCannotBeUsed() throws MalformedSipException {
        SipRequest invite = place();
        String refused =
                new CannedAudio(new SplittableRandom(2), "AB:CD").offer().replace("m=audio 9", "m=audio 0");
        session.received(describedAnswer(invite, 200, "OK", refused, CALLEE), wire);

        assertThat(wire.takeRequest().method()).isEqualTo("ACK");
        assertThat(wire.takeRequest().method()).isEqualTo("BYE");
        assertThat(wire.takeEffects()).endsWith("call failed protocol/sdp: the answer refuses the audio");
    }

    @Test
    void failsASecondCallOfABusySoftphone() throws MalformedSipException {
        establish();
        session.placeCall(Softphones.identity("u3"), wire);

        assertThat(wire.takeEffects())
                .containsExactly("call placed", "call failed local/busy: the softphone was already in a call");
    }

    @Test
    void callsTheTargetOfThePlanAndTakesTheRouteOfTheRegistrar() throws MalformedSipException {
        RecordingWire own = new RecordingWire();
        SipSession softphone = Softphones.session("u1", 4, Softphones.plan(CallPlan.Originator.Softphone));
        softphone.begin(own);
        softphone.opened(own);
        softphone.received(answer(own.takeRequest(), 200, "OK", "Service-Route", "<sip:edge.test;lr>"), own);
        softphone.placeCall(null, own);
        SipRequest invite = own.takeRequest();

        assertThat(invite.uri()).isEqualTo("sip:echo@example.test");
        assertThat(invite.headers().fields("Route")).containsExactly("<sip:edge.test;lr>");
    }

    @ParameterizedTest
    @CsvSource({
        "echo,sip:echo@example.test",
        "+49 30 1,sip:+49%2030%201@example.test",
        "a@b.test,sip:a@b.test",
        "sip:a@b.test;user=phone,sip:a@b.test;user=phone",
        "tel:+49301,tel:+49301"
    })
    void readsATargetAsUserAddressOrUri(String target, String uri) {
        UserAgent agent = new UserAgent(
                Softphones.settings(Optional.empty()), Softphones.identity("u1"), new SplittableRandom(1));

        assertThat(agent.addressOf(target)).isEqualTo(uri);
    }

    @Test
    void hangsUpBeforeItLeaves() throws MalformedSipException {
        establish();
        session.leave(wire);

        assertThat(wire.takeEffects())
                .containsExactly(
                        "send BYE sip:u2@callee.invalid;transport=ws SIP/2.0",
                        "call ended in order",
                        "send REGISTER sip:example.test SIP/2.0");
    }

    @Test
    void forgetsACallWhoseConnectionIsGone() throws MalformedSipException {
        establish();
        session.begin(wire);
        session.opened(wire);
        wire.takeRequest();
        wire.takeEffects();
        session.endCall(wire);

        assertThat(wire.takeEffects()).isEmpty();
    }

    private SipRequest place() throws MalformedSipException {
        session.placeCall(Softphones.identity("u2"), wire);
        return wire.takeRequest();
    }

    private SipRequest establish() throws MalformedSipException {
        SipRequest invite = place();
        session.received(ok(invite, CALLEE), wire);
        wire.takeRequest();
        assertThat(wire.takeEffects()).endsWith("call established");
        return invite;
    }

    private static String ok(SipRequest invite, String... headers) {
        CannedAudio audio = new CannedAudio(new SplittableRandom(5), "AB:CD");
        CannedAudio.Outcome.Accepted accepted = (CannedAudio.Outcome.Accepted) audio.answer(invite.body());
        return describedAnswer(invite, 200, "OK", accepted.description(), headers);
    }

    /** A request of the callee within the dialog that {@code answer} began. */
    private static String fromCallee(SipRequest invite, String method, long sequence, String body, String... headers) {
        SipText text = SipText.request(method, HeaderValue.uri(invite.headers().required("Contact")))
                .header("Via", "SIP/2.0/WSS gw.test;branch=z9hG4bKc" + sequence)
                .header("From", invite.headers().required("To") + ";tag=gw")
                .header("To", invite.headers().required("From"))
                .header("Call-ID", invite.callId())
                .header("CSeq", sequence + " " + method);
        for (int i = 0; i < headers.length; i += 2) {
            text.header(headers[i], headers[i + 1]);
        }
        return body.isEmpty() ? text.end() : text.end("application/sdp", body);
    }

    private static List<String> origin(String description) {
        return description.lines().filter(line -> line.startsWith("o=")).toList();
    }
}
