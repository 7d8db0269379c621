package dev.softphone.loadtest.operator.turn;

import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.api.v1alpha1.Overlap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whose turn it is. All tests that are not over stand in one line, in the order of their creation:
 *
 * <pre>
 * a test goes      when no test before it in the line, and none that runs, has one of its targets (but for those that share),
 *                  and when its softphones, those of the tests that run, and those of the tests before it that only wait
 *                  for room, are no more than the cap
 * </pre>
 *
 * A test that waits for its target takes no room, so that it keeps nobody waiting who has another target. Pure: the same
 * tests give the same answer, whoever asks first.
 *
 * @param perNamespace softphones of the active tests of one namespace; 0: as many as there are
 * @param inTotal softphones of all active tests; 0: as many as there are
 * @param overlap whether tests that allow it may share a target
 */
public record Turns(long perNamespace, long inTotal, Overlap overlap) {
    private static final String SOFTPHONES = "spec.softphones";
    private static final String NAMESPACE_CAP = "the operator's softphone.caps.per-namespace";
    private static final String TOTAL_CAP = "the operator's softphone.caps.in-total";

    public Turn of(Queue queue) {
        Contender self = queue.self();
        Optional<Violation> tooLarge = tooLarge(self);
        if (tooLarge.isPresent()) {
            return new Turn.Never(tooLarge.get());
        }
        if (self.active()) {
            return new Turn.Now();
        }
        List<Contender> ahead = new ArrayList<>(
                queue.others().stream().filter(Contender::active).toList());
        List<Contender> taking = new ArrayList<>(ahead);
        for (Contender next : line(queue)) {
            Optional<Contender> holder =
                    ahead.stream().filter(other -> excludes(other, next)).min(Contender.ORDER);
            if (next.equals(self)) {
                return holder.map(other -> target(self, other))
                        .or(() -> room(self, taking))
                        .orElseGet(Turn.Now::new);
            }
            ahead.add(next);
            if (holder.isEmpty()) {
                taking.add(next);
            }
        }
        throw new IllegalStateException("not in its own line: " + self);
    }

    /** Whether a test allows another one on its target. */
    private boolean excludes(Contender one, Contender other) {
        boolean shared = overlap == Overlap.Allow && one.overlap() == Overlap.Allow && other.overlap() == Overlap.Allow;
        return !shared && one.common(other).isPresent();
    }

    private static List<Contender> line(Queue queue) {
        return Stream.concat(queue.others().stream(), Stream.of(queue.self()))
                .filter(test -> !test.active())
                .sorted(Contender.ORDER)
                .toList();
    }

    private Optional<Violation> tooLarge(Contender self) {
        if (perNamespace > 0 && self.softphones() > perNamespace) {
            return Optional.of(atMost(perNamespace, NAMESPACE_CAP, self));
        }
        return inTotal > 0 && self.softphones() > inTotal
                ? Optional.of(atMost(inTotal, TOTAL_CAP, self))
                : Optional.empty();
    }

    private static Violation atMost(long cap, String setting, Contender self) {
        return new Violation(SOFTPHONES, "at most " + cap + " (" + setting + ")", Long.toString(self.softphones()));
    }

    private static Turn target(Contender self, Contender holder) {
        String who = holder.toldTo(self);
        String target = self.common(holder).orElseThrow();
        String path = self.targets().indexOf(target) == 0 ? "spec.gateway.url" : "spec.gateway.genesys.organizations";
        return new Turn.Waits(
                "WaitsForTarget",
                "waits for " + who + ", which is before it on " + target,
                new Violation(path, target + " free", who + " before it"));
    }

    private Optional<Turn> room(Contender self, List<Contender> taking) {
        return room(
                        self,
                        taking,
                        perNamespace,
                        "namespace " + self.namespace(),
                        NAMESPACE_CAP,
                        other -> other.namespace().equals(self.namespace()))
                .or(() -> room(self, taking, inTotal, "the operator", TOTAL_CAP, other -> true));
    }

    private static Optional<Turn> room(
            Contender self, List<Contender> taking, long cap, String of, String setting, Predicate<Contender> counts) {
        long taken =
                taking.stream().filter(counts).mapToLong(Contender::softphones).sum();
        if (cap == 0 || taken + self.softphones() <= cap) {
            return Optional.empty();
        }
        String observed = taken + " of " + cap + " softphones of " + of + " taken by the tests before it";
        return Optional.of(new Turn.Waits(
                "WaitsForRoom",
                "waits for room for " + self.softphones() + " softphones: " + observed + " (" + setting + ")",
                new Violation(SOFTPHONES, "room for " + self.softphones(), observed)));
    }
}
