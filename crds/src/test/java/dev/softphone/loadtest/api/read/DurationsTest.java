package dev.softphone.loadtest.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void addsUpTheParts() {
        assertThat(Durations.parse("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Durations.parse("1m1s1ms")).isEqualTo(Duration.ofMillis(61_001));
        assertThat(Durations.parse("0s")).isEqualTo(Duration.ZERO);
    }

    @Test
    void isNothingForAnythingElse() {
        for (String text : new String[] {"", "5", "s", "-1s", "1.5s", "1d", "1 s", "1S", "5s ", "\u0665s"}) {
            assertThat(Durations.parse(text)).as(text).isNull();
        }
    }

    @Test
    void isNothingBeyondWhatALongHolds() {
        assertThat(Durations.parse(Long.MAX_VALUE + "ms")).isEqualTo(Duration.ofMillis(Long.MAX_VALUE));
        assertThat(Durations.parse(Long.MAX_VALUE + "ms1ms")).isNull();
        assertThat(Durations.parse(Long.MAX_VALUE + "s")).isNull();
        assertThat(Durations.parse("9".repeat(25) + "ms")).isNull();
    }

    @Test
    void readsBackWhatItWrites() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 40)))
                    .multipliedBy(new int[] {1, 1_000, 60_000, 3_600_000}[random.nextInt(4)]);

            assertThat(Durations.parse(Durations.text(duration)))
                    .as("seed %d", seed)
                    .isEqualTo(duration);
        }
    }
}
