package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.UpgradeTemplate;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One softphone that speaks SIP over WebSocket: takes messages apart and hands them to whom they concern. */
final class SipSession implements SignalingSession {
    private static final String PING = "\r\n\r\n";
    private static final String PONG = "\r\n";

    private final UserAgent agent;
    private final Registration registration;
    private final Calls calls;

    SipSession(SipSettings settings, Identity identity, RandomGenerator random) {
        agent = new UserAgent(settings, identity, random);
        registration = new Registration(agent);
        calls = new Calls(agent);
    }

    @Override
    public void begin(Wire wire) {
        registration.reset();
        calls.reset();
        try {
            wire.connect(agent.settings().upgrade().of(agent.identity()));
        } catch (UpgradeTemplate.UnusableException e) {
            wire.failed(Stage.UPGRADE, e.code(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void restAnswered(RestRequest asked, RestAnswer answer, Wire wire) {
        // No REST call is ever asked for.
    }

    @Override
    public void opened(Wire wire) {
        registration.register(wire);
    }

    /**
     * A keep-alive, or one SIP message. What is not SIP ends an attempt that still waits for its answer, because the
     * answer may have been in it; afterwards it is dropped, as RFC 3261 §18.1.2 has it.
     */
    @Override
    public void received(String message, Wire wire) {
        if (message.equals(PONG)) {
            wire.pong();
            return;
        }
        if (message.equals(PING)) {
            wire.send(PONG);
            return;
        }
        SipMessage parsed;
        try {
            parsed = SipMessage.parse(message);
        } catch (MalformedSipException e) {
            if (registration.registering()) {
                wire.failed(Stage.REGISTER, "protocol/sip", String.valueOf(e.getMessage()));
            }
            return;
        }
        if (parsed instanceof SipResponse response) {
            if (response.callId().equals(registration.callId())) {
                registration.answered(response, wire);
            } else {
                calls.answered(response, wire);
            }
        } else if (parsed instanceof SipRequest request) {
            calls.requested(request, registration.registered(), wire);
        }
    }

    @Override
    public void timer(int timer, Wire wire) {
        switch (timer) {
            case SipTimers.REFRESH -> registration.refresh(wire);
            case SipTimers.REFRESH_TIMEOUT -> registration.refreshTimedOut(wire);
            case SipTimers.CALL -> calls.due(wire);
            case SipTimers.RETRANSMIT -> calls.retransmissionDue(wire);
            case SipTimers.LINGER -> calls.lingered();
            default -> {}
        }
    }

    @Override
    public void ping(Wire wire) {
        wire.send(PING);
    }

    @Override
    public void placeCall(@Nullable Identity callee, Wire wire) {
        calls.place(callee, registration.serviceRoute(), wire);
    }

    @Override
    public void endCall(Wire wire) {
        calls.end(wire);
    }

    @Override
    public void leave(Wire wire) {
        calls.end(wire);
        registration.leave(wire);
    }
}
