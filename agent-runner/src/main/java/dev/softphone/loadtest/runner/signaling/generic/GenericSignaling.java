package dev.softphone.loadtest.runner.signaling.generic;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.GenericWebSocket;
import dev.softphone.loadtest.model.GenericReferences;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.Signaling;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * {@link GenericWebSocket} of one test: templates, patterns and pointers compiled once.
 *
 * <p>How values are written: percent-encoded in a url (a slash in a path stays) and in a form body, escaped within a
 * JSON string, as they are elsewhere. A JSON body without a content type is sent as {@code application/json}. What the
 * references mean is told by {@link GenericReferences}.
 */
public final class GenericSignaling implements Signaling {

    private final Plan plan;

    private GenericSignaling(Plan plan) {
        this.plan = plan;
    }

    /** What all softphones of the test share. */
    record Plan(
            List<Call> rest,
            List<Call> media,
            Text upgrade,
            Map<String, Text> headers,
            List<Step> steps,
            List<Step> offer,
            Optional<Ping> ping,
            Optional<String> callTarget) {}

    /** A compiled application-level ping. */
    record Ping(Text send, Condition expect) {}

    /**
     * @param call its target is the callee of calls that have no peer
     * @throws IllegalArgumentException with path, required and observed, when the gateway cannot be spoken to
     */
    public static GenericSignaling of(Gateway gateway, Optional<CallPlan> call) {
        if (!(gateway.signaling() instanceof GenericWebSocket generic)) {
            throw new IllegalArgumentException("gateway: required GenericWebSocket, observed "
                    + gateway.signaling().getClass().getSimpleName());
        }
        GenericReferences.problems(gateway, generic, column -> true).stream()
                .findFirst()
                .ifPresent(problem -> {
                    throw new IllegalArgumentException("gateway." + problem.path() + ": required " + problem.required()
                            + ", observed " + problem.observed());
                });
        return new GenericSignaling(plan(gateway, generic, call.flatMap(CallPlan::target)));
    }

    private static Plan plan(Gateway gateway, GenericWebSocket generic, Optional<String> callTarget) {
        URI own = URI.create(
                (gateway.secure() ? "https://" : "http://") + gateway.endpoint().getRawAuthority());
        Map<String, Text> headers = new HashMap<>();
        gateway.headers().forEach((name, value) -> headers.put(name, Text.plain(value)));
        return new Plan(
                generic.rest().stream()
                        .filter(call -> call.stage() != Stage.MEDIA)
                        .map(call -> Call.of(call, own))
                        .toList(),
                generic.rest().stream()
                        .filter(call -> call.stage() == Stage.MEDIA)
                        .map(call -> Call.of(call, own))
                        .toList(),
                Url.of(gateway.url()).target(),
                headers,
                generic.steps().stream().map(Step::of).toList(),
                generic.offer().stream().map(Step::of).toList(),
                generic.ping().map(ping -> new Ping(Text.message(ping.send()), Condition.of(ping.expect()))),
                callTarget);
    }

    @Override
    public SignalingSession session(Identity identity, RandomGenerator random) {
        return new GenericSession(plan, identity, random);
    }
}
