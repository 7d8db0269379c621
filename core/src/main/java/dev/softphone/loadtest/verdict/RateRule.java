package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.RateHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** 429 wherever it is not the handshake's: on tokens, on REST calls, within the socket. */
final class RateRule implements Rule {

    @Override
    public List<Finding> explain(Scene scene) {
        List<Finding> findings = new ArrayList<>();
        Seen tokens = scene.open(key -> key.code().equals("http/429") && key.stage() == Stage.TOKEN);
        if (!tokens.isEmpty()) {
            findings.addAll(tokenStorm(scene, tokens));
        }
        Seen rest = scene.open(key -> key.code().equals("http/429") && key.stage() != Stage.TOKEN);
        if (!rest.isEmpty()) {
            findings.addAll(limited(scene, rest, "REST calls were", Optional.empty()));
        }
        Seen throttled = scene.open(key -> key.code().equals("xmpp/429"));
        if (!throttled.isEmpty()) {
            findings.addAll(stanzaThrottled(throttled));
        }
        Seen inBand = scene.open(key -> key.code().equals("app/429"));
        if (!inBand.isEmpty()) {
            findings.addAll(limited(scene, inBand, "Requests on the socket were", Optional.of("Identity")));
        }
        return findings;
    }

    private static List<Finding> tokenStorm(Scene scene, Seen seen) {
        RateHeaders headers = RateHeaders.of(seen.hints());
        OptionalLong perMinute = headers.perMinute();
        TokenRequests requests = TokenRequests.of(scene);
        Draft draft = new Draft(CauseType.TokenStorm, High)
                .scope(Confinement.of(scene, seen))
                .limit(perMinute)
                .softphones(seen.softphones())
                .evidence("The token service refused: " + seen.summary() + ", of " + requests.counted() + ".");
        quote(draft, seen);
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        String pace = perMinute.isPresent()
                ? "to at most " + Say.number(perMinute.getAsLong()) + " attempts a minute"
                : "until the token service keeps up";
        return draft.remedy(
                        requests.remedy() + ", or slow the arrivals " + pace + "; the gateway itself was not reached.")
                .next(next(scene, perMinute))
                .explains(seen);
    }

    private static List<Finding> stanzaThrottled(Seen seen) {
        Draft draft = new Draft(CauseType.StanzaThrottled, High)
                .scope("Identity")
                .softphones(seen.softphones())
                .evidence("Stanzas were answered with the error 429: " + seen.summary() + ".");
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        draft.evidence(
                seen.softphones() == 0, "No softphone was turned away by it; what the stanzas were for is missing.");
        return draft.remedy(
                        "Send fewer stanzas per identity at a time: fewer candidates, a slower rate of calls for each user,"
                                + " and no identity on more than one softphone.")
                .explains(seen);
    }

    private static List<Finding> limited(Scene scene, Seen seen, String what, Optional<String> scope) {
        RateHeaders headers = RateHeaders.of(seen.hints());
        Draft draft = new Draft(CauseType.RateLimited, headers.present() ? High : Medium)
                .scope(scope.or(() -> Confinement.of(scene, seen)))
                .limit(headers.perMinute())
                .softphones(seen.affected())
                .evidence(what + " limited by rate: " + seen.summary() + ".");
        OptionalLong logins =
                scope.isPresent() ? OptionalLong.empty() : LoginBudget.perMinute(scene, headers.perMinute());
        logins.ifPresent(each -> draft.evidence(LoginBudget.sentence(scene, headers.perMinute(), each)));
        quote(draft, seen);
        draft.evidence(
                seen.affected() == 0 && scene.connected() > 0,
                "No softphone's last word: each got in on a later try, or without that call.");
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        String remedy = scope.isPresent()
                ? "Send fewer requests per identity (batch candidates, fewer calls at a time), and wait as long as Retry-After"
                        + " says."
                : "Pace the calls below the limit (arrival, limits.connectsPerSecond), obey Retry-After, and give each softphone"
                        + " a token of its own: one shared token shares one quota.";
        draft.remedy(remedy);
        boolean known = headers.perMinute().isPresent() && logins.isEmpty();
        return (known ? draft : draft.next(next(scene, logins))).explains(seen);
    }

    private static void quote(Draft draft, Seen seen) {
        String quoted = RateHeaders.quoted(seen.hints());
        draft.evidence(quoted.isEmpty() ? "No header names the limit." : "The answer said " + quoted + ".");
    }

    private static Cause.NextTest next(Scene scene, OptionalLong perMinute) {
        long rate = perMinute.isPresent()
                ? Math.max(1, perMinute.getAsLong() * 8 / 10)
                : NextTests.halfRatePerMinute(scene.test());
        return NextTests.of(
                "If nothing is refused at " + Say.number(rate) + " softphones a minute, the rate was the only reason.",
                List.of(NextTests.evenRate(scene.test(), rate)));
    }
}
