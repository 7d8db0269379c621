package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.truth.CallTruth;
import dev.softphone.loadtest.simulator.truth.CallTruth.End;
import dev.softphone.loadtest.simulator.truth.CallTruth.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call between two softphones, which the gateway forwards as a stateful proxy (RFC 3261 §16): its Via goes on and comes
 * off, it stays on the route, final answers other than 2xx are acknowledged hop by hop, CANCEL is hop by hop. When one
 * socket is gone the other gets a BYE, as a session border controller would do. For the gateway's thread only.
 */
final class RoutedCall implements Call {
    private final IncomingInvite invite;
    private final Registrar.Target callee;
    private final String callerTag;
    private final CallTable table;
    private final ClientTransactions transactions;
    private final SipAnswers answers;
    private final CallTruth truth;
    private String forwarded = "";
    private @Nullable SipMessage accepted;
    private boolean established;
    private boolean over;
    private long callerCseq;
    private long calleeCseq;

    RoutedCall(
            IncomingInvite invite,
            Registrar.Target callee,
            CallTable table,
            ClientTransactions transactions,
            SipAnswers answers,
            CallTruth truth) {
        this.invite = invite;
        this.callee = callee;
        this.callerTag = tag(invite.message(), "From");
        this.callerCseq = number(invite.message());
        this.table = table;
        this.transactions = transactions;
        this.answers = answers;
        this.truth = truth;
    }

    void start() {
        table.put(invite.callId(), this, parties());
        truth.placed(Kind.ROUTED);
        SipMessage onward = onward(invite.message());
        onward.setUri(callee.uri());
        onward.addFirst("Record-Route", SipAnswers.ROUTE);
        forwarded = transactions.send(callee.connection(), onward, this::fromCallee);
    }

    private List<Connection> parties() {
        return List.of(invite.connection(), callee.connection());
    }

    private void fromCallee(SipMessage answer) {
        if (answer.status() == 100) {
            return;
        }
        SipMessage back = answer.copy();
        back.removeFirst("Via");
        if (answer.status() >= 300) {
            truth.answered(Kind.ROUTED, answer.status());
            invite.send(back);
            finish();
        } else if (answer.status() >= 200) {
            if (over) {
                truth.answered(Kind.ROUTED, answer.status());
                hangUp(answer);
                end(End.LOST);
                return;
            }
            if (accepted == null) {
                accepted = answer;
                truth.answered(Kind.ROUTED, answer.status());
            }
            invite.send(back);
        } else if (!over) {
            invite.send(back);
        }
    }

    @Override
    public void request(Connection from, SipMessage request) {
        boolean toCallee = tag(request, "From").equals(callerTag);
        Connection to = toCallee ? callee.connection() : invite.connection();
        if (toCallee) {
            callerCseq = Math.max(callerCseq, number(request));
        } else {
            calleeCseq = Math.max(calleeCseq, number(request));
        }
        if (request.is("ACK")) {
            // The ACK of an answer other than 2xx ends at this hop; there is no call then.
            if (accepted != null) {
                transactions.sendOnly(to, onward(request));
                establish();
            }
            return;
        }
        transactions.send(to, onward(request), answer -> {
            if (answer.status() != 100) {
                SipMessage back = answer.copy();
                back.removeFirst("Via");
                answers.send(from, back);
            }
        });
        if (request.is("BYE")) {
            end(toCallee ? End.BY_CALLER : End.BY_CALLEE);
        }
    }

    private void establish() {
        if (!established) {
            established = true;
            truth.established(Kind.ROUTED);
        }
    }

    @Override
    public void cancelled() {
        if (accepted == null) {
            transactions.cancel(forwarded);
        }
    }

    @Override
    public void gone(Connection connection) {
        boolean callerIsGone = connection.equals(invite.connection());
        if (accepted != null) {
            SipMessage answer = accepted;
            if (callerIsGone) {
                hangUp(answer);
            } else {
                Dialog toCaller = new Dialog(
                        Dialog.target(invite.message(), "From"),
                        answer.need("To"),
                        answer.need("From"),
                        invite.callId(),
                        calleeCseq);
                transactions.send(invite.connection(), toCaller.request("BYE"), ignored -> {});
            }
            end(End.LOST);
        } else if (callerIsGone) {
            // The answer to the cancelled INVITE finishes it.
            over = true;
            transactions.cancel(forwarded);
        } else {
            invite.send(invite.answer(480));
            finish();
        }
    }

    /** ACK, in case the caller's never came, and BYE to the callee. */
    private void hangUp(SipMessage answer) {
        Dialog toCallee = new Dialog(
                Dialog.target(answer, "To"), answer.need("From"), answer.need("To"), invite.callId(), callerCseq);
        if (!established) {
            transactions.sendOnly(callee.connection(), toCallee.request("ACK"));
        }
        transactions.send(callee.connection(), toCallee.request("BYE"), ignored -> {});
    }

    private void end(End how) {
        truth.ended(Kind.ROUTED, how, established);
        finish();
    }

    private void finish() {
        over = true;
        table.remove(invite.callId(), parties());
        transactions.forget(forwarded);
        invite.release();
    }

    /** A copy to send on: one hop less, and without the route entry that led here. */
    private static SipMessage onward(SipMessage message) {
        SipMessage onward = message.copy();
        String route = onward.first("Route");
        if (route != null && route.contains(SipAnswers.HOST)) {
            onward.removeFirst("Route");
        }
        String hops = onward.first("Max-Forwards");
        int left = hops != null && hops.matches("\\d{1,3}") ? Integer.parseInt(hops) : 70;
        return onward.set("Max-Forwards", String.valueOf(Math.max(0, left - 1)));
    }

    private static String tag(SipMessage message, String header) {
        String tag = NameAddress.parse(message.need(header)).parameter("tag");
        return tag == null ? "" : tag;
    }

    private static long number(SipMessage message) {
        SipCodec.Cseq cseq = SipCodec.cseq(message);
        return cseq == null ? 0 : cseq.number();
    }
}
