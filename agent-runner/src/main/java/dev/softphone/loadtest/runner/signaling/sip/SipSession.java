package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import dev.softphone.loadtest.runner.signaling.Wire;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One softphone that speaks SIP over WebSocket: takes messages apart and hands them to whom they concern. */
final class SipSession implements SignalingSession {
    private static final String PING = "\r\n\r\n";
    private static final String PONG = "\r\n";

    private final UserAgent agent;
    private final Registration registration;

    SipSession(SipSettings settings, Identity identity, RandomGenerator random) {
        agent = new UserAgent(settings, identity, random);
        registration = new Registration(agent);
    }

    @Override
    public void begin(Wire wire) {
        registration.reset();
        wire.connect(agent.settings().upgrade());
    }

    @Override
    public void restAnswered(RestAnswer answer, Wire wire) {
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
            }
        } else if (parsed instanceof SipRequest request) {
            requested(request, wire);
        }
    }

    @Override
    public void timer(int timer, Wire wire) {
        switch (timer) {
            case SipTimers.REFRESH -> registration.refresh(wire);
            case SipTimers.REFRESH_TIMEOUT -> registration.refreshTimedOut(wire);
            default -> {}
        }
    }

    @Override
    public void ping(Wire wire) {
        wire.send(PING);
    }

    @Override
    public void placeCall(@Nullable Identity callee, Wire wire) {
        wire.callPlaced();
        wire.callFailed("local/unsupported", "calls over SIP are not there yet");
    }

    @Override
    public void endCall(Wire wire) {}

    @Override
    public void leave(Wire wire) {
        registration.leave(wire);
    }

    private void requested(SipRequest request, Wire wire) {
        if (request.method().equals("ACK")) {
            return;
        }
        boolean options = request.method().equals("OPTIONS");
        wire.send(SipAnswers.to(request, options ? 200 : 501, options ? "OK" : "Not Implemented", agent.newToken())
                .header("Allow", SipSettings.ALLOW)
                .header("Supported", SipSettings.SUPPORTED)
                .end());
    }
}
