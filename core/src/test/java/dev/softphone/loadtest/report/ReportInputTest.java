package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportInputTest {

    @Test
    void theScheduledCurveCountsIntendedStarts() {
        for (Arrival arrival : List.of(
                new Arrival.AtOnce(),
                new Arrival.RampUp(Duration.ofSeconds(60)),
                new Arrival.Steps(50, Duration.ofSeconds(10)),
                new Arrival.Rate(42, Duration.ofSeconds(10), Arrival.Rate.Spacing.Poisson))) {
            ArrivalSchedule schedule =
                    ArrivalSchedule.of(arrival, 500, new Limits(OptionalInt.empty(), OptionalInt.empty()), 17);
            LongUnaryOperator curve = ReportInput.scheduled(schedule);
            for (long millis = 0; millis < 130_000; millis += 997) {
                long until = millis * 1_000_000;
                long counted = IntStream.range(0, 500)
                        .filter(i -> schedule.offsetNanos(i) <= until)
                        .count();
                assertThat(curve.applyAsLong(millis))
                        .as(arrival + " at " + millis)
                        .isEqualTo(counted);
            }
        }
    }
}
