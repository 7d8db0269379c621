package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.measure.GroupCounts;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A front end that takes the generator for an attack: a 403 at the upgrade that one softphone alone did not get, refusals
 * of one source address only, or a close before any answer for everyone.
 */
final class FrontEndRule implements Rule {

    private static final Set<String> BUSY = Set.of("http/403", "http/429", "http/503");

    @Override
    public List<Finding> explain(Scene scene) {
        Seen banned = scene.open(key ->
                key.code().equals("http/403") && key.stage() == Stage.UPGRADE && key.kind() != OutcomeKey.Kind.DROP);
        if (!banned.isEmpty() && scene.connected() > 0 && !scene.atOne(banned)) {
            return turnedAway(scene, banned, Confinement.of(scene, banned));
        }
        Seen busy = scene.open(key -> BUSY.contains(key.code()) && key.stage() == Stage.UPGRADE);
        Optional<String> oneSource = oneSource(scene.measurements().localAddresses());
        if (!busy.isEmpty() && oneSource.isPresent() && !scene.atOne(busy)) {
            return turnedAway(scene, busy, oneSource);
        }
        Seen cut = scene.open(key -> Codes.beforeTheSocket(key) && Codes.cut(key));
        if (!cut.isEmpty() && scene.connected() == 0) {
            return closedAtOnce(scene, cut);
        }
        return List.of();
    }

    /**
     * One source address is refused while another holds more connections than it: no cap, that would stop the fuller one.
     */
    private static Optional<String> oneSource(Map<String, GroupCounts> sources) {
        List<Map.Entry<String, GroupCounts>> refused = sources.entrySet().stream()
                .filter(source -> source.getValue().rejected() > 0)
                .toList();
        if (sources.size() < 2 || refused.size() != 1) {
            return Optional.empty();
        }
        long own = refused.get(0).getValue().connected();
        boolean fullerElsewhere = sources.values().stream().anyMatch(source -> source.connected() > own);
        return fullerElsewhere ? Optional.of("source address " + refused.get(0).getKey()) : Optional.empty();
    }

    private static List<Finding> turnedAway(Scene scene, Seen seen, Optional<String> scope) {
        Draft draft = new Draft(CauseType.FrontEndRefused, Medium)
                .scope(scope)
                .softphones(seen.softphones())
                .evidence("Upgrades were turned away under load, " + Say.number(scene.connected()) + " others let in: "
                        + seen.summary() + ".");
        scope.ifPresent(where -> draft.evidence("All of them belong to " + where + "."));
        Codes.answeredBy(seen).ifPresent(draft::evidence);
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        return draft.evidence("A firewall or balancer takes a burst of handshakes from one place for an attack.")
                .remedy(
                        "Have the generator's addresses allowed at the front end for the time of the test, or spread the"
                                + " arrivals over more time and more source addresses.")
                .next(NextTests.of(
                        "If none are refused at half the rate, the front end objects to the burst and not to the identities.",
                        List.of(NextTests.evenRate(scene.test(), NextTests.halfRatePerMinute(scene.test())))))
                .explains(seen);
    }

    private static List<Finding> closedAtOnce(Scene scene, Seen seen) {
        Draft draft = new Draft(CauseType.FrontEndRefused, Medium)
                .softphones(seen.softphones())
                .evidence("TCP connects, and then the connection is closed before any answer: " + seen.summary()
                        + "; nobody got in.");
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        return draft.evidence(Codes.EXPLAIN_1006)
                .remedy("Check that the port speaks " + (scene.test().gateway().secure() ? "TLS" : "plain HTTP")
                        + " as gateway.url says, and that the front end lets the generator's address in.")
                .explains(seen);
    }
}
