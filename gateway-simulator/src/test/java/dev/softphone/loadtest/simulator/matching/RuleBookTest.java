package dev.softphone.loadtest.simulator.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.simulator.script.Conditions;
import dev.softphone.loadtest.simulator.script.Conditions.AtLeast;
import dev.softphone.loadtest.simulator.script.Conditions.Attempts;
import dev.softphone.loadtest.simulator.script.Conditions.During;
import dev.softphone.loadtest.simulator.script.Conditions.Rate;
import dev.softphone.loadtest.simulator.script.Key;
import dev.softphone.loadtest.simulator.script.Match;
import dev.softphone.loadtest.simulator.script.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleBookTest {
    private static final Subject ACME = key -> key == Key.Plain.ORGANIZATION ? "acme" : null;
    private static final Subject OTHER = key -> key == Key.Plain.ORGANIZATION ? "other" : null;
    private static final Subject NOBODY = key -> null;
    private static final List<Match> ONLY_ACME = List.of(new Match(Key.Plain.ORGANIZATION, "acme"::equals));
    private static final Duration NOW = Duration.ZERO;

    private static Conditions when(List<Match> matches) {
        return new Conditions(matches, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void letsTheFirstRuleThatHoldsAnswer() {
        RuleBook<String> rules =
                new RuleBook<>(List.of(new Rule<>(when(ONLY_ACME), "a"), new Rule<>(when(List.of()), "b")));
        assertThat(rules.decide(ACME, false, 0, NOW)).isEqualTo("a");
        assertThat(rules.decide(OTHER, false, 0, NOW)).isEqualTo("b");
        assertThat(rules.decide(NOBODY, false, 0, NOW)).isEqualTo("b");
    }

    @Test
    void countsAttemptsAndTokensOnlyOfRequestsThatSatisfyTheRest() {
        Conditions second = new Conditions(
                ONLY_ACME,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Attempts(2, 6, 2, Key.Plain.TOTAL)),
                Optional.empty());
        RuleBook<String> attempts = new RuleBook<>(List.of(new Rule<>(second, "x")));
        assertThat(attempts.decide(OTHER, false, 0, NOW)).isNull();
        StringBuilder answered = new StringBuilder();
        for (int i = 1; i <= 8; i++) {
            answered.append(attempts.decide(ACME, false, 0, NOW) == null ? '.' : 'x');
        }
        assertThat(answered).hasToString(".x.x.x..");

        Conditions rate = new Conditions(
                ONLY_ACME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Rate(1, Duration.ofMillis(200), 1, Key.Plain.TOTAL)));
        RuleBook<String> rates = new RuleBook<>(List.of(new Rule<>(rate, "fast")));
        assertThat(rates.decide(OTHER, false, 0, NOW)).isNull();
        assertThat(rates.decide(ACME, false, 0, NOW)).isNull();
        assertThat(rates.decide(ACME, false, 199_000_000, NOW)).isEqualTo("fast");
        assertThat(rates.decide(ACME, false, 200_000_000, NOW)).isNull();
    }

    @Test
    void knowsTheLevelOfEachGroupAndForgetsAReleasedSlotOnce() {
        Conditions full = new Conditions(
                List.of(),
                Optional.empty(),
                Optional.of(new AtLeast(1, Key.Plain.ORGANIZATION)),
                Optional.empty(),
                Optional.empty());
        RuleBook<String> rules = new RuleBook<>(List.of(new Rule<>(full, "full")));
        assertThat(rules.decide(ACME, false, 0, NOW)).isNull();
        Gauge.Slot first = rules.gauge().take(ACME);
        Gauge.Slot second = rules.gauge().take(ACME);
        assertThat(rules.decide(ACME, false, 0, NOW)).isEqualTo("full");
        assertThat(rules.decide(ACME, true, 0, NOW)).as("holds a place already").isNull();
        assertThat(rules.decide(OTHER, false, 0, NOW)).isNull();
        first.release();
        first.release();
        assertThat(rules.decide(ACME, false, 0, NOW)).isEqualTo("full");
        second.release();
        assertThat(rules.decide(ACME, false, 0, NOW)).isNull();
    }

    @Test
    void holdsDuringAWindowOnly() {
        Conditions window = new Conditions(
                List.of(),
                Optional.of(new During(Duration.ofSeconds(1), Duration.ofSeconds(2))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        RuleBook<String> rules = new RuleBook<>(List.of(new Rule<>(window, "down")));
        assertThat(rules.decide(NOBODY, false, 0, Duration.ofMillis(999))).isNull();
        assertThat(rules.decide(NOBODY, false, 0, Duration.ofSeconds(1))).isEqualTo("down");
        assertThat(rules.decide(NOBODY, false, 0, Duration.ofSeconds(2))).isNull();
    }
}
