package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Connection;
import dev.softphone.loadtest.simulator.gateway.HttpAnswers;
import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.matching.Gauge;
import dev.softphone.loadtest.simulator.matching.RuleBook;
import dev.softphone.loadtest.simulator.script.Action;
import dev.softphone.loadtest.simulator.script.Action.Accept;
import dev.softphone.loadtest.simulator.script.Action.End;
import dev.softphone.loadtest.simulator.script.Action.Sip;
import dev.softphone.loadtest.simulator.script.SipScript;
import dev.softphone.loadtest.simulator.truth.RegisterTruth;
import dev.softphone.loadtest.simulator.truth.SocketTruth.Kill;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers REGISTER: rules before authentication, challenge, rules, 423, binding. A registration takes its place in the
 * level when it is decided on, before any delay. For the gateway's thread only.
 */
final class RegisterDesk {
    private static final Accept AT_ONCE = new Accept(Duration.ZERO, Duration.ZERO);

    private final SipScript.Registrar script;
    private final @Nullable Authenticator authenticator;
    private final RuleBook<Action.OnSip> beforeAuthentication;
    private final RuleBook<Action.OnSip> rules;
    private final Registrar registrar;
    private final SipAnswers answers;
    private final Loop loop;
    private final RegisterTruth truth;
    private final Runnable onRegistered;

    RegisterDesk(
            SipScript script,
            @Nullable Authenticator authenticator,
            Registrar registrar,
            SipAnswers answers,
            Loop loop,
            RegisterTruth truth,
            Runnable onRegistered) {
        this.script = script.registrar();
        this.authenticator = authenticator;
        this.beforeAuthentication = new RuleBook<>(script.beforeAuthentication());
        this.rules = new RuleBook<>(script.register());
        this.registrar = registrar;
        this.answers = answers;
        this.loop = loop;
        this.truth = truth;
        this.onRegistered = onRegistered;
    }

    void register(Connection connection, SipMessage message, @Nullable String organization) {
        truth.received();
        String addressOfRecord = NameAddress.parse(message.need("To")).addressOfRecord();
        SipRequest request = new SipRequest(
                connection,
                message,
                addressOfRecord,
                organization,
                registrar.isRegistered(addressOfRecord) ? "REFRESH" : "NEW");
        Action early = isRemoval(message)
                ? null
                : beforeAuthentication.decide(
                        request,
                        registrar.isRegistered(addressOfRecord),
                        loop.clock().nanos(),
                        loop.clock().sinceFirstAccept());
        if (early == null) {
            authenticate(request);
        } else {
            act(request, early, () -> authenticate(request));
        }
    }

    private void authenticate(SipRequest request) {
        Authenticator.Outcome outcome = authenticator == null
                ? Authenticator.Outcome.GOOD
                : authenticator.check(request.message(), request.message().all("Authorization"));
        switch (outcome) {
            case GOOD -> decide(request);
            case MISSING -> challenge(request, false);
            case STALE -> {
                truth.staleNonce();
                challenge(request, true);
            }
            case WRONG -> {
                truth.digestFailed();
                challenge(request, false);
            }
        }
    }

    private void challenge(SipRequest request, boolean stale) {
        SipMessage answer = answers.answer(request.message(), 401);
        if (authenticator != null) {
            authenticator.challenges(stale).forEach(challenge -> answer.add("WWW-Authenticate", challenge));
        }
        answer(request, answer);
    }

    private void decide(SipRequest request) {
        if (isRemoval(request.message())) {
            request.message().all("Contact").forEach(contact -> registrar.remove(request.identity(), contact));
            grant(request);
            return;
        }
        if (!request.message().has("Contact")) {
            grant(request);
            return;
        }
        if (request.message().all("Contact").contains("*")) {
            answer(request, answers.answer(request.message(), 400));
            return;
        }
        Action.OnSip decided = rules.decide(
                request,
                registrar.isRegistered(request.identity()),
                loop.clock().nanos(),
                loop.clock().sinceFirstAccept());
        Action.OnSip action = decided == null ? AT_ONCE : decided;
        if (!(action instanceof Accept)) {
            act(request, action, () -> {});
            return;
        }
        Gauge.Slot slot = rules.gauge().take(request);
        act(request, action, () -> bind(request, slot));
    }

    private void act(SipRequest request, Action action, Runnable accepted) {
        Connection connection = request.connection();
        if (action instanceof Accept accept) {
            later(accept.after(), accepted);
        } else if (action instanceof Sip sip) {
            later(sip.after(), () -> answer(request, answers.answer(request.message(), sip)));
        } else if (action instanceof End end) {
            truth.silenced();
            later(end.after(), () -> connection.end(end.how(), Kill.RULE));
        } else {
            truth.silenced();
        }
    }

    private void later(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            loop.after(delay, task);
        }
    }

    private void bind(SipRequest request, Gauge.Slot slot) {
        if (request.connection().isGone()) {
            slot.release();
            return;
        }
        for (String contact : request.message().all("Contact")) {
            Duration asked = expires(request.message(), contact);
            if (asked.isZero()) {
                registrar.remove(request.identity(), contact);
            } else if (asked.compareTo(script.minExpires()) < 0) {
                slot.release();
                SipMessage brief = answers.answer(request.message(), 423);
                brief.add("Min-Expires", String.valueOf(HttpAnswers.seconds(script.minExpires())));
                answer(request, brief);
                return;
            } else {
                Duration granted = asked.compareTo(script.maxExpires()) > 0 ? script.maxExpires() : asked;
                registrar.bind(request.identity(), contact, granted, request.connection(), slot);
            }
        }
        grant(request);
        onRegistered.run();
    }

    private void grant(SipRequest request) {
        SipMessage ok = answers.answer(request.message(), 200);
        registrar.contacts(request.identity()).forEach(contact -> ok.add("Contact", contact));
        script.flowTimer().ifPresent(timer -> ok.add("Flow-Timer", String.valueOf(HttpAnswers.seconds(timer))));
        answer(request, ok);
    }

    private void answer(SipRequest request, SipMessage answer) {
        if (!request.connection().isGone()) {
            truth.answered(answer.status(), request.organization());
            answers.send(request.connection(), answer);
        }
    }

    /** Whether all its contacts are removed. */
    private boolean isRemoval(SipMessage message) {
        List<String> contacts = message.all("Contact");
        return !contacts.isEmpty()
                && contacts.stream()
                        .allMatch(contact -> expires(message, contact).isZero());
    }

    /** RFC 3261 §10.2.1.1: the contact's parameter, then the Expires header, then the registrar's default. */
    private Duration expires(SipMessage message, String contact) {
        String parameter = NameAddress.parse(contact).parameter("expires");
        String asked = parameter != null ? parameter : message.first("Expires");
        return asked != null && asked.strip().matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(asked.strip()))
                : script.defaultExpires();
    }
}
