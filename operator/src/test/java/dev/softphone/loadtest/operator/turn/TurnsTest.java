package dev.softphone.loadtest.operator.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.v1alpha1.Overlap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {
    private static final Turns FREE = new Turns(0, 0, Overlap.Allow);
    private static final Turns CAPPED = new Turns(1000, 1500, Overlap.Allow);

    @Test
    void aTestAloneGoes() {
        assertThat(turn(FREE, test("calls", "a", 1, 500, "gw:80"))).isEqualTo(new Turn.Now());
    }

    @Test
    void theSecondOnATargetWaitsForTheFirstByName() {
        Contender first = active(test("calls", "a", 1, 500, "gw:80"));

        assertThat(turn(FREE, test("calls", "b", 2, 500, "gw:80"), first))
                .isInstanceOfSatisfying(Turn.Waits.class, waits -> {
                    assertThat(waits.reason()).isEqualTo("WaitsForTarget");
                    assertThat(waits.message()).isEqualTo("waits for test a, which is before it on gw:80");
                });
        assertThat(turn(FREE, test("calls", "b", 2, 500, "gw:81"), first)).isEqualTo(new Turn.Now());
    }

    @Test
    void oneTargetOfSeveralIsEnoughToWait() {
        Contender first = active(test("calls", "a", 1, 500, "gw:80 elsewhere:80"));

        assertThat(turn(FREE, test("calls", "b", 2, 500, "gw:81 elsewhere:80"), first))
                .isInstanceOfSatisfying(Turn.Waits.class, waits -> {
                    assertThat(waits.message()).isEqualTo("waits for test a, which is before it on elsewhere:80");
                    assertThat(waits.tooLong().path()).isEqualTo("spec.gateway.genesys.organizations");
                });
        assertThat(turn(FREE, test("calls", "b", 2, 500, "gw:81 elsewhere:81"), first))
                .isEqualTo(new Turn.Now());
    }

    @Test
    void aTestOfAnotherNamespaceIsNotNamed() {
        Contender first = active(test("secret-project", "acquisition", 1, 500, "gw:80"));

        assertThat(turn(FREE, test("calls", "b", 2, 500, "gw:80"), first))
                .isInstanceOfSatisfying(Turn.Waits.class, waits -> {
                    assertThat(waits.message())
                            .isEqualTo("waits for a test of another namespace, which is before it on gw:80");
                    assertThat(waits.tooLong().toString())
                            .doesNotContain("acquisition")
                            .doesNotContain("secret");
                });
    }

    @Test
    void theEarlierOfTwoThatWaitGoesFirstWhoeverAsksFirst() {
        Contender b = test("calls", "b", 2, 500, "gw:80");
        Contender c = test("calls", "c", 3, 500, "gw:80");

        assertThat(turn(FREE, c, b)).isInstanceOf(Turn.Waits.class);
        assertThat(turn(FREE, b, c)).isEqualTo(new Turn.Now());
    }

    @ParameterizedTest
    @CsvSource({
        "Allow, Allow, Allow, true",
        "Forbid, Allow, Allow, false",
        "Allow, Forbid, Allow, false",
        "Allow, Allow, Forbid, false"
    })
    void aTargetIsSharedOnlyWhereBothTestsAndTheOperatorAllowIt(
            Overlap operator, Overlap one, Overlap other, boolean shared) {
        Turn turn = turn(
                new Turns(0, 0, operator),
                overlap(test("calls", "b", 2, 5, "gw:80"), one),
                overlap(active(test("calls", "a", 1, 5, "gw:80")), other));

        assertThat(turn instanceof Turn.Now).isEqualTo(shared);
    }

    @Test
    void whoSharesDoesNotOvertakeWhoWaitsForTheTargetAlone() {
        Contender runs = overlap(active(test("calls", "a", 1, 5, "gw:80")), Overlap.Allow);
        Contender alone = test("calls", "b", 2, 5, "gw:80");
        Contender shares = overlap(test("calls", "c", 3, 5, "gw:80"), Overlap.Allow);

        assertThat(turn(FREE, shares, runs, alone)).isInstanceOf(Turn.Waits.class);
    }

    @Test
    void whatIsLargerThanACapByItselfNeverGoes() {
        assertThat(turn(CAPPED, test("calls", "a", 1, 1001, "gw:80")))
                .isInstanceOfSatisfying(Turn.Never.class, never -> assertThat(never.violation())
                        .hasToString("spec.softphones: required at most 1000 (the operator's"
                                + " softphone.caps.per-namespace), observed 1001"));
        assertThat(turn(new Turns(0, 900, Overlap.Forbid), test("calls", "a", 1, 901, "gw:80")))
                .isInstanceOfSatisfying(
                        Turn.Never.class,
                        never -> assertThat(never.violation().required()).contains("softphone.caps.in-total"));
    }

    @Test
    void whatFitsAloneButNotBesideOthersWaitsForRoom() {
        Contender runs = active(test("calls", "a", 1, 600, "gw:80"));

        assertThat(turn(CAPPED, test("calls", "b", 2, 401, "gw:81"), runs))
                .isInstanceOfSatisfying(Turn.Waits.class, waits -> assertThat(waits.message())
                        .isEqualTo(
                                "waits for room for 401 softphones: 600 of 1000 softphones of namespace calls taken by"
                                        + " the tests before it (the operator's softphone.caps.per-namespace)"));
        assertThat(turn(CAPPED, test("calls", "b", 2, 400, "gw:81"), runs)).isEqualTo(new Turn.Now());
        assertThat(turn(CAPPED, test("other", "b", 2, 900, "gw:81"), runs)).isEqualTo(new Turn.Now());
        assertThat(turn(CAPPED, test("other", "b", 2, 901, "gw:81"), runs))
                .isInstanceOfSatisfying(Turn.Waits.class, waits -> assertThat(waits.message())
                        .contains("600 of 1500 softphones of the operator"));
    }

    @Test
    void aSmallTestDoesNotOvertakeALargeOneThatWaitsForRoom() {
        Contender runs = active(test("calls", "a", 1, 600, "gw:80"));
        Contender large = test("calls", "b", 2, 900, "gw:81");
        Contender small = test("calls", "c", 3, 200, "gw:82");

        assertThat(turn(CAPPED, small, runs, large)).isInstanceOf(Turn.Waits.class);
    }

    @Test
    void whoWaitsForATargetTakesNoRoom() {
        Contender runs = active(test("calls", "a", 1, 600, "gw:80"));
        Contender blocked = test("calls", "b", 2, 400, "gw:80");

        assertThat(turn(CAPPED, test("calls", "c", 3, 400, "gw:82"), runs, blocked))
                .isEqualTo(new Turn.Now());
    }

    @Test
    void whoHoldsItsTargetAlreadyGoesOn() {
        Contender self = active(test("calls", "b", 2, 900, "gw:80"));
        assertThat(turn(CAPPED, self, test("calls", "a", 1, 900, "gw:80"))).isEqualTo(new Turn.Now());
    }

    @ParameterizedTest
    @CsvSource({
        "ws://gateway:8080/, gateway.calls:8080",
        "ws://Gateway.calls.svc.cluster.local:8080/x, gateway.calls:8080",
        "ws://gateway.calls.svc.:8080, gateway.calls:8080",
        "wss://gw.example/s?u=${identity.username}, gw.example:443",
        "ws://gw.example, gw.example:80",
        "ws://[2001:db8::7]:81/, [2001:db8::7]:81"
    })
    void theSameTargetIsKnownByAllItsNames(String url, String target) {
        assertThat(Contender.target(url, "calls")).contains(target);
    }

    /** Whoever is asked in whatever order, again and again: no target twice, no cap passed, and all have run at the end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void everybodyGetsATurnAndNobodyTooSoon(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Contender> tests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Contender test = test(
                    "ns" + random.nextInt(2),
                    "t" + i,
                    random.nextInt(5),
                    1 + random.nextInt(1000),
                    "gw:" + random.nextInt(3) + (random.nextBoolean() ? "" : " gw:" + random.nextInt(3)));
            tests.add(random.nextBoolean() ? overlap(test, Overlap.Allow) : test);
        }
        for (int step = 0; !tests.isEmpty(); step++) {
            String why = "seed " + seed + ", step " + step;
            assertThat(step).as(why).isLessThan(1000);
            int one = random.nextInt(tests.size());
            Contender self = tests.get(one);
            List<Contender> others = new ArrayList<>(tests);
            others.remove(one);
            if (self.active()) {
                tests.remove(one);
            } else if (CAPPED.of(new Queue(self, others, Map.of())) instanceof Turn.Now) {
                tests.set(one, active(self));
            }
            List<Contender> active = tests.stream().filter(Contender::active).toList();
            assertThat(active.stream().mapToLong(Contender::softphones).sum())
                    .as(why)
                    .isLessThanOrEqualTo(1500);
            for (Contender a : active) {
                for (Contender b : active) {
                    assertThat(a.equals(b)
                                    || Collections.disjoint(a.targets(), b.targets())
                                    || (a.overlap() == Overlap.Allow && b.overlap() == Overlap.Allow))
                            .as(why)
                            .isTrue();
                }
            }
        }
    }

    private static Turn turn(Turns turns, Contender self, Contender... others) {
        return turns.of(new Queue(self, List.of(others), Map.of()));
    }

    private static Contender test(String namespace, String name, int second, long softphones, String target) {
        return new Contender(
                namespace,
                name,
                namespace + "-" + name,
                Instant.ofEpochSecond(second),
                softphones,
                List.of(target.split(" ")),
                Overlap.Forbid,
                false);
    }

    private static Contender active(Contender test) {
        return new Contender(
                test.namespace(),
                test.name(),
                test.uid(),
                test.created(),
                test.softphones(),
                test.targets(),
                test.overlap(),
                true);
    }

    private static Contender overlap(Contender test, Overlap overlap) {
        return new Contender(
                test.namespace(),
                test.name(),
                test.uid(),
                test.created(),
                test.softphones(),
                test.targets(),
                overlap,
                test.active());
    }
}
