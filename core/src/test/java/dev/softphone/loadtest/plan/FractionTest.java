package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FractionTest {
    @Test
    void isRoundedDownExactlyHoweverLargeTheNumber() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            int all = random.nextInt(1, Integer.MAX_VALUE);
            int ours = random.nextInt(all) + 1;
            long n = random.nextLong(Long.MAX_VALUE) >> random.nextInt(63);

            assertThat(new Fraction(ours, all).of(n))
                    .as("%d of %d of %d", ours, all, n)
                    .isEqualTo(BigInteger.valueOf(n)
                            .multiply(BigInteger.valueOf(ours))
                            .divide(BigInteger.valueOf(all))
                            .longValueExact());
        }
        assertThat(Fraction.WHOLE.of(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isNeitherNothingNorMoreThanTheWhole() {
        assertThatThrownBy(() -> new Fraction(0, 3)).hasMessage("ours: required 1 to 3, observed 0");
        assertThatThrownBy(() -> new Fraction(4, 3)).hasMessage("ours: required 1 to 3, observed 4");
    }
}
