package dev.softphone.loadtest.runner.signaling.sip;

import static dev.softphone.loadtest.runner.signaling.sip.Softphones.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingCallTest {
    private static final String OFFER = new CannedAudio(new SplittableRandom(7), "AB:CD").offer();
    private static final String ROUTE = "<sip:p1.test;lr>, <sip:p2.test;lr>";

    private final RecordingWire wire = new RecordingWire();
    private SipSession session = Softphones.session("unused", 0);

    @BeforeEach
    void registerOne() throws MalformedSipException {
        session = Softphones.registered("u1", 1, Softphones.plan(CallPlan.Originator.Platform), wire);
    }

    @Test
    void ringsAnswersAfterAWhileAndIsEstablishedByTheAck() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        SipResponse trying = wire.takeResponse();
        SipResponse ringing = wire.takeResponse();
        assertThat(trying.status()).isEqualTo(100);
        assertThat(trying.toTag()).isNull();
        assertThat(ringing.status()).isEqualTo(180);
        assertThat(ringing.toTag()).isNotBlank();
        assertThat(ringing.headers().fields("Record-Route")).containsExactly(ROUTE);
        assertThat(wire.timers).containsEntry(SipTimers.CALL, 2_000L);
        assertThat(wire.takeEffects()).endsWith("call placed", "call progressed");

        session.timer(SipTimers.CALL, wire);
        SipResponse ok = wire.takeResponse();
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.toTag()).isEqualTo(ringing.toTag());
        assertThat(ok.headers().fields("Record-Route")).containsExactly(ROUTE);
        assertThat(ok.headers().required("Contact")).contains(".invalid;transport=ws;ob>");
        assertThat(CannedAudio.problem(ok.body())).isNull();
        assertThat(wire.takeEffects()).containsExactly("send SIP/2.0 200 OK");

        session.received(inDialog("ACK", 1, ok, ""), wire);
        assertThat(wire.takeEffects()).containsExactly("call established");
        assertThat(wire.timers).doesNotContainKey(SipTimers.RETRANSMIT);
    }

    @Test
    void reportsNothingOfACallThatTheCallerMeasures() throws MalformedSipException {
        session = Softphones.registered("u1", 1, Softphones.plan(CallPlan.Originator.Peer), wire);
        SipResponse ok = establish();
        session.received(inDialog("BYE", 2, ok, ""), wire);

        assertThat(wire.takeEffects()).isNotEmpty().allMatch(e -> e.startsWith("send"));
    }

    @Test
    void repeatsIts200UntilT2AndGivesUpAfter64T1() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        session.timer(SipTimers.CALL, wire);
        wire.takeSent();
        wire.takeEffects();
        List<Long> waits = new ArrayList<>();
        while (wire.effects.stream().noneMatch(e -> e.startsWith("call failed"))) {
            waits.add(wire.timers.getOrDefault(SipTimers.RETRANSMIT, -1L));
            assertThat(waits).hasSizeLessThan(20);
            session.timer(SipTimers.RETRANSMIT, wire);
        }

        assertThat(waits).containsExactly(500L, 1000L, 2000L, 4000L, 4000L, 4000L, 4000L, 4000L, 4000L, 4000L, 500L);
        assertThat(wire.takeEffects()).endsWith("call failed timeout/ack: no ACK within 32000 ms of the 200");
        assertThat(wire.sent.get(wire.sent.size() - 1)).startsWith("BYE sip:caller@");
        assertThat(wire.timers).doesNotContainKey(SipTimers.RETRANSMIT);
    }

    @Test
    void saysByeAlongTheRecordedRoute() throws MalformedSipException {
        establish();
        session.endCall(wire);
        SipRequest bye = wire.takeRequest();

        assertThat(bye.uri()).isEqualTo("sip:caller@caller.invalid");
        assertThat(bye.headers().fields("Route")).containsExactly("<sip:p1.test;lr>", "<sip:p2.test;lr>");
        assertThat(bye.headers().required("To")).isEqualTo("<sip:caller@example.test>;tag=far");
        assertThat(bye.headers().required("CSeq")).isEqualTo("1 BYE");
        assertThat(wire.takeEffects()).endsWith("call ended in order");
    }

    @Test
    void takesTheCallersBye() throws MalformedSipException {
        SipResponse ok = establish();
        session.received(inDialog("BYE", 2, ok, ""), wire);

        assertThat(wire.takeResponse().status()).isEqualTo(200);
        assertThat(wire.takeEffects()).endsWith("call ended in order");
    }

    @Test
    void countsACallWhoseByeOvertakesItsAckAsEstablished() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        session.timer(SipTimers.CALL, wire);
        SipResponse ok = lastResponse();
        wire.takeEffects();
        session.received(inDialog("BYE", 2, ok, ""), wire);
        session.received(inDialog("ACK", 1, ok, ""), wire);

        assertThat(wire.takeEffects())
                .containsExactly("send SIP/2.0 200 OK", "call established", "call ended in order");
    }

    @Test
    void isBusyWithASecondCall() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        wire.takeSent();
        wire.takeEffects();
        session.received(invite(OFFER).replace("Call-ID: in", "Call-ID: second"), wire);

        assertThat(wire.takeResponse().status()).isEqualTo(486);
        assertThat(wire.takeEffects()).containsExactly("send SIP/2.0 486 Busy Here");
    }

    @Test
    void stopsRingingWhenTheCallerCancels() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        wire.takeSent();
        session.received(cancel(), wire);

        SipResponse ok = wire.takeResponse();
        SipResponse terminated = wire.takeResponse();
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.sequenceMethod()).isEqualTo("CANCEL");
        assertThat(terminated.status()).isEqualTo(487);
        assertThat(terminated.sequenceMethod()).isEqualTo("INVITE");
        assertThat(wire.takeEffects()).endsWith("call rejected sip/487");
        assertThat(wire.timers).doesNotContainKey(SipTimers.CALL);
    }

    @Test
    void doesNotLetACancelEndACallThatIsAnswered() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        session.timer(SipTimers.CALL, wire);
        SipResponse answered = lastResponse();
        session.received(cancel(), wire);
        assertThat(wire.takeResponse().status()).isEqualTo(200);
        assertThat(wire.sent).isEmpty();

        session.received(inDialog("ACK", 1, answered, ""), wire);
        assertThat(wire.takeEffects()).endsWith("call established");
    }

    @Test
    void declinesARingingCallThatIsEnded() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        wire.takeSent();
        wire.takeEffects();
        session.endCall(wire);

        assertThat(wire.takeResponse().status()).isEqualTo(480);
        assertThat(wire.takeEffects()).containsExactly("send SIP/2.0 480 Temporarily Unavailable");
        session.timer(SipTimers.CALL, wire);
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void saysByeOnlyAfterTheAck() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        session.timer(SipTimers.CALL, wire);
        SipResponse ok = lastResponse();
        wire.takeEffects();
        session.endCall(wire);
        assertThat(wire.sent).isEmpty();
        session.received(inDialog("ACK", 1, ok, ""), wire);

        assertThat(wire.takeRequest().method()).isEqualTo("BYE");
        assertThat(wire.takeEffects()).containsExactly("send BYE sip:caller@caller.invalid SIP/2.0");
    }

    @Test
    void offersWhereTheInviteDidNotAndTakesTheAnswerFromTheAck() throws MalformedSipException {
        session.received(invite(""), wire);
        session.timer(SipTimers.CALL, wire);
        SipResponse ok = lastResponse();
        CannedAudio far = new CannedAudio(new SplittableRandom(3), "AB:CD");
        String description = ((CannedAudio.Outcome.Accepted) far.answer(ok.body())).description();
        session.received(inDialog("ACK", 1, ok, description), wire);

        assertThat(wire.takeEffects()).endsWith("call established");
    }

    @Test
    void hangsUpWhenItsOfferIsNeverAnswered() throws MalformedSipException {
        session.received(invite(""), wire);
        session.timer(SipTimers.CALL, wire);
        session.received(inDialog("ACK", 1, lastResponse(), ""), wire);

        assertThat(wire.takeRequest().method()).isEqualTo("BYE");
        assertThat(wire.takeEffects())
                .endsWith("call failed protocol/sdp: the answer is no session description with media");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "m=audio 9 UDP/TLS/RTP/SAVPF, m=audio 9 RTP/AVP, 302",
                "m=audio, m=video, 304",
                "m=audio 9, m=audio 0, 304",
                "111 0 8 126, 126, 305",
                "a=fingerprint, a=nothing, 399",
                "v=0, v=1, 399"
            })
    void refusesAnOfferThatABrowserWouldRefuse(String part, String replacement, int warning)
            throws MalformedSipException {
        session.received(invite(OFFER.replace(part, replacement)), wire);

        SipResponse refusal = wire.takeResponse();
        assertThat(refusal.status()).isEqualTo(488);
        assertThat(refusal.headers().required("Warning")).startsWith(warning + " ");
        assertThat(wire.takeEffects().get(2)).startsWith("call failed protocol/sdp: ");
    }

    @Test
    void refusesWhatItDoesNotSupport() throws MalformedSipException {
        session.received(invite(OFFER).replace("Max-Forwards: 70", "Require: 100rel, timer"), wire);
        SipResponse extension = wire.takeResponse();
        assertThat(extension.status()).isEqualTo(420);
        assertThat(extension.headers().required("Unsupported")).isEqualTo("100rel, timer");

        session.received(invite(OFFER).replace("application/sdp", "application/json"), wire);
        SipResponse type = wire.takeResponse();
        assertThat(type.status()).isEqualTo(415);
        assertThat(type.headers().required("Accept")).isEqualTo("application/sdp");
    }

    @Test
    void answersTheSecondAudioOfAnOfferInItsPlace() {
        String offer = """
                v=0
                o=- 1 1 IN IP4 0.0.0.0
                s=-
                t=0 0
                a=fingerprint:sha-256 AB
                a=ice-ufrag:abcd
                a=ice-pwd:abcdefghijklmnopqrstuv
                a=setup:active
                m=video 9 UDP/TLS/RTP/SAVPF 96
                a=mid:v
                m=audio 9 UDP/TLS/RTP/SAVPF 8 96
                a=mid:a
                a=rtpmap:96 OPUS/48000/2
                a=sendonly
                """;
        CannedAudio.Outcome outcome = new CannedAudio(new SplittableRandom(1), "AB:CD").answer(offer);

        assertThat(outcome).isInstanceOf(CannedAudio.Outcome.Accepted.class);
        assertThat(((CannedAudio.Outcome.Accepted) outcome).description())
                .contains("a=group:BUNDLE a\r\n")
                .containsSubsequence(
                        "m=video 0 UDP/TLS/RTP/SAVPF 96\r\n",
                        "a=mid:v\r\n",
                        "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\n",
                        "a=setup:passive\r\n",
                        "a=mid:a\r\n",
                        "a=recvonly\r\n",
                        "a=rtpmap:96 OPUS/48000/2\r\n");
    }

    @Test
    void describesEverySessionAnew() {
        SplittableRandom random = new SplittableRandom(1);

        assertThat(new CannedAudio(random, "AB").offer()).isNotEqualTo(new CannedAudio(random, "AB").offer());
    }

    @Test
    void takesNoCallsWhereTheTestHasNone() throws MalformedSipException {
        RecordingWire own = new RecordingWire();
        SipSession softphone = Softphones.session("u1", 1);
        softphone.begin(own);
        softphone.opened(own);
        softphone.received(answer(own.takeRequest(), 200, "OK"), own);
        softphone.received(invite(OFFER), own);

        assertThat(own.takeResponse().status()).isEqualTo(480);
    }

    @Test
    void tellsARepeatedInviteFromOneThatCameByAnotherWay() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        wire.takeSent();
        wire.takeEffects();
        session.received(invite(OFFER), wire);
        assertThat(wire.takeResponse().status()).isEqualTo(180);
        session.received(invite(OFFER).replace("z9hG4bKin", "z9hG4bKother"), wire);
        assertThat(wire.takeResponse().status()).isEqualTo(482);
        assertThat(wire.takeEffects()).allMatch(e -> e.startsWith("send"));
    }

    @Test
    void saysWhatItDoesNotKnow() throws MalformedSipException {
        SipResponse ok = establish();
        session.received(inDialog("INFO", 2, ok, ""), wire);
        assertThat(wire.takeResponse().status()).isEqualTo(501);
        session.received(inDialog("OPTIONS", 3, ok, ""), wire);
        assertThat(wire.takeResponse().status()).isEqualTo(200);
        session.received(inDialog("BYE", 4, ok, "").replace("Call-ID: in", "Call-ID: out"), wire);
        assertThat(wire.takeResponse().status()).isEqualTo(481);
        session.received(cancel().replace("Call-ID: in", "Call-ID: out"), wire);
        assertThat(wire.takeResponse().status()).isEqualTo(481);
        session.received(inDialog("ACK", 5, ok, "").replace("Call-ID: in", "Call-ID: out"), wire);
        session.received(cancel().replace("CANCEL", "ACK").replace("Call-ID: in", "Call-ID: out"), wire);
        assertThat(wire.sent).as("an ACK is never answered").isEmpty();
        session.received(cancel().replace("CANCEL", "MESSAGE").replace("Call-ID: in", "Call-ID: out"), wire);
        assertThat(wire.takeResponse().status()).isEqualTo(501);
    }

    private SipResponse establish() throws MalformedSipException {
        session.received(invite(OFFER), wire);
        session.timer(SipTimers.CALL, wire);
        SipResponse ok = lastResponse();
        session.received(inDialog("ACK", 1, ok, ""), wire);
        wire.takeEffects();
        return ok;
    }

    private SipResponse lastResponse() throws MalformedSipException {
        List<String> sent = wire.takeSent();
        return (SipResponse) SipMessage.parse(sent.get(sent.size() - 1));
    }

    private static String invite(String body) {
        SipText text = begin("INVITE", "z9hG4bKin", "<sip:u1@example.test>", 1)
                .header("Max-Forwards", "70")
                .header("Record-Route", ROUTE)
                .header("Contact", "<sip:caller@caller.invalid>");
        return body.isEmpty() ? text.end() : text.end("application/sdp", body);
    }

    private static String cancel() {
        return begin("CANCEL", "z9hG4bKin", "<sip:u1@example.test>", 1).end();
    }

    private static String inDialog(String method, long sequence, SipResponse ok, String body) {
        SipText text = begin(method, "z9hG4bKd" + sequence, ok.headers().required("To"), sequence);
        return body.isEmpty() ? text.end() : text.end("application/sdp", body);
    }

    private static SipText begin(String method, String branch, String to, long sequence) {
        return SipText.request(method, "sip:u1@here.invalid")
                .header("Via", "SIP/2.0/WSS gw.test;branch=" + branch)
                .header("From", "<sip:caller@example.test>;tag=far")
                .header("To", to)
                .header("Call-ID", "in")
                .header("CSeq", sequence + " " + method);
    }
}
