package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The registration of one softphone (RFC 3261 §10, RFC 5626): made, refreshed at a random 50 to 90 % of its lifetime,
 * removed.
 *
 * <p>Stage register begins with the first REGISTER and ends with the attempt. Stage auth lies within it: it begins when
 * a challenge is answered and ends with the first answer that is no challenge. A refusal counts for auth when it is
 * about the credentials: a challenge to a request that answered one, or 403 to such a request, because registrars answer
 * a wrong password either way. Everything else counts for register.
 */
final class Registration {
    private static final int INTERVAL_TOO_BRIEF = 423;
    private static final int FORBIDDEN = 403;
    private static final double REFRESH_EARLIEST = 0.5;
    private static final double REFRESH_SPREAD = 0.4;
    private static final long MIN_REFRESH_MILLIS = 1_000;

    private enum State {
        NONE,
        REGISTERING,
        REGISTERED,
        REFRESHING,
        LEAVING
    }

    private final UserAgent agent;
    private final ChallengeRound round = new ChallengeRound();
    private State state = State.NONE;
    private long sequence;
    private long expiresSeconds;
    private boolean intervalRaised;
    private boolean authenticating;
    private boolean leaveWanted;
    private @Nullable String serviceRoute;

    Registration(UserAgent agent) {
        this.agent = agent;
        this.expiresSeconds = agent.settings().expiresSeconds();
    }

    /** Back to the beginning; Call-ID and CSeq go on, as RFC 3261 §10.2.4 wants it. */
    void reset() {
        state = State.NONE;
        expiresSeconds = agent.settings().expiresSeconds();
        authenticating = false;
        leaveWanted = false;
        serviceRoute = null;
        agent.digest().forget();
    }

    void register(Wire wire) {
        state = State.REGISTERING;
        intervalRaised = false;
        wire.stageBegins(Stage.REGISTER);
        newRequest(wire);
    }

    boolean registered() {
        return state == State.REGISTERED || state == State.REFRESHING;
    }

    boolean registering() {
        return state == State.REGISTERING;
    }

    String callId() {
        return agent.label();
    }

    /** The route that new requests take (RFC 3608), where the registrar named one. */
    @Nullable
    String serviceRoute() {
        return serviceRoute;
    }

    void answered(SipResponse response, Wire wire) {
        boolean awaited = state != State.NONE && state != State.REGISTERED;
        if (!awaited || response.sequence() != sequence || response.provisional()) {
            return;
        }
        if (response.challenge()) {
            challenged(response, wire);
            return;
        }
        if (response.success()) {
            authenticated(wire);
            accepted(response, wire);
        } else if (response.status() == INTERVAL_TOO_BRIEF && state != State.LEAVING && raiseInterval(response)) {
            authenticated(wire);
            newRequest(wire);
        } else {
            Stage stage = authenticating && response.status() == FORBIDDEN ? Stage.AUTH : Stage.REGISTER;
            refused(stage, SipRefusals.of(response, "", wire.epochMillis(), agent.redactor()), wire);
        }
    }

    void refresh(Wire wire) {
        if (state == State.REGISTERED) {
            state = State.REFRESHING;
            intervalRaised = false;
            wire.timer(SipTimers.REFRESH_TIMEOUT, SipTimers.TRANSACTION_MILLIS);
            newRequest(wire);
        }
    }

    void refreshTimedOut(Wire wire) {
        if (state != State.REFRESHING) {
            return;
        }
        state = State.NONE;
        if (leaveWanted) {
            wire.left();
        } else {
            wire.failed(
                    Stage.REGISTER,
                    "timeout/register",
                    "no answer to the refresh within " + SipTimers.TRANSACTION_MILLIS + " ms");
        }
    }

    /** Removes the registration; after one that is under way, because only one may be (RFC 3261 §10.2). */
    void leave(Wire wire) {
        switch (state) {
            case REGISTERED -> {
                wire.cancelTimer(SipTimers.REFRESH);
                unregister(wire);
            }
            case REFRESHING -> leaveWanted = true;
            case LEAVING -> {}
            case NONE, REGISTERING -> {
                state = State.NONE;
                wire.left();
            }
        }
    }

    private void unregister(Wire wire) {
        state = State.LEAVING;
        expiresSeconds = 0;
        newRequest(wire);
    }

