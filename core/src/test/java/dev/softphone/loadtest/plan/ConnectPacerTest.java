package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConnectPacerTest {

    private static final long SECOND = 1_000_000_000;
    private static final Limits FREE = new Limits(OptionalInt.empty(), OptionalInt.empty());

    @Test
    void withoutALimitNobodyWaits() {
        ConnectPacer pacer = ConnectPacer.forCalls(FREE, Part.WHOLE);

        assertThat(pacer.reserve(5, 7)).isEqualTo(7);
        assertThat(pacer.reserve(8, 7)).isEqualTo(8);
        assertThat(pacer.reserve(8, 7)).isEqualTo(8);
        assertThat(pacer.runs()).isZero();
    }

    @Test
    void callsAreHandedOutOneASlot() {
        ConnectPacer pacer = ConnectPacer.forCalls(calls(5), Part.WHOLE);

        assertThat(LongStream.range(0, 4).map(i -> pacer.reserve(0, 0) / 1_000_000))
                .containsExactly(0L, 200L, 400L, 600L);
        assertThat(pacer.reserve(0, 300_000_000) / 1_000_000).isEqualTo(800);
        assertThat(pacer.reserve(0, 5 * SECOND + 1) / 1_000_000).isEqualTo(5200);
        assertThat(pacer.reserve(0, 0) / 1_000_000).isEqualTo(1000);
    }

    @Test
    void aRetryFillsTheGapsThatFirstArrivalsLeave() {
        ArrivalSchedule ramp = ArrivalSchedule.of(new Arrival.RampUp(Duration.ofSeconds(1)), 5, connects(10), 0);
        ConnectPacer pacer = ConnectPacer.forConnects(ramp);

        assertThat(LongStream.range(0, 7).map(i -> pacer.reserve(0, 0) / 1_000_000))
                .containsExactly(100L, 300L, 500L, 700L, 900L, 1000L, 1100L);
    }

    @Test
    void aRetryWaitsForTheEndOfARampThatTakesEverySlot() {
        ArrivalSchedule full = ArrivalSchedule.of(new Arrival.AtOnce(), 100, connects(10), 0);

        assertThat(ConnectPacer.forConnects(full).reserve(0, 1)).isEqualTo(10 * SECOND);
    }

    @Test
    void twoLoopsShareOneASecondInTurn() {
        ConnectPacer first = ConnectPacer.forCalls(calls(1), Part.WHOLE.split(Shares.equal(2), 0));
        ConnectPacer second = ConnectPacer.forCalls(calls(1), Part.WHOLE.split(Shares.equal(2), 1));

        assertThat(LongStream.range(0, 3).map(i -> first.reserve(0, 0) / SECOND))
                .containsExactly(0L, 2L, 4L);
        assertThat(LongStream.range(0, 3).map(i -> second.reserve(0, 0) / SECOND))
                .containsExactly(1L, 3L, 5L);
    }

    @Test
    void noSecondHoldsMoreThanTheLimitOverAllPartsAndFirstArrivals() {
        for (long seed = 0; seed < 200; seed++) {
            Run run = Run.of(seed);
            List<Long> starts = run.all();
            for (int i = run.limit; i < starts.size(); i++) {
                assertThat(starts.get(i) - starts.get(i - run.limit))
                        .as("seed %d, limit %d, start %d", seed, run.limit, i)
                        .isGreaterThanOrEqualTo(SECOND);
            }
        }
    }

    @Test
    void nobodyIsHandedATimeThatIsPastOrTooEarlyOrTaken() {
        for (long seed = 0; seed < 200; seed++) {
            Run run = Run.of(seed);
            assertThat(run.violations).as("seed %d", seed).isEmpty();
            assertThat(run.all()).as("seed %d", seed).doesNotHaveDuplicates();
        }
    }

    @Test
    void noFreeSlotIsWastedUnderPressure() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int limit = 1 + random.nextInt(20);
            ArrivalSchedule ramp = ArrivalSchedule.of(
                    new Arrival.RampUp(Duration.ofMillis(1 + random.nextInt(9000))),
                    1 + random.nextInt(60),
                    connects(limit),
                    seed);
            int parts = 1 + random.nextInt(4);
            List<Long> starts = new ArrayList<>();
            IntStream.range(0, ramp.size()).forEach(i -> starts.add(ramp.offsetNanos(i)));
            for (int part = 0; part < parts; part++) {
                ConnectPacer pacer = ConnectPacer.forConnects(ramp.slice(part, parts));
                IntStream.range(0, 100).forEach(i -> starts.add(pacer.reserve(0, 0)));
            }
            Collections.sort(starts);
            long slot = ArrivalSchedule.slotNanos(limit);
            for (int i = 0; i < 100; i++) {
                assertThat(starts.get(i)).as("seed %d", seed).isEqualTo(i * slot);
            }
        }
    }

    @Test
    void whatIsPastIsForgotten() {
        ConnectPacer pacer = ConnectPacer.forCalls(calls(100), Part.WHOLE);
        SplittableRandom random = new SplittableRandom(1);
        for (long now = 0; now < 100_000; now++) {
            pacer.reserve(now * 20_000_000, now * 20_000_000 + random.nextLong(10 * SECOND));
            // At most the 500 reservations of the ten seconds ahead, and those of the backlog.
            assertThat(pacer.runs()).isLessThanOrEqualTo(501);
        }
    }

    private static Limits connects(int perSecond) {
        return new Limits(OptionalInt.of(perSecond), OptionalInt.empty());
    }

    private static Limits calls(int perSecond) {
        return new Limits(OptionalInt.empty(), OptionalInt.of(perSecond));
    }

    /** First arrivals, and retries of several parts at times drawn from a seed. */
    record Run(int limit, ArrivalSchedule schedule, List<Long> reserved, List<String> violations) {
        static Run of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int limit = 1 + random.nextInt(random.nextBoolean() ? 4 : 200);
            Arrival arrival = random.nextBoolean()
                    ? new Arrival.Rate(
                            1 + random.nextInt(2 * limit), Duration.ofSeconds(1), Arrival.Rate.Spacing.Poisson)
                    : new Arrival.Steps(1 + random.nextInt(30), Duration.ofMillis(random.nextInt(3000)));
            ArrivalSchedule schedule = ArrivalSchedule.of(arrival, 1 + random.nextInt(500), connects(limit), seed);
            Shares runners = Shares.of(List.of(1 + random.nextInt(3), 1 + random.nextInt(3)));
            List<Long> reserved = new ArrayList<>();
            List<String> violations = new ArrayList<>();
            for (int runner = 0; runner < 2; runner++) {
                for (int loop = 0; loop < 2; loop++) {
                    ConnectPacer pacer = ConnectPacer.forConnects(
                            schedule.slice(runners, runner).slice(loop, 2));
                    long now = 0;
                    for (int i = 0; i < 150; i++) {
                        now += random.nextLong(SECOND / limit * 4);
                        long earliest = now + random.nextLong(-SECOND, 5 * SECOND);
                        long start = pacer.reserve(now, earliest);
                        reserved.add(start);
                        if (start < now || start < earliest) {
                            violations.add("now %d, earliest %d, start %d".formatted(now, earliest, start));
                        }
                    }
                }
            }
            return new Run(limit, schedule, reserved, violations);
        }

        List<Long> all() {
            List<Long> all = new ArrayList<>(reserved);
            IntStream.range(0, schedule.size()).forEach(i -> all.add(schedule.offsetNanos(i)));
            Collections.sort(all);
            return all;
        }
    }
}
