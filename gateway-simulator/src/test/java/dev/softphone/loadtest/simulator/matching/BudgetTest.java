package dev.softphone.loadtest.simulator.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void neverGrantsMoreThanItsSizeAndItsRateInAnySpan() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(50);
            int size = 1 + random.nextInt(100);
            long now = random.nextLong() >> 8;
            TokenBucket bucket = new TokenBucket(count, SECOND, size, now);
            List<Long> granted = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                now += (long) (random.nextDouble() * SECOND / count);
                assertThat(bucket.left(now)).as("seed %d", seed).isBetween(0, size);
                if (bucket.take(now)) {
                    granted.add(now);
                }
            }
            for (int first = 0; first < granted.size(); first += 7) {
                for (int last = first; last < granted.size(); last += 5) {
                    double span = (double) (granted.get(last) - granted.get(first)) / SECOND;
                    assertThat((double) (last - first + 1))
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(size + span * count + 0.01);
                }
            }
        }
    }

    @Test
    void grantsExactlyWhenItSaidItWould() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long now = random.nextLong() >> 8;
            boolean window = random.nextBoolean();
            int count = 1 + random.nextInt(20);
            Budget budget = window ? new FixedWindow(count, SECOND, now) : new TokenBucket(count, SECOND, count, now);
            for (int i = 0; i < 100; i++) {
                now += random.nextInt(100_000_000);
                long wait = budget.untilNext(now);
                if (wait == 0) {
                    assertThat(budget.take(now)).as("seed %d", seed).isTrue();
                } else {
                    assertThat(budget.take(now + wait - Math.max(1, wait / 100)))
                            .as("seed %d, too early", seed)
                            .isFalse();
                    now += wait;
                    assertThat(budget.take(now)).as("seed %d", seed).isTrue();
                }
            }
            assertThat(budget.left(now + budget.untilReset(now)))
                    .as("seed %d", seed)
                    .isEqualTo(count);
        }
    }

    @Test
    void refillsAWindowAllAtOnce() {
        FixedWindow window = new FixedWindow(2, SECOND, 0);
        assertThat(List.of(window.take(0), window.take(1), window.take(2))).containsExactly(true, true, false);
        assertThat(window.untilNext(SECOND / 4)).isEqualTo(SECOND * 3 / 4);
        assertThat(window.take(SECOND - 1)).isFalse();
        assertThat(window.left(SECOND)).isEqualTo(2);
    }
}
