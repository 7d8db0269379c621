package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.script.SipScript.Originate;
import dev.softphone.loadtest.simulator.truth.CallTruth;
import dev.softphone.loadtest.simulator.truth.CallTruth.End;
import dev.softphone.loadtest.simulator.truth.CallTruth.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call from outside to a registered softphone: INVITE with a session description, ACK, BYE after a time or by the
 * softphone. For the gateway's thread only.
 */
final class OriginatedCall implements Call {
    private final Originate script;
    private final String addressOfRecord;
    private final Registrar.Target callee;
    private final CallTable table;
    private final ClientTransactions transactions;
    private final SipAnswers answers;
    private final CallTruth truth;
    private final Runnable onOver;
    private final String callId;
    private final String from;
    private String invite = "";
    private @Nullable Dialog dialog;
    private boolean over;

    OriginatedCall(
            Originate script,
            String addressOfRecord,
            Registrar.Target callee,
            CallTable table,
            ClientTransactions transactions,
            SipAnswers answers,
            CallTruth truth,
            Runnable onOver) {
        this.script = script;
        this.addressOfRecord = addressOfRecord;
        this.callee = callee;
        this.table = table;
        this.transactions = transactions;
        this.answers = answers;
        this.truth = truth;
        this.onOver = onOver;
        this.callId = answers.token();
        this.from = "<" + script.from() + ">;tag=" + answers.token();
    }

    void start() {
        table.put(callId, this, List.of(callee.connection()));
        truth.placed(Kind.ORIGINATED);
        SipMessage request = new Dialog(callee.uri(), from, "<sip:" + addressOfRecord + ">", callId, 0)
                .request("INVITE")
                .add("Contact", SipAnswers.CONTACT)
                .add("Allow", "INVITE, ACK, CANCEL, BYE")
                .setBody(Sdp.TYPE, Sdp.offer());
        invite = transactions.send(callee.connection(), request, this::answered);
        callee.connection().after(script.noAnswerFor(), () -> {
            if (dialog == null && !over) {
                transactions.cancel(invite);
            }
        });
    }

    private void answered(SipMessage answer) {
        if (over || answer.status() < 200) {
            return;
        }
        if (answer.status() >= 300) {
            truth.answered(Kind.ORIGINATED, answer.status());
            finish();
            return;
        }
        boolean first = dialog == null;
        Dialog established =
                first ? new Dialog(Dialog.target(answer, "To"), from, answer.need("To"), callId, 1) : dialog;
        if (established != null) {
            dialog = established;
            transactions.sendOnly(callee.connection(), established.request("ACK"));
        }
        if (first) {
            truth.answered(Kind.ORIGINATED, answer.status());
            truth.established(Kind.ORIGINATED);
            callee.connection().after(script.holdFor(), this::hangUp);
        }
    }

    private void hangUp() {
        if (!over && dialog != null) {
            transactions.send(callee.connection(), dialog.request("BYE"), ignored -> {});
            end(End.BY_CALLER);
        }
    }

    @Override
    public void request(Connection connection, SipMessage request) {
        if (request.is("ACK")) {
            return;
        }
        SipMessage ok = answers.answer(request, 200);
        if (request.is("INVITE") || request.is("UPDATE")) {
            ok.add("Contact", SipAnswers.CONTACT).setBody(Sdp.TYPE, Sdp.answer());
        }
        answers.send(connection, ok);
        if (request.is("BYE") && dialog != null) {
            end(End.BY_CALLEE);
        }
    }

    @Override
    public void cancelled() {
        // Only the one who called can cancel, and that is the gateway.
    }

    @Override
    public void gone(Connection connection) {
        if (dialog != null) {
            end(End.LOST);
        } else {
            finish();
        }
    }

    private void end(End how) {
        truth.ended(Kind.ORIGINATED, how, true);
        finish();
    }

    private void finish() {
        over = true;
        table.remove(callId, List.of(callee.connection()));
        transactions.forget(invite);
        onOver.run();
    }
}
