package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.script.SipScript.Answered;
import dev.softphone.loadtest.simulator.truth.CallTruth;
import dev.softphone.loadtest.simulator.truth.CallTruth.End;
import dev.softphone.loadtest.simulator.truth.CallTruth.Kind;
import java.time.Duration;
import java.util.List;

/**
 * A call that the gateway answers itself: 180, 200 with a session description, BYE after a time or by the caller. The 200
 * is sent again at T1, doubling to T2, until its ACK comes, for 64 · T1 (RFC 3261 §13.3.1.4). For the gateway's thread
 * only.
 */
final class AnsweredCall implements Call {
    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration T2 = Duration.ofSeconds(4);
    private static final Duration GIVE_UP = Duration.ofSeconds(32);

    private final IncomingInvite invite;
    private final Answered script;
    private final CallTable table;
    private final ClientTransactions transactions;
    private final SipAnswers answers;
    private final CallTruth truth;
    private boolean established;
    private boolean over;

    AnsweredCall(
            IncomingInvite invite,
            Answered script,
            CallTable table,
            ClientTransactions transactions,
            SipAnswers answers,
            CallTruth truth) {
        this.invite = invite;
        this.script = script;
        this.table = table;
        this.transactions = transactions;
        this.answers = answers;
        this.truth = truth;
    }

    void start() {
        table.put(invite.callId(), this, List.of(invite.connection()));
        truth.placed(Kind.ANSWERED);
        invite.send(invite.answer(180).add("Contact", SipAnswers.CONTACT));
        invite.connection().after(script.ringFor(), () -> {
            if (!over) {
                truth.answered(Kind.ANSWERED, 200);
                accept(T1, Duration.ZERO);
            }
        });
    }

    private void accept(Duration next, Duration waited) {
        invite.send(withSdp(invite.answer(200)));
        invite.connection().after(next, () -> {
            if (established || over) {
                return;
            }
            Duration total = waited.plus(next);
            if (total.compareTo(GIVE_UP) >= 0) {
                hangUp(End.NO_ACK);
            } else {
                Duration doubled = next.multipliedBy(2);
                accept(doubled.compareTo(T2) > 0 ? T2 : doubled, total);
            }
        });
    }

    private static SipMessage withSdp(SipMessage ok) {
        return ok.add("Contact", SipAnswers.CONTACT).setBody(Sdp.TYPE, Sdp.answer());
    }

    @Override
    public void request(Connection from, SipMessage request) {
        switch (request.method()) {
            case "ACK" -> acknowledged();
            case "BYE" -> {
                answers.send(from, answers.answer(request, 200));
                end(End.BY_CALLER);
            }
            case "INVITE", "UPDATE" -> answers.send(from, withSdp(answers.answer(request, 200)));
            default -> answers.send(from, answers.answer(request, 200));
        }
    }

    private void acknowledged() {
        if (!established && invite.isAnswered()) {
            established = true;
            truth.established(Kind.ANSWERED);
            script.talkFor().ifPresent(talk -> invite.connection().after(talk, () -> {
                if (!over) {
                    hangUp(End.BY_CALLEE);
                }
            }));
        }
    }

    private void hangUp(End how) {
        SipMessage ok = invite.answer(200);
        Dialog dialog =
                new Dialog(Dialog.target(invite.message(), "From"), ok.need("To"), ok.need("From"), invite.callId(), 0);
        transactions.send(invite.connection(), dialog.request("BYE"), ignored -> {});
        end(how);
    }

    @Override
    public void cancelled() {
        if (!invite.isAnswered()) {
            truth.answered(Kind.ANSWERED, 487);
            invite.send(invite.answer(487));
            finish();
        }
    }

    @Override
    public void gone(Connection connection) {
        if (invite.isAnswered()) {
            end(End.LOST);
        } else {
            finish();
        }
    }

    private void end(End how) {
        truth.ended(Kind.ANSWERED, how, established);
        finish();
    }

    private void finish() {
        over = true;
        table.remove(invite.callId(), List.of(invite.connection()));
        invite.release();
    }
}
