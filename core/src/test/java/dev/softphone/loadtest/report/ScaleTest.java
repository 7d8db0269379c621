package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void ticksAreNumbersThatPeopleCountIn() {
        assertThat(Scale.counts(500, 5).ticks()).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0, 500.0);
        assertThat(Scale.counts(301, 5).ticks()).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0);
        assertThat(Scale.counts(2, 5).ticks()).containsExactly(0.0, 1.0, 2.0);
        assertThat(Scale.counts(0, 5).ticks()).containsExactly(0.0, 1.0);
        assertThat(Scale.linear(8.5, 4).ticks()).containsExactly(0.0, 5.0, 10.0);
        assertThat(Scale.log(58_000, 3_000_000).ticks())
                .containsExactly(10_000.0, 50_000.0, 100_000.0, 500_000.0, 1_000_000.0, 5_000_000.0);
        assertThat(Scale.time(366_000, 10).ticks())
                .containsExactly(0.0, 60_000.0, 120_000.0, 180_000.0, 240_000.0, 300_000.0, 360_000.0);
    }

    @Test
    void everyLinearAxisHoldsItsDataAndWastesLessThanHalfOfItself() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 5_000; i++) {
            double max = Math.pow(10, random.nextDouble(-3, 9));
            Scale scale = Scale.linear(max, 4);
            String told = "max " + max + " of " + scale;
            assertThat(scale.high()).as(told).isGreaterThanOrEqualTo(max * (1 - 1e-9));
            assertThat(max).as(told).isGreaterThan(scale.high() * 0.499);
            assertThat(scale.ticks()).as(told).hasSizeBetween(3, 6).isSorted();
            assertThat(scale.at(max)).as(told).isBetween(0.0, 1.0);
        }
    }

    @Test
    void everyLogAxisHoldsItsDataBetweenFewTicks() {
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 5_000; i++) {
            double min = Math.pow(10, random.nextDouble(0, 6));
            double max = min * Math.pow(10, random.nextDouble(0, 5));
            Scale scale = Scale.log(min, max);
            String told = min + " to " + max + " of " + scale;
            assertThat(scale.low()).as(told).isPositive().isLessThanOrEqualTo(min * (1 + 1e-9));
            assertThat(scale.high()).as(told).isGreaterThanOrEqualTo(max * (1 - 1e-9));
            assertThat(scale.ticks())
                    .as(told)
                    .hasSizeBetween(2, 8)
                    .isSorted()
                    .allMatch(t -> t >= scale.low() && t <= scale.high() * (1 + 1e-9));
        }
    }

    @Test
    void everyTimeAxisEndsWithTheRunAndHasFewTicks() {
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 5_000; i++) {
            long span = (long) Math.pow(10, random.nextDouble(0, 10));
            Scale scale = Scale.time(span, 10);
            assertThat(scale.high()).isEqualTo((double) span);
            assertThat(scale.ticks()).as("span " + span).hasSizeBetween(1, 11);
            assertThat(scale.ticks().get(0)).isZero();
        }
    }

    @Test
    void aScaleIsMonotonic() {
        for (Scale scale : new Scale[] {Scale.counts(500, 5), Scale.log(10, 5000), Scale.time(90_000, 10)}) {
            double before = -1;
            for (int i = 0; i <= 100; i++) {
                double at = scale.at(scale.low() + (scale.high() - scale.low()) * i / 100);
                assertThat(at).isGreaterThan(before).isBetween(0.0, 1.0);
                before = at;
            }
        }
    }
}
