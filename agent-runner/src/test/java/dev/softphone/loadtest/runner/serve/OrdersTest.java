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
    private final Orders orders = new Orders(stop, Clock.fixed(NOW, ZoneOffset.UTC), new VirtualTimers(), line -> {});

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

    private static Control control(Command command, Optional<String> preflight) {
        return new Control(command, Optional.empty(), 1, 2000, preflight);
    }
}
