package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.matching.RuleBook;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.Accept;
import dev.softphone.loadtest.simulator.script.Action.End;
import dev.softphone.loadtest.simulator.script.Action.Sip;
import dev.softphone.loadtest.simulator.script.SipScript;
import dev.softphone.loadtest.simulator.script.SipScript.Answered;
import dev.softphone.loadtest.simulator.script.SipScript.InviteChallenge;
import dev.softphone.loadtest.simulator.truth.CallTruth;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides on INVITEs that ask for a call: challenge, rules, then the gateway's own answer or a registered softphone, or
 * else 404. For the gateway's thread only.
 */
final class InviteDesk {
    private static final Accept AT_ONCE = new Accept(Duration.ZERO, Duration.ZERO);

    private final @Nullable Authenticator authenticator;
    private final RuleBook<Action.OnSip> rules;
    private final List<Answered> answered;
    private final Registrar registrar;
    private final CallTable table;
    private final ClientTransactions transactions;
    private final SipAnswers answers;
    private final Loop loop;
    private final CallTruth truth;

    InviteDesk(
            SipScript script,
            @Nullable Authenticator authenticator,
            Registrar registrar,
            CallTable table,
            ClientTransactions transactions,
            SipAnswers answers,
            Loop loop,
            CallTruth truth) {
        boolean challenges = script.authentication()
                .map(authentication -> authentication.invite() == InviteChallenge.ALWAYS)
                .orElse(false);
        this.authenticator = challenges ? authenticator : null;
        this.rules = new RuleBook<>(script.invite());
        this.answered = script.answer();
        this.registrar = registrar;
        this.table = table;
        this.transactions = transactions;
        this.answers = answers;
        this.loop = loop;
        this.truth = truth;
    }

    /** An INVITE that waits for its time; it can be cancelled. */
    private final class Waiting implements Call {
        private final IncomingInvite invite;

        Waiting(IncomingInvite invite) {
            this.invite = invite;
        }

        @Override
        public void request(Connection from, SipMessage request) {
            // Nothing belongs here before the final answer.
        }

        @Override
        public void cancelled() {
            leave();
            invite.send(invite.answer(487));
            invite.release();
        }

        @Override
        public void gone(Connection connection) {
            leave();
            invite.release();
        }

        void leave() {
            table.remove(invite.callId(), List.of(invite.connection()));
        }
    }

    void invite(SipRequest request) {
        SipMessage message = request.message();
        if (table.find(message.need("Call-ID")) != null) {
            // The same INVITE again: its answer is on the way.
            return;
        }
        truth.inviteReceived();
        IncomingInvite invite = new IncomingInvite(request, answers, truth);
        if (isTrusted(invite)) {
            decide(invite);
        }
    }

    private boolean isTrusted(IncomingInvite invite) {
        if (authenticator == null) {
            return true;
        }
        Authenticator.Outcome outcome =
                authenticator.check(invite.message(), invite.message().all("Proxy-Authorization"));
        if (outcome == Authenticator.Outcome.GOOD) {
            return true;
        }
        if (outcome == Authenticator.Outcome.WRONG) {
            truth.digestFailed();
        }
        SipMessage challenge = invite.answer(407);
        authenticator
                .challenges(outcome == Authenticator.Outcome.STALE)
                .forEach(value -> challenge.add("Proxy-Authenticate", value));
        invite.send(challenge);
        return false;
    }

    private void decide(IncomingInvite invite) {
        Action.OnSip decided = rules.decide(
                invite.request(), false, loop.clock().nanos(), loop.clock().sinceFirstAccept());
        Action.OnSip action = decided == null ? AT_ONCE : decided;
        if (action instanceof Accept accept) {
            invite.holds(rules.gauge().take(invite.request()));
            invite.trying();
            later(invite, accept.after(), () -> proceed(invite));
        } else if (action instanceof Sip sip) {
            later(invite, sip.after(), () -> invite.send(answers.answer(invite.message(), sip)));
        } else {
            truth.inviteSilenced();
            if (action instanceof End end) {
                Connection connection = invite.connection();
                later(invite, end.after(), () -> connection.end(end.how(), Kill.RULE));
            }
        }
    }

    private void later(IncomingInvite invite, Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
            return;
        }
        invite.trying();
        Waiting waiting = new Waiting(invite);
        table.put(invite.callId(), waiting, List.of(invite.connection()));
        invite.connection().after(delay, () -> {
            if (!invite.isAnswered()) {
                waiting.leave();
                task.run();
            }
        });
    }

    private void proceed(IncomingInvite invite) {
        String callee = new NameAddress(invite.message().uri(), Map.of()).addressOfRecord();
        Optional<Answered> own =
                answered.stream().filter(rule -> rule.callee().test(callee)).findFirst();
        Registrar.Target target = registrar.target(callee);
        if (own.isPresent()) {
            new AnsweredCall(invite, own.get(), table, transactions, answers, truth).start();
        } else if (target != null) {
            new RoutedCall(invite, target, table, transactions, answers, truth).start();
        } else {
            invite.send(invite.answer(404));
            invite.release();
        }
    }
}
