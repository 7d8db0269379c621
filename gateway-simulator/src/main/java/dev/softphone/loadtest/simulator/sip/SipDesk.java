package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.gateway.Organizations;
import dev.softphone.loadtest.simulator.gateway.TextProtocol;
import dev.softphone.loadtest.simulator.script.SipScript;
import dev.softphone.loadtest.simulator.truth.CallTruth;
import dev.softphone.loadtest.simulator.truth.Truth;
import org.jspecify.annotations.Nullable;

/** Takes SIP messages off sockets and hands each to the part that serves it. For the gateway's thread only. */
public final class SipDesk implements TextProtocol {
    private final Organizations organizations;
    private final Registrar registrar;
    private final RegisterDesk registers;
    private final InviteDesk invites;
    private final CallTable calls = new CallTable();
    private final ClientTransactions transactions;
    private final SipAnswers answers;
    private final @Nullable Originator originator;
    private final CallTruth truth;

    /**
     * @param script the SIP side of the script
     * @param organizations how requests tell their organization
     * @param loop the gateway's thread
     * @param truth counts all of it
     */
    public SipDesk(SipScript script, Organizations organizations, Loop loop, Truth truth) {
        this.organizations = organizations;
        this.truth = truth.calls();
        this.answers = new SipAnswers();
        this.registrar = new Registrar(loop, truth.registers());
        this.transactions = new ClientTransactions(answers, loop, truth.calls());
        Authenticator authenticator = script.authentication()
                .map(authentication -> new Authenticator(authentication, loop.clock()))
                .orElse(null);
        this.originator = script.originate()
                .map(originate ->
                        new Originator(originate, registrar, calls, transactions, answers, loop, truth.calls()))
                .orElse(null);
        Runnable onRegistered = originator == null ? () -> {} : originator::registered;
        this.registers =
                new RegisterDesk(script, authenticator, registrar, answers, loop, truth.registers(), onRegistered);
        this.invites =
                new InviteDesk(script, authenticator, registrar, calls, transactions, answers, loop, truth.calls());
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public void gone(Connection connection) {
        registrar.gone(connection);
        calls.gone(connection);
    }

    @Override
    public boolean received(Connection connection, String text) {
        SipMessage message = SipCodec.looksLikeSip(text) ? SipCodec.parse(text) : null;
        if (message == null) {
            return false;
        }
        if (message.isRequest()) {
            request(connection, message);
        } else {
            transactions.answered(message);
        }
        return true;
    }

    private void request(Connection connection, SipMessage message) {
        String domain = NameAddress.parse(message.need("From")).host();
        @Nullable String found = organizations.ofSipDomain(domain);
        connection.learnOrganization(found);
        String organization = found != null ? found : connection.organization();
        truth.requestReceived(message.method());
        if (message.is("REGISTER")) {
            registers.register(connection, message, organization);
        } else if (message.is("INVITE") && !isInDialog(message)) {
            invites.invite(new SipRequest(
                    connection,
                    message,
                    NameAddress.parse(message.need("From")).addressOfRecord(),
                    organization,
                    null));
        } else {
            inCall(connection, message);
        }
    }

    private void inCall(Connection connection, SipMessage message) {
        Call call = calls.find(message.need("Call-ID"));
        if (message.is("CANCEL")) {
            answers.send(connection, answers.answer(message, call == null ? 481 : 200));
            if (call != null) {
                call.cancelled();
            }
        } else if (call != null) {
            call.request(connection, message);
        } else if (message.is("OPTIONS") && !isInDialog(message)) {
            answers.send(connection, answers.answer(message, 200));
        } else if (!message.is("ACK")) {
            answers.send(connection, answers.answer(message, isInDialog(message) ? 481 : 405));
        }
    }

    private static boolean isInDialog(SipMessage message) {
        return NameAddress.parse(message.need("To")).parameter("tag") != null;
    }
}
