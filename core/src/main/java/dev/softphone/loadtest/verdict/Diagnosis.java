package dev.softphone.loadtest.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Why softphones failed: a chain of rules, each of which sees only what no rule before it has explained.
 *
 * <p>The generator comes first, because what it did not send nobody could answer; it never claims what the gateway did
 * answer. Then the gateway's limits, which look like everything else; then single answers; then losses; then what is
 * missing; and last what no rule knew.
 */
public final class Diagnosis {

    static final List<Rule> RULES = List.of(
            new GeneratorResources(),
            new GeneratorSaturation(),
            new ConntrackRule(),
            new ConcurrencyCapRule(),
            new FrontEndRule(),
            new HandshakeRateRule(),
            new Reachability(),
            new AccessRule(),
            new RateRule(),
            new ChannelRule(),
            new RetryStormRule(),
            new MediaRule(),
            new CapacityRule(),
            new LossRule(),
            new Coverages(),
            new Leftovers());

    private Diagnosis() {}

    /** The causes, the most important first; none when nothing went wrong. */
    public static List<Cause> explain(Evidence evidence) {
        Scene scene = Scene.of(evidence);
        for (Rule rule : RULES) {
            scene = scene.after(rule.explain(scene));
        }
        return ordered(scene.found());
    }

    /** In the order of the rules, but what explains less than a tenth of the largest comes after it. */
    private static List<Cause> ordered(List<Cause> found) {
        long most = found.stream().mapToLong(Cause::softphones).max().orElse(0);
        List<Cause> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparing(cause -> cause.softphones() * 10 < most));
        return ordered;
    }
}
