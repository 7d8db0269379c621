package dev.softphone.loadtest.runner.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
    private static final long TICK = 10;

    private static final class Recorded extends TimerWheel.Timer {
        private long wanted;
        private final List<Long> fired = new ArrayList<>();

        @Override
        protected void due(long nowNanos) {
            fired.add(nowNanos);
        }
    }

    /** Against a list that is looked through at every step. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyTimerFiresOnceNeverEarlyAndWithinATickOfTheFirstChance(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TimerWheel wheel = new TimerWheel(TICK, 16, 0);
        List<Recorded> running = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 3000; step++) {
            int action = random.nextInt(10);
            if (action < 5) {
                Recorded timer = new Recorded();
                timer.wanted = now + random.nextLong(600);
                wheel.start(timer, timer.wanted);
                running.add(timer);
            } else if (action < 6 && !running.isEmpty()) {
                wheel.stop(running.remove(random.nextInt(running.size())));
            } else if (action < 7 && !running.isEmpty()) {
                Recorded moved = running.get(random.nextInt(running.size()));
                moved.wanted = now + random.nextLong(600);
                wheel.start(moved, moved.wanted);
            } else {
                now += random.nextLong(40);
                wheel.advance(now);
                for (Recorded timer : List.copyOf(running)) {
                    String what = "seed " + seed + " step " + step + " wanted " + timer.wanted + " now " + now;
                    if (!timer.fired.isEmpty()) {
                        assertThat(timer.fired).as(what).containsExactly(now);
                        assertThat(timer.wanted).as(what).isLessThanOrEqualTo(now);
                        running.remove(timer);
                    } else {
                        assertThat(timer.wanted).as(what).isGreaterThan(now - TICK);
                    }
                }
            }
            assertThat(wheel.size()).as("seed " + seed).isEqualTo(running.size());
        }
    }

    @Test
    void aTimerMayStopItsNeighbourAndStartItselfAgain() {
        TimerWheel wheel = new TimerWheel(TICK, 16, 0);
        Recorded neighbour = new Recorded();
        List<Long> fired = new ArrayList<>();
        TimerWheel.Timer periodic = new TimerWheel.Timer() {
            @Override
            protected void due(long nowNanos) {
                fired.add(nowNanos);
                wheel.stop(neighbour);
                wheel.start(this, nowNanos + 20);
            }
        };
        wheel.start(neighbour, 15);
        wheel.start(periodic, 15);

        wheel.advance(20);
        wheel.advance(39);
        wheel.advance(50);

        assertThat(fired).containsExactly(20L, 50L);
        assertThat(neighbour.fired).isEmpty();
        assertThat(wheel.size()).isOne();
    }
}
