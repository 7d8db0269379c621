package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.gateway.Organizations;
import dev.softphone.loadtest.simulator.gateway.TextProtocol;
import dev.softphone.loadtest.simulator.script.SipScript;
import dev.softphone.loadtest.simulator.truth.Truth;
import org.jspecify.annotations.Nullable;

/** Takes SIP messages off sockets and hands each to the part that serves it. For the gateway's thread only. */
public final class SipDesk implements TextProtocol {
    private final Organizations organizations;
    private final Registrar registrar;
    private final RegisterDesk registers;
    private final SipAnswers answers;

    /**
     * @param script the SIP side of the script
     * @param organizations how requests tell their organization
     * @param loop the gateway's thread
     * @param truth counts all of it
     */
    public SipDesk(SipScript script, Organizations organizations, Loop loop, Truth truth) {
        this.organizations = organizations;
        this.answers = new SipAnswers();
        this.registrar = new Registrar(loop, truth.registers());
        Authenticator authenticator = script.authentication()
                .map(authentication -> new Authenticator(authentication, loop.clock()))
                .orElse(null);
        this.registers = new RegisterDesk(script, authenticator, registrar, answers, loop, truth.registers());
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public void gone(Connection connection) {
        registrar.gone(connection);
    }

    @Override
    public boolean received(Connection connection, String text) {
        SipMessage message = SipCodec.looksLikeSip(text) ? SipCodec.parse(text) : null;
        if (message == null) {
            return false;
        }
        if (message.isRequest()) {
            request(connection, message);
        }
        return true;
    }

    private void request(Connection connection, SipMessage message) {
        String domain = NameAddress.parse(message.need("From")).host();
        @Nullable String found = organizations.ofSipDomain(domain);
        connection.learnOrganization(found);
        String organization = found != null ? found : connection.organization();
        switch (message.method()) {
            case "REGISTER" -> registers.register(connection, message, organization);
            case "OPTIONS" -> answers.send(connection, answers.answer(message, 200));
            case "ACK" -> {}
            default -> answers.send(connection, answers.answer(message, 405));
        }
    }
}
