package dev.softphone.loadtest.simulator.matching;

import dev.softphone.loadtest.simulator.script.Conditions;
import dev.softphone.loadtest.simulator.script.Conditions.Attempts;
import dev.softphone.loadtest.simulator.script.Conditions.During;
import dev.softphone.loadtest.simulator.script.Conditions.Rate;
import dev.softphone.loadtest.simulator.script.Key;
import dev.softphone.loadtest.simulator.script.Match;
import dev.softphone.loadtest.simulator.script.Rule;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of rules with its state: attempts counted and tokens taken so far. The first rule whose conditions all hold
 * answers. Conditions are looked at in one order (request, time, level, attempt, rate), and each attempt or token is
 * counted only if the conditions before it hold. Not thread safe: one thread decides, so a level is exact.
 *
 * @param <A> what can be done in this list
 */
public final class RuleBook<A> {
    private final List<State<A>> rules;
    private final Gauge gauge;

    /** @param rules in the order of the script */
    public RuleBook(List<Rule<A>> rules) {
        this.rules = rules.stream().map(State::new).toList();
        Set<Key> keys = new HashSet<>();
        rules.forEach(rule -> rule.when().atLeast().ifPresent(level -> keys.add(level.per())));
        this.gauge = new Gauge(keys);
    }

    /** What is held at present; the level that rules ask for. */
    public Gauge gauge() {
        return gauge;
    }

    /**
     * What the gateway does with a request.
     *
     * @param subject the request
     * @param holdsAlready whether it already holds one of the things that levels count, and needs no further one; then no
     *     level condition holds
     * @param nowNanos the monotonic present
     * @param sinceFirstAccept time since the first TCP accept
     * @return the action of the first rule that holds, or null where none does
     */
    public @Nullable A decide(Subject subject, boolean holdsAlready, long nowNanos, Duration sinceFirstAccept) {
        for (State<A> state : rules) {
            if (state.holds(subject, holdsAlready, gauge, nowNanos, sinceFirstAccept)) {
                return state.rule.then();
            }
        }
        return null;
    }

    private static final class State<A> {
        private final Rule<A> rule;
        private final Map<String, Integer> attempts = new HashMap<>();
        private final Map<String, TokenBucket> buckets = new HashMap<>();

        State(Rule<A> rule) {
            this.rule = rule;
        }

        boolean holds(Subject subject, boolean holdsAlready, Gauge gauge, long nowNanos, Duration sinceFirstAccept) {
            Conditions when = rule.when();
            for (Match match : when.matches()) {
                if (!match.holds(subject.value(match.key()))) {
                    return false;
                }
            }
            return when.during().map(window -> isIn(window, sinceFirstAccept)).orElse(true)
                    && when.atLeast()
                            .map(level -> !holdsAlready && gauge.level(level.per(), subject) >= level.count())
                            .orElse(true)
                    && when.attempts().map(range -> isNext(range, subject)).orElse(true)
                    && when.rate().map(rate -> isAbove(rate, subject, nowNanos)).orElse(true);
        }

        private static boolean isIn(During window, Duration now) {
            return now.compareTo(window.from()) >= 0 && now.compareTo(window.to()) < 0;
        }

        private boolean isNext(Attempts range, Subject subject) {
            int nth = attempts.merge(subject.group(range.per()), 1, Integer::sum);
            return nth >= range.from() && nth <= range.to() && (nth - range.from()) % range.every() == 0;
        }

        private boolean isAbove(Rate rate, Subject subject, long nowNanos) {
            return !buckets.computeIfAbsent(
                            subject.group(rate.per()),
                            group -> new TokenBucket(rate.count(), rate.period().toNanos(), rate.burst(), nowNanos))
                    .take(nowNanos);
        }
    }
}
