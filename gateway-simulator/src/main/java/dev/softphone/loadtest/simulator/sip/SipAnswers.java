package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.HttpAnswers;
import dev.softphone.loadtest.simulator.gateway.RandomText;
import dev.softphone.loadtest.simulator.script.Action.Sip;

/** Writes the gateway's own answers. For the gateway's thread only. */
final class SipAnswers {
    /** The gateway's own host; softphones reach it by their socket only (RFC 7118 §5). */
    static final String HOST = "gateway.invalid";

    static final String CONTACT = "<sip:gateway@" + HOST + ";transport=ws>";
    static final String ROUTE = "<sip:" + HOST + ";transport=ws;lr>";
    /** To be followed by a branch. */
    static final String VIA = "SIP/2.0/WS " + HOST + ";branch=z9hG4bK";

    private final RandomText random = new RandomText();

    SipMessage answer(SipMessage request, int status) {
        return SipMessage.answerTo(request, status, SipReasons.of(status), random.next());
    }

    /** The answer that a rule wants. */
    SipMessage answer(SipMessage request, Sip rule) {
        SipMessage answer = SipMessage.answerTo(
                request, rule.status(), rule.reason().orElseGet(() -> SipReasons.of(rule.status())), random.next());
        rule.headers().forEach(answer::set);
        rule.retryAfter().ifPresent(delay -> answer.set("Retry-After", HttpAnswers.retryAfter(delay)));
        return answer;
    }

    void send(Connection connection, SipMessage message) {
        connection.send(message.format());
    }

    /** A random tag, branch or Call-ID. */
    String token() {
        return random.next();
    }
}
