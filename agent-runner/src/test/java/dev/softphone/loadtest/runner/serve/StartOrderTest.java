package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartOrderTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.250Z");
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE / 2, -7, 0, 7, Long.MAX_VALUE / 2})
    void theMonotonicClockMayCountFromAnywhere(long nanos) {
        StartOrder order = StartOrder.of(1, Optional.empty(), AT, AT.minusSeconds(10), nanos);

        assertThat(order.startNanos() - nanos).isEqualTo(10 * SECOND);
    }

    @Test
    void whatIsLearntTooLateLiesInThePastAndIsCaughtUp() {
        StartOrder order = StartOrder.of(1, Optional.empty(), AT, AT.plusMillis(1500), 100 * SECOND);

        assertThat(order.startNanos()).isEqualTo(98_500_000_000L);
        assertThat(order.ownStartNanos(0, 101 * SECOND)).isEqualTo(order.startNanos());
        assertThat(order.skewMillis(100 * SECOND)).isEqualTo(1500);
    }

    @Test
    void whoBeginsInTimeHasNoSkew() {
        assertThat(StartOrder.of(1, Optional.empty(), AT, AT, 0).skewMillis(-5)).isZero();
    }

    @Test
    void aPodThatReplacesAnotherRampsUpAnewAndSaysHowLate() {
        StartOrder order = StartOrder.of(1, Optional.empty(), AT, AT.plusSeconds(40), 100 * SECOND);

        assertThat(order.ownStartNanos(1, 101 * SECOND)).isEqualTo(101 * SECOND);
        assertThat(order.skewMillis(101 * SECOND)).isEqualTo(41_000);
    }

    @Test
    void aPodThatReplacesAnotherBeforeTheStartStartsWithAll() {
        StartOrder order = StartOrder.of(1, Optional.empty(), AT, AT.minusSeconds(5), 0);

        assertThat(order.ownStartNanos(1, SECOND)).isEqualTo(5 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 20, 99, 100, 999, 9_999})
    void everyRunnerSaysThatItRunsInTheFirstHalfOfTheWait(int runner) {
        StartOrder order = StartOrder.of(1, Optional.empty(), AT, AT.minusSeconds(10), 0);

        assertThat(order.claimDelayMillis(runner, 0)).isBetween(0L, 5000L);
        assertThat(order.claimDelayMillis(runner, 20 * SECOND)).isZero();
    }

    @Test
    void runnersDoNotSayItAllAtOnce() {
        StartOrder order = StartOrder.of(1, Optional.empty(), AT, AT.minusSeconds(10), 0);

        assertThat(java.util.stream.IntStream.range(0, 50).mapToLong(runner -> order.claimDelayMillis(runner, 0)))
                .doesNotHaveDuplicates();
    }
}
