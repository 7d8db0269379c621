package dev.softphone.loadtest.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.runner.StopSignal;
import dev.softphone.loadtest.runner.serve.Control.Command;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrdersTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final StopSignal stop = new StopSignal();
    private final VirtualTimers timers = new VirtualTimers();
    private final Orders orders = new Orders(stop, Clock.fixed(NOW, ZoneOffset.UTC), timers, line -> {});

    @Test
    void noPreflightGoesBeforeItsRegionWasNamed() {
        assertThat(orders.mayPreflight("eu")).isFalse();

        orders.told(control(Command.Arm, Optional.of("us")));
        assertThat(orders.mayPreflight("eu")).isFalse();

        orders.told(control(Command.Arm, Optional.of("eu")));
        assertThat(orders.mayPreflight("eu")).isTrue();
    }

    @Test
    void whereNoRegionIsNamedEachMaySendItsPreflight() {
        orders.told(control(Command.Arm, Optional.empty()));

        assertThat(orders.mayPreflight("eu")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"Drain", "Abort"})
    void whoIsToldToEndIsNotEvicted(Command command) {
        orders.told(control(command, Optional.empty()));

        assertThat(stop.isRaised()).isTrue();
        assertThat(orders.evicted()).isFalse();
    }

    @Test
    void whoEndsWithoutBeingToldByTheTestIsEvicted() {
        assertThat(orders.evicted()).isFalse();
        stop.raise();

        assertThat(orders.evicted()).isTrue();
        assertThat(orders.endedBy()).contains("the pod was told to end (SIGTERM)");
    }

    @Test
    void aTrialStartsOnceHoweverOftenItIsToldAndTheNextOneAfterIt() {
        orders.told(run(1, NOW.plusSeconds(10), 50));
        orders.told(run(1, NOW.plusSeconds(99), 50));
        StartOrder first = orders.startAfter(0).orElseThrow();
        assertThat(first.startNanos()).isEqualTo(timers.nanos() + 10_000_000_000L);
        assertThat(orders.startAfter(1)).isEmpty();

        orders.told(run(2, NOW.plusSeconds(60), 100));
        orders.told(run(1, NOW.plusSeconds(70), 50));
        assertThat(orders.startAfter(1).orElseThrow().size()).contains(new Control.Size(100, 5000));
        assertThat(orders.startAfter(2)).isEmpty();
    }

    private static Control run(int trial, Instant at, int softphones) {
        return new Control(
                Command.Run,
                Optional.of(at),
                trial,
                Optional.of(new Control.Size(softphones, 5000)),
                2000,
                Optional.empty());
    }

    private static Control control(Command command, Optional<String> preflight) {
        return new Control(command, Optional.empty(), 1, Optional.empty(), 2000, preflight);
    }
}
