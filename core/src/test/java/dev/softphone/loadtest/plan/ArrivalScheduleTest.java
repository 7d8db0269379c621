package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Arrival.Rate.Spacing;
import dev.softphone.loadtest.model.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {

    private static final Limits FREE = new Limits(OptionalInt.empty(), OptionalInt.empty());
    private static final long SECOND = 1_000_000_000;

    @Test
    void atOnceMeansAtTheFirstInstant() {
        ArrivalSchedule schedule = ArrivalSchedule.of(new Arrival.AtOnce(), 500, FREE, 0);

        assertThat(offsets(schedule)).hasSize(500).containsOnly(0L);
        assertThat(schedule.steps()).isEqualTo(1);
        assertThat(schedule.stepOf(499)).isZero();
    }

    @Test
    void aRampSpreadsItsStartsEvenlyFromTheFirstInstant() {
        ArrivalSchedule schedule = ArrivalSchedule.of(new Arrival.RampUp(Duration.ofSeconds(60)), 500, FREE, 0);

        assertThat(offsets(schedule)).startsWith(0L, 120_000_000L, 240_000_000L);
        assertThat(schedule.lastOffsetNanos()).isEqualTo(59_880_000_000L);
    }

    @Test
    void theBusiestSecondOfAScheduleIsTheBusiestOfAnyThatBeginsWithAStart() {
        for (long seed = 0; seed < 100; seed++) {
            Drawn drawn = Drawn.of(seed);
            long[] offsets =
                    offsets(drawn.schedule).stream().mapToLong(Long::longValue).toArray();
            long most = LongStream.of(offsets)
                    .map(begin -> LongStream.of(offsets)
                            .filter(offset -> offset >= begin && offset < begin + SECOND)
                            .count())
                    .max()
                    .orElseThrow();
            assertThat((long) drawn.schedule.mostInASecond()).as(drawn.name).isEqualTo(most);
        }
    }

    @Test
    void aRampOverNoTimeIsAtOnce() {
        ArrivalSchedule schedule = ArrivalSchedule.of(new Arrival.RampUp(Duration.ZERO), 10, FREE, 0);

        assertThat(offsets(schedule)).containsOnly(0L);
    }

    @Test
    void aStepStartsTogetherAndTheLastMayBeSmaller() {
        ArrivalSchedule schedule = ArrivalSchedule.of(new Arrival.Steps(50, Duration.ofSeconds(10)), 120, FREE, 0);

        assertThat(schedule.steps()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).map(schedule::softphonesOfStep)).containsExactly(50, 50, 20);
        assertThat(LongStream.of(0, 1, 2).map(step -> schedule.stepOffsetNanos((int) step)))
                .containsExactly(0L, 10 * SECOND, 20 * SECOND);
        assertThat(schedule.offsetNanos(49)).isZero();
        assertThat(schedule.offsetNanos(50)).isEqualTo(10 * SECOND);
        assertThat(schedule.stepOf(49)).isZero();
        assertThat(schedule.stepOf(50)).isEqualTo(1);
        assertThat(schedule.stepOf(119)).isEqualTo(2);
    }

    @Test
    void aStepLargerThanTheTestIsOneStep() {
        ArrivalSchedule schedule = ArrivalSchedule.of(new Arrival.Steps(50, Duration.ofSeconds(10)), 20, FREE, 0);

        assertThat(schedule.steps()).isEqualTo(1);
        assertThat(schedule.softphonesOfStep(0)).isEqualTo(20);
    }

    @Test
    void anEvenRateKeepsItsRateForEver() {
        ArrivalSchedule schedule =
                ArrivalSchedule.of(new Arrival.Rate(42, Duration.ofMinutes(1), Spacing.Even), 1_000_000, FREE, 0);

        for (int minute = 0; minute < 20_000; minute++) {
            assertThat(schedule.offsetNanos(minute * 42)).isEqualTo(minute * 60L * SECOND);
        }
    }

    @Test
    void aLimitSpreadsWhatWouldComeAtOnce() {
        ArrivalSchedule atOnce = ArrivalSchedule.of(new Arrival.AtOnce(), 100, connects(50), 0);
        ArrivalSchedule steps = ArrivalSchedule.of(new Arrival.Steps(5, Duration.ofSeconds(1)), 12, connects(10), 0);

        assertThat(offsets(atOnce)).startsWith(0L, 20_000_000L, 40_000_000L);
        assertThat(atOnce.lastOffsetNanos()).isEqualTo(99 * 20_000_000L);
        assertThat(millis(steps))
                .containsExactly(0L, 100L, 200L, 300L, 400L, 1000L, 1100L, 1200L, 1300L, 1400L, 2000L, 2100L);
    }

    @Test
    void aStepThatDoesNotFitPushesTheNextBack() {
        ArrivalSchedule schedule =
                ArrivalSchedule.of(new Arrival.Steps(15, Duration.ofSeconds(1)), 40, connects(10), 0);

        assertThat(schedule.stepOffsetNanos(1)).isEqualTo(1500 * 1_000_000L);
        assertThat(schedule.stepOffsetNanos(2)).isEqualTo(3000 * 1_000_000L);
    }

    @Test
    void aLimitThatIsNotReachedDelaysNobodyByASlot() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int softphones = 1 + random.nextInt(300);
            int limit = 1 + random.nextInt(60);
            Arrival ramp =
                    new Arrival.RampUp(Duration.ofNanos(softphones * (SECOND / limit + 1 + random.nextInt(1 << 28))));
            ArrivalSchedule free = ArrivalSchedule.of(ramp, softphones, FREE, seed);
            ArrivalSchedule limited = ArrivalSchedule.of(ramp, softphones, connects(limit), seed);
            for (int i = 0; i < softphones; i++) {
                assertThat(limited.offsetNanos(i) - free.offsetNanos(i))
                        .as("seed %d", seed)
                        .isBetween(0L, SECOND / limit);
            }
        }
    }

    @Test
    void startsAreInOrderAndApartUnlessAtOnceIsMeant() {
        for (long seed = 0; seed < 500; seed++) {
            Drawn drawn = Drawn.of(seed);
            boolean together = drawn.limits.connectsPerSecond().isEmpty()
                    && (drawn.arrival instanceof Arrival.AtOnce || drawn.arrival instanceof Arrival.Steps);
            long previous = -1;
            for (long offset : offsets(drawn.schedule)) {
                assertThat(offset)
                        .as(drawn.name)
                        .isGreaterThanOrEqualTo(together ? Math.max(0, previous) : previous + 1);
                previous = offset;
            }
        }
    }

    @Test
    void noSecondHoldsMoreThanTheLimit() {
        for (long seed = 0; seed < 500; seed++) {
            Drawn drawn = Drawn.of(seed);
            drawn.limits.connectsPerSecond().ifPresent(limit -> {
                List<Long> offsets = offsets(drawn.schedule);
                for (int i = limit; i < offsets.size(); i++) {
                    assertThat(offsets.get(i) - offsets.get(i - limit))
                            .as("%s: start %d and the one %d before it", drawn.name, i, limit)
                            .isGreaterThanOrEqualTo(SECOND);
                }
            });
        }
    }

    @Test
    void aLimitNeverStartsAnybodyEarlier() {
        for (long seed = 0; seed < 300; seed++) {
            Drawn drawn = Drawn.of(seed);
            ArrivalSchedule free = ArrivalSchedule.of(drawn.arrival, drawn.schedule.size(), FREE, seed);
            for (int i = 0; i < free.size(); i++) {
                assertThat(drawn.schedule.offsetNanos(i)).as(drawn.name).isGreaterThanOrEqualTo(free.offsetNanos(i));
            }
        }
    }

    @Test
    void everySoftphoneIsInExactlyOneSliceAndKeepsItsStart() {
        for (long seed = 0; seed < 300; seed++) {
            Drawn drawn = Drawn.of(seed);
            SplittableRandom random = new SplittableRandom(seed);
            List<Integer> weights = IntStream.range(0, 1 + random.nextInt(5))
                    .map(i -> 1 + random.nextInt(3))
                    .boxed()
                    .toList();
            Shares runners = Shares.of(weights);
            int loops = 1 + random.nextInt(3);
            List<Integer> seen = new ArrayList<>();
            int[] ofStep = new int[drawn.schedule.steps()];
            for (int runner = 0; runner < runners.owners(); runner++) {
                for (int loop = 0; loop < loops; loop++) {
                    ArrivalSchedule slice =
                            drawn.schedule.slice(runners, runner).slice(loop, loops);
                    for (int i = 0; i < slice.size(); i++) {
                        int whole = slice.wholeIndex(i);
                        seen.add(whole);
                        assertThat(slice.offsetNanos(i)).as(drawn.name).isEqualTo(drawn.schedule.offsetNanos(whole));
                        assertThat(slice.stepOf(i)).as(drawn.name).isEqualTo(drawn.schedule.stepOf(whole));
                    }
                    for (int step = 0; step < ofStep.length; step++) {
                        ofStep[step] += slice.softphonesOfStep(step);
                    }
                }
            }
            assertThat(seen).as(drawn.name).doesNotHaveDuplicates().hasSize(drawn.schedule.size());
            for (int step = 0; step < ofStep.length; step++) {
                assertThat(ofStep[step]).as(drawn.name).isEqualTo(drawn.schedule.softphonesOfStep(step));
            }
        }
    }

    @Test
    void aPartWithoutSoftphonesIsEmptyAndEndsAtOnce() {
        ArrivalSchedule none = ArrivalSchedule.of(new Arrival.RampUp(Duration.ofSeconds(9)), 2, FREE, 0)
                .slice(2, 3);

        assertThat(none.size()).isZero();
        assertThat(none.lastOffsetNanos()).isZero();
        assertThatThrownBy(() -> none.offsetNanos(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void gapsOfAPoissonRateAreExponential() {
        int softphones = 20_000;
        for (long seed = 0; seed < 20; seed++) {
            ArrivalSchedule schedule = ArrivalSchedule.of(
                    new Arrival.Rate(100, Duration.ofSeconds(1), Spacing.Poisson), softphones, FREE, seed);
            double[] gaps = new double[softphones];
            long previous = 0;
            for (int i = 0; i < softphones; i++) {
                gaps[i] = (schedule.offsetNanos(i) - previous) / 1e9;
                previous = schedule.offsetNanos(i);
            }
            // Kolmogorov–Smirnov: 2.23 / sqrt(n) is passed by one true sample in ten thousand.
            assertThat(distanceFromExponential(gaps, 100)).as("seed %d", seed).isLessThan(2.23 / Math.sqrt(softphones));
            assertThat(schedule.lastOffsetNanos() / 1e9).as("seed %d", seed).isCloseTo(200, within(10.0));
        }
    }

    @Test
    void theSameSeedGivesTheSameArrivalsAndAnotherDoesNot() {
        Arrival poisson = new Arrival.Rate(10, Duration.ofSeconds(1), Spacing.Poisson);

        List<Long> first = offsets(ArrivalSchedule.of(poisson, 100, FREE, 7));

        assertThat(offsets(ArrivalSchedule.of(poisson, 100, FREE, 7))).isEqualTo(first);
        assertThat(offsets(ArrivalSchedule.of(poisson, 100, FREE, 8))).isNotEqualTo(first);
        assertThat(first.subList(0, 3)).as("on every machine").containsExactly(49_401_725L, 51_094_807L, 282_116_905L);
    }

    @Test
    void refusesWhatHasNoSchedule() {
        Duration second = Duration.ofSeconds(1);
        Arrival search = new Arrival.Search(1, 1, second, second, second, 1, 0);
        assertThatThrownBy(() -> ArrivalSchedule.of(search, 1, FREE, 0)).hasMessageContaining("schedule of its own");
        assertThatThrownBy(() -> ArrivalSchedule.of(new Arrival.AtOnce(), 0, FREE, 0))
                .hasMessage("softphones: required 1 or more, observed 0");
        assertThatThrownBy(() -> ArrivalSchedule.of(new Arrival.AtOnce(), 1, connects(0), 0))
                .hasMessage("connectsPerSecond: required 1 or more, observed 0");
        assertThatThrownBy(() ->
                        ArrivalSchedule.of(new Arrival.Rate(1, Duration.ofDays(365), Spacing.Even), 1_000_000, FREE, 0))
                .hasMessageContaining("292 years");
    }

    @Test
    void aMillionSoftphonesOverAMonthDoNotOverflow() {
        ArrivalSchedule schedule = ArrivalSchedule.of(new Arrival.RampUp(Duration.ofDays(30)), 1_000_000, FREE, 0);

        assertThat(schedule.offsetNanos(500_000)).isEqualTo(Duration.ofDays(15).toNanos());
    }

    private static double distanceFromExponential(double[] gaps, double rate) {
        Arrays.sort(gaps);
        double distance = 0;
        for (int i = 0; i < gaps.length; i++) {
            double expected = 1 - Math.exp(-rate * gaps[i]);
            distance = Math.max(distance, Math.abs(expected - (double) i / gaps.length));
            distance = Math.max(distance, Math.abs(expected - (i + 1.0) / gaps.length));
        }
        return distance;
    }

    private static Limits connects(int perSecond) {
        return new Limits(OptionalInt.of(perSecond), OptionalInt.empty());
    }

    private static List<Long> offsets(ArrivalSchedule schedule) {
        return IntStream.range(0, schedule.size())
                .mapToObj(schedule::offsetNanos)
                .toList();
    }

    private static List<Long> millis(ArrivalSchedule schedule) {
        return offsets(schedule).stream().map(nanos -> nanos / 1_000_000).toList();
    }

    /** A schedule of any kind, drawn from a seed. */
    record Drawn(String name, Arrival arrival, Limits limits, ArrivalSchedule schedule) {
        static Drawn of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int softphones = 1 + random.nextInt(400);
            Duration duration = Duration.ofNanos(1 + random.nextLong(1L << (20 + random.nextInt(16))));
            int count = 1 + random.nextInt(120);
            Arrival arrival =
                    switch (random.nextInt(5)) {
                        case 0 -> new Arrival.AtOnce();
                        case 1 -> new Arrival.RampUp(duration);
                        case 2 -> new Arrival.Steps(count, duration);
                        case 3 -> new Arrival.Rate(count, duration, Spacing.Even);
                        default -> new Arrival.Rate(count, duration, Spacing.Poisson);
                    };
            Limits limits = random.nextBoolean() ? FREE : connects(1 + random.nextInt(random.nextBoolean() ? 5 : 300));
            return new Drawn(
                    "seed %d, %d softphones, %s, %s".formatted(seed, softphones, arrival, limits),
                    arrival,
                    limits,
                    ArrivalSchedule.of(arrival, softphones, limits, seed));
        }
    }
}
