package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.truth.CallTruth;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Requests that the gateway sends, its own and forwarded ones, until they are answered (RFC 3261 §17.1; nothing is
 * retransmitted, the transport is reliable). A final answer other than 2xx to an INVITE is acknowledged here. For the
 * gateway's thread only.
 */
final class ClientTransactions {
    /** 64 · T1: timer F. */
    private static final Duration TIMEOUT = Duration.ofSeconds(32);

    private record Open(Connection to, SipMessage request, Consumer<SipMessage> onAnswer, Loop.Timer timeout) {}

    private final Map<String, Open> open = new HashMap<>();
    private final SipAnswers answers;
    private final Loop loop;
    private final CallTruth truth;

    ClientTransactions(SipAnswers answers, Loop loop, CallTruth truth) {
        this.answers = answers;
        this.loop = loop;
        this.truth = truth;
    }

    /** Puts the gateway's Via on a request that expects no answer, an ACK, and sends it. */
    void sendOnly(Connection to, SipMessage request) {
        request.addFirst("Via", SipAnswers.VIA + answers.token());
        answers.send(to, request);
    }

    /**
     * Puts the gateway's Via on a request and sends it.
     *
     * @param onAnswer gets every answer; other than for an INVITE also a 408 of our own after 32 s of silence
     * @return the request's name for {@link #cancel} and {@link #forget}
     */
    String send(Connection to, SipMessage request, Consumer<SipMessage> onAnswer) {
        String branch = answers.token();
        request.addFirst("Via", SipAnswers.VIA + branch);
        String name = branch + " " + request.method();
        Loop.Timer timeout = request.is("INVITE") ? () -> {} : loop.after(TIMEOUT, () -> timedOut(name));
        open.put(name, new Open(to, request, onAnswer, timeout));
        answers.send(to, request);
        return name;
    }

    /** Asks for the end of an INVITE that is not answered yet; its 487 comes as its answer. */
    void cancel(String invite) {
        Open transaction = open.get(invite);
        if (transaction == null) {
            return;
        }
        SipMessage request = transaction.request();
        SipMessage cancel = sameHop(request, "CANCEL").add("To", request.need("To"));
        String name = invite.substring(0, invite.indexOf(' ')) + " CANCEL";
        open.put(name, new Open(transaction.to(), cancel, answer -> {}, loop.after(TIMEOUT, () -> timedOut(name))));
        answers.send(transaction.to(), cancel);
    }

    /** No further answers to an INVITE are expected: its call is over. */
    void forget(String invite) {
        open.remove(invite);
    }

    /** Hands an answer to whoever sent the request; late ones are dropped. */
    void answered(SipMessage answer) {
        String branch = SipCodec.branch(answer.need("Via"));
        SipCodec.Cseq cseq = SipCodec.cseq(answer);
        String name = branch.replace("z9hG4bK", "") + " " + (cseq == null ? "" : cseq.method());
        Open transaction = open.get(name);
        if (transaction == null) {
            return;
        }
        boolean isInvite = transaction.request().is("INVITE");
        if (isInvite && answer.status() >= 300) {
            answers.send(transaction.to(), sameHop(transaction.request(), "ACK").add("To", answer.need("To")));
        }
        if (answer.status() >= 300 || (answer.status() >= 200 && !isInvite)) {
            open.remove(name);
            transaction.timeout().cancel();
        }
        transaction.onAnswer().accept(answer);
    }

    /** A request on the same hop and branch as an INVITE (RFC 3261 §9.1, §17.1.1.3), still without To. */
    private static SipMessage sameHop(SipMessage invite, String method) {
        SipCodec.Cseq cseq = SipCodec.cseq(invite);
        return SipMessage.request(method, invite.uri())
                .add("Via", invite.need("Via"))
                .add("Max-Forwards", "70")
                .add("From", invite.need("From"))
                .add("Call-ID", invite.need("Call-ID"))
                .add("CSeq", (cseq == null ? 0 : cseq.number()) + " " + method);
    }

    private void timedOut(String name) {
        Open transaction = open.remove(name);
        if (transaction != null) {
            truth.requestUnanswered(transaction.request().method());
            SipMessage request = transaction.request();
            transaction.onAnswer().accept(SipMessage.answerTo(request, 408, SipReasons.of(408), answers.token()));
        }
    }
}