    private void challenged(SipResponse response, Wire wire) {
        String refusal = agent.digest().refusal(response, round);
        if (refusal != null) {
            refused(Stage.AUTH, SipRefusals.of(response, refusal, wire.epochMillis(), agent.redactor()), wire);
            return;
        }
        if (state == State.REGISTERING && !authenticating) {
            wire.stageBegins(Stage.AUTH);
        }
        authenticating = true;
        send(wire);
    }

    private void authenticated(Wire wire) {
        if (state == State.REGISTERING && authenticating) {
            wire.stageDone(Stage.AUTH);
        }
        authenticating = false;
    }

    private void accepted(SipResponse response, Wire wire) {
        if (state == State.LEAVING) {
            state = State.NONE;
            wire.left();
            return;
        }
        boolean first = state == State.REGISTERING;
        state = State.REGISTERED;
        wire.cancelTimer(SipTimers.REFRESH_TIMEOUT);
        String route = String.join(", ", response.headers().fields("Service-Route"));
        serviceRoute = route.isEmpty() ? null : route;
        String flowTimer = response.headers().first("Flow-Timer");
        if (flowTimer != null && HeaderValue.leadingNumber(flowTimer) > 0) {
            wire.keepAliveWithin(HeaderValue.leadingNumber(flowTimer) * 1_000);
        }
        if (leaveWanted) {
            unregister(wire);
            return;
        }
        wire.timer(SipTimers.REFRESH, refreshMillis(grantedSeconds(response)));
        if (first) {
            wire.registered();
        }
    }

    private void refused(Stage stage, Refusal refusal, Wire wire) {
        boolean leaving = state == State.LEAVING || leaveWanted;
        state = State.NONE;
        if (leaving) {
            wire.left();
        } else {
            wire.rejected(stage, refusal);
        }
    }

    /** Asks for what the registrar calls its minimum, once, and only if that is more than was asked for. */
    private boolean raiseInterval(SipResponse response) {
        String minimum = response.headers().first("Min-Expires");
        long seconds = minimum == null ? -1 : HeaderValue.leadingNumber(minimum);
        if (intervalRaised || seconds <= expiresSeconds) {
            return false;
        }
        intervalRaised = true;
        expiresSeconds = seconds;
        return true;
    }

    /** Of our own Contact, else of the Expires header, else what was asked for (RFC 3261 §10.2.4). */
    private long grantedSeconds(SipResponse response) {
        for (String contact : response.headers().elements("Contact")) {
            if (HeaderValue.uri(contact).contains(agent.host())) {
                long expires = HeaderValue.numberParameter(contact, "expires");
                if (expires >= 0) {
                    return expires;
                }
            }
        }
        String header = response.headers().first("Expires");
        long expires = header == null ? -1 : HeaderValue.leadingNumber(header);
        return expires >= 0 ? expires : expiresSeconds;
    }

    private long refreshMillis(long grantedSeconds) {
        double share = REFRESH_EARLIEST + REFRESH_SPREAD * agent.random().nextDouble();
        return Math.max(MIN_REFRESH_MILLIS, Math.round(grantedSeconds * 1_000 * share));
    }

    private void newRequest(Wire wire) {
        round.nextRequest();
        send(wire);
    }

    private void send(Wire wire) {
        sequence++;
        String registrar = agent.settings().registrar();
        String address = agent.addressOfRecord();
        wire.send(SipText.request("REGISTER", registrar)
                .header("Via", agent.via(agent.newBranch()))
                .header("Max-Forwards", 70)
                .header("From", "<" + address + ">;tag=" + agent.label())
                .header("To", "<" + address + ">")
                .header("Call-ID", callId())
                .header("CSeq", sequence + " REGISTER")
                .header("Contact", contact())
                .header("Expires", expiresSeconds)
                .header("Supported", SipSettings.SUPPORTED)
                .header("Allow", SipSettings.ALLOW)
                .header("User-Agent", SipSettings.USER_AGENT)
                .headers(agent.digest().credentials("REGISTER", registrar, round))
                .end());
    }

    private String contact() {
        return "<" + agent.contactUri() + ">;reg-id=1;+sip.instance=\"<" + agent.instance() + ">\";expires="
                + expiresSeconds;
    }
}
