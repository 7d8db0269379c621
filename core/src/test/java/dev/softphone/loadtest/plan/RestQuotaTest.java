package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.plan.RestQuota.Leave;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RestQuotaTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final int SEEDS = 400;

    @Test
    void noCallCrossesZeroWhateverTheDelaysAndTheRounding() {
        for (long seed = 0; seed < 10 * SEEDS; seed++) {
            Run run = Run.alone(seed).play();
            assertThat(run.crossed).as("calls past the quota, %s", run).isZero();
        }
    }

    @Test
    void everyoneGoesInTheEndAndNoWindowIsLeftUnused() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Run run = Run.alone(seed).play();
            assertThat(run.sent).as("calls sent, %s", run).isEqualTo(run.callers);
            // Each window may end a second and two delays late; calls that are lost are counted twice.
            long usable = Math.max(1, run.allowed - 2 * run.lost - 2);
            long windows = (run.callers + usable - 1) / usable + 1;
            long each = run.windowNanos + 2 * SECOND + 4 * Run.LONGEST_DELAY;
            assertThat(run.lastSentNanos).as("last sent, %s", run).isLessThanOrEqualTo(windows * each);
        }
    }

    @Test
    void severalOnOneTokenNeverCrossItTogetherThoughNoneKnowsOfAnother() {
        for (long seed = 0; seed < 10 * SEEDS; seed++) {
            Run run = Run.several(seed).play();
            assertThat(run.crossed).as("calls past the quota, %s", run).isZero();
        }
    }

    @Test
    void everyoneOfSeveralGoesInTheEnd() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Run run = Run.several(seed).play();
            assertThat(run.sent).as("calls sent, %s", run).isEqualTo(run.callers);
        }
    }

    @Test
    void ofAWindowASharedTokenGivesTheFractionOfWhatIsLeft() {
        RestQuota quota = new RestQuota(new Fraction(1, 3));
        quota.answered(quota.ask(0).orElseThrow(), told(9, 60), 0);
        Leave first = quota.ask(0).orElseThrow();

        Leave second = quota.ask(0).orElseThrow();
        assertThat(quota.ask(0))
                .as("a third of ten is three, and one has asked")
                .isEmpty();
        quota.answered(first, told(8, 60), 0);
        quota.unanswered(second, 0);
        assertThat(quota.ask(0)).as("an answer gives nothing back").isEmpty();
        quota.answered(quota.ask(61 * SECOND).orElseThrow(), told(299, 60), 61 * SECOND);
        assertThat(sendable(quota, 61 * SECOND))
                .as("a third of 300 less the first")
                .isEqualTo(99);
    }

    @Test
    void aFractionBelowOneCallSendsOneAWindow() {
        RestQuota quota = new RestQuota(new Fraction(1, 1_000));
        for (int window = 0; window < 10; window++) {
            long now = window * 61L * SECOND;
            quota.answered(quota.ask(now).orElseThrow(), told(299, 60), now);

            assertThat(quota.ask(now)).as("window %d", window).isEmpty();
            assertThat(quota.opensAtNanos(now)).hasValue(now + 61 * SECOND);
        }
    }

    @Test
    void aCallThatIsGivenUpAtTheEndOfAWindowIsChargedToTheShareOfTheNext() {
        RestQuota quota = new RestQuota(new Fraction(1, 2));
        quota.answered(quota.ask(0).orElseThrow(), told(20, 9, 10), 0);
        Leave early = quota.ask(0).orElseThrow();
        Leave late = quota.ask(0).orElseThrow();
        quota.unanswered(early, 8 * SECOND);
        quota.unanswered(late, 10 * SECOND);

        quota.answered(quota.ask(11 * SECOND).orElseThrow(), told(20, 18, 10), 11 * SECOND);

        assertThat(sendable(quota, 11 * SECOND)).as("half of 19, less two").isEqualTo(7);
    }

    @Test
    void callsInFlightThatMayTakeTheWholeShareOfTheNextWindowAreWaitedFor() {
        RestQuota quota = new RestQuota(new Fraction(1, 2));
        quota.answered(quota.ask(0).orElseThrow(), Optional.empty(), 0);
        List<Leave> flying = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            flying.add(quota.ask(0).orElseThrow());
        }
        quota.answered(flying.get(0), told(10, 9, 1), 0);

        assertThat(quota.ask(3 * SECOND)).as("five of a share of five").isEmpty();
        quota.unanswered(flying.get(1), 3 * SECOND);
        assertThat(quota.ask(3 * SECOND)).isPresent();
    }

    @Test
    void ofALimitThatTurnsUpLateOurCallsBeforeAreOurs() {
        RestQuota quota = new RestQuota(new Fraction(1, 2));
        quota.answered(quota.ask(0).orElseThrow(), told(1_000, 999, 60), 0);
        for (int i = 0; i < 5; i++) {
            quota.answered(quota.ask(0).orElseThrow(), told(1_000, 998 - i, 60), 0);
        }
        quota.answered(quota.ask(0).orElseThrow(), told(40, 33, 60), 0);

        assertThat(sendable(quota, 0)).as("half of 34, less seven").isEqualTo(10);
    }

    private static int sendable(RestQuota quota, long now) {
        int calls = 0;
        while (quota.ask(now).isPresent()) {
            calls++;
        }
        return calls;
    }

    @Test
    void whereNothingIsKnownOneCallAsksForAll() {
        RestQuota quota = new RestQuota();
        Leave scout = quota.ask(0).orElseThrow();

        assertThat(quota.ask(0)).isEmpty();
        assertThat(quota.opensAtNanos(0)).isEmpty();
        quota.answered(scout, told(2, 60), SECOND);

        assertThat(quota.ask(SECOND)).isPresent();
        assertThat(quota.ask(SECOND)).isPresent();
        assertThat(quota.ask(SECOND)).isEmpty();
        assertThat(quota.opensAtNanos(SECOND)).hasValue(62 * SECOND);
        assertThat(quota.ask(62 * SECOND - 1)).isEmpty();
        assertThat(quota.ask(62 * SECOND)).isPresent();
        assertThat(quota.ask(62 * SECOND)).as("one asks about the next window").isEmpty();
        assertThat(quota.opensAtNanos(62 * SECOND)).as("its answer tells").isEmpty();
    }

    @Test
    void withoutALimitNobodyWaitsForMoreThanTheFirstAnswer() {
        RestQuota quota = new RestQuota();
        quota.answered(quota.ask(0).orElseThrow(), Optional.empty(), SECOND);

        for (int i = 0; i < 1_000; i++) {
            assertThat(quota.ask(SECOND)).isPresent();
        }
    }

    @Test
    void anErrorOfAFrontEndIsNoLeaveForAll() {
        RestQuota quota = new RestQuota();
        quota.answered(quota.ask(0).orElseThrow(), told(5, 1), 0);
        Leave scout = quota.ask(2 * SECOND).orElseThrow();
        quota.answered(scout, Optional.empty(), 2 * SECOND);

        long later = 2 * SECOND + MILLI;
        Leave next = quota.ask(later).orElseThrow();
        assertThat(quota.ask(later)).as("one asks at a time").isEmpty();
        quota.answered(next, told(5, 1), later);
        assertThat(sendable(quota, later)).isEqualTo(5);
    }

    @Test
    void aRefusalThatNamesNoLimitHoldsEveryoneUntilItsRetryAfter() {
        RestQuota quota = new RestQuota();
        quota.answered(quota.ask(0).orElseThrow(), told(200, 60), 0);
        Leave refused = quota.ask(0).orElseThrow();
        quota.answered(refused, QuotaReading.of(429, Map.of("retry-after", "90"), 0), 0);

        assertThat(quota.ask(89 * SECOND)).isEmpty();
        assertThat(quota.ask(91 * SECOND)).isPresent();
    }

    @Test
    void ofTwoLimitsThatAreToldInTurnTheNarrowerIsKept() {
        RestQuota quota = new RestQuota();
        quota.answered(quota.ask(0).orElseThrow(), told(10, 1, 2), 0);
        quota.answered(quota.ask(0).orElseThrow(), told(1_000, 900, 3_000), 0);
        assertThat(quota.ask(0)).as("the wider is charged to the narrower").isEmpty();

        quota.answered(quota.ask(3 * SECOND).orElseThrow(), told(1_000, 899, 2_997), 3 * SECOND);
        for (int i = 0; i < 9; i++) {
            assertThat(quota.ask(3 * SECOND)).as("call %d", i).isPresent();
        }
        assertThat(quota.ask(3 * SECOND)).as("one of ten was the first").isEmpty();
    }

    @Test
    void aScoutThatIsNeverAnsweredIsFollowedByAnother() {
        RestQuota quota = new RestQuota();
        quota.unanswered(quota.ask(0).orElseThrow(), 0);

        assertThat(quota.ask(0)).isPresent();
        assertThat(quota.ask(0)).isEmpty();
    }

    @Test
    void aLoadBelowTheLimitNeverWaits() {
        RestQuota quota = new RestQuota();
        int window = 0;
        int count = 0;
        for (int call = 0; call < 4_000; call++) {
            long now = call * 250L * MILLI; // 240 a minute of 300
            if (now / (60 * SECOND) > window) {
                window++;
                count = 0;
            }
            count++;
            Optional<Leave> leave = quota.ask(now);
            assertThat(leave).as("call %d", call).isPresent();
            long until = 60L * (window + 1) - now / SECOND;
            quota.answered(leave.orElseThrow(), told(300 - count, until), now + 10 * MILLI);
        }
    }

    private static Optional<QuotaReading> told(long remaining, long seconds) {
        return told(300, remaining, seconds);
    }

    private static Optional<QuotaReading> told(long allowed, long remaining, long seconds) {
        return Optional.of(reading(allowed, remaining, seconds));
    }

    private static QuotaReading reading(long allowed, long remaining, long seconds) {
        return new QuotaReading(allowed, remaining, seconds * 1_000);
    }

    /** Callers of one token in one process or several, a gateway that counts in fixed windows, a network that delays and loses. */
    private static final class Run {
        static final int WIDE = 1_000;
        static final long LONGEST_DELAY = 3 * SECOND;

        private record Event(long at, Runnable happens) {}

        private final long seed;
        private final SplittableRandom random;
        private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
        private final List<Runner> runners = new ArrayList<>();
        private final Map<Long, Integer> counted = new HashMap<>();
        private final int callers;
        private final int allowed;
        private final long windowNanos;
        private final boolean roundsUp;
        private final int lossPercent;
        /** Another limit beside it, which answers tell of while it has the smaller share left. */
        private final boolean wide;

        private int all;
        private long now;
        private int sent;
        private int lost;
        private int crossed;
        private long lastSentNanos;

        private Run(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            callers = random.nextInt(1, 200);
            allowed = random.nextInt(5, 60);
            windowNanos = random.nextLong(2_000, 20_000) * MILLI;
            roundsUp = random.nextBoolean();
            lossPercent = random.nextBoolean() ? 0 : 3;
            wide = random.nextInt(3) == 0;
        }

        static Run alone(long seed) {
            Run run = new Run(seed);
            run.runners.add(run.new Runner(Fraction.WHOLE));
            return run;
        }

        static Run several(long seed) {
            Run run = new Run(seed);
            run.fractions().forEach(fraction -> run.runners.add(run.new Runner(fraction)));
            return run;
        }

        /** Two or more, each of a call at least; where calls are lost, of two. */
        private List<Fraction> fractions() {
            int least = lossPercent == 0 ? 1 : 2;
            int most = Math.min(6, allowed / least);
            int whole = random.nextInt(6, 500);
            while (true) {
                int[] cuts =
                        random.ints(random.nextInt(1, most), 1, whole).sorted().toArray();
                List<Fraction> fractions = new ArrayList<>();
                int before = 0;
                for (int i = 0; i <= cuts.length; i++) {
                    int cut = i < cuts.length ? cuts[i] : whole;
                    if (cut > before) {
                        fractions.add(new Fraction(cut - before, whole));
                    }
                    before = cut;
                }
                if (fractions.stream().allMatch(fraction -> fraction.of(allowed) >= least)) {
                    return fractions;
                }
            }
        }

        Run play() {
            long arriveWithin = random.nextLong(1, 3 * windowNanos);
            for (int i = 0; i < callers; i++) {
                Runner runner = runners.get(i % runners.size());
                events.add(new Event(random.nextLong(arriveWithin), runner::arrive));
            }
            while (!events.isEmpty()) {
                Event next = events.poll();
                now = next.at;
                next.happens.run();
            }
            return this;
        }

        private final class Runner {
            private final Fraction fraction;
            private final RestQuota quota;
            private int waiting;
            private long alarm = Long.MAX_VALUE;
            /** Answers told of the limit; of one that was never told nobody can know. */
            private boolean informed;

            Runner(Fraction fraction) {
                this.fraction = fraction;
                quota = new RestQuota(fraction);
            }

            void arrive() {
                waiting++;
                let();
            }

            private void let() {
                while (waiting > 0) {
                    Optional<Leave> leave = quota.ask(now);
                    if (leave.isEmpty()) {
                        break;
                    }
                    waiting--;
                    sent++;
                    lastSentNanos = Math.max(lastSentNanos, now);
                    send(leave.get());
                }
                if (waiting > 0) {
                    quota.opensAtNanos(now).ifPresent(at -> {
                        if (at < alarm || alarm <= now) {
                            alarm = at;
                            events.add(new Event(at, this::let));
                        }
                    });
                }
            }

            private void send(Leave leave) {
                if (random.nextInt(100) < lossPercent) {
                    lost++;
                    boolean reaches = random.nextBoolean();
                    if (reaches) {
                        events.add(new Event(now + delay(), () -> count(informed)));
                    }
                    events.add(new Event(now + 2 * LONGEST_DELAY, () -> {
                        quota.unanswered(leave, now);
                        let();
                    }));
                    return;
                }
                events.add(new Event(now + delay(), () -> {
                    QuotaReading says = count(informed);
                    events.add(new Event(now + delay(), () -> {
                        quota.answered(leave, Optional.of(says), now);
                        informed |= says.allowed() == allowed;
                        let();
                    }));
                }));
            }

            @Override
            public String toString() {
                return fraction.ours() + "/" + fraction.all();
            }
        }

        private QuotaReading count(boolean informed) {
            long window = now / windowNanos;
            int count = counted.merge(window, 1, Integer::sum);
            crossed += count > allowed ? 1 : 0;
            long until = (window + 1) * windowNanos - now;
            all++;
            if (wide && informed && (double) (WIDE - all) / WIDE < (double) (allowed - count) / allowed) {
                return reading(WIDE, WIDE - all, 3_600 - now / SECOND);
            }
            long seconds = roundsUp ? (until + SECOND - 1) / SECOND : until / SECOND;
            return reading(allowed, Math.max(0, allowed - count), seconds);
        }

        private long delay() {
            return random.nextInt(10) == 0 ? random.nextLong(LONGEST_DELAY) : random.nextLong(50 * MILLI);
        }

        @Override
        public String toString() {
            return "seed " + seed + ": " + callers + " callers in " + runners + ", " + allowed + " in "
                    + windowNanos / MILLI + " ms, " + lost + " lost" + (wide ? ", beside a wider limit" : "");
        }
    }
}
