package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WatchHealthTest {
    private static final String NAME = "login-east-0";

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private Supplier<Optional<SoftphoneRunnerStatus>> answer = () -> Optional.of(status(4));
    private int asked;
    private final WatchHealth health = new WatchHealth(
            new Clock() {
                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            },
            runner -> {
                asked++;
                return answer.get();
            });

    @Test
    void silenceThatTheApiServerConfirmsCountsInFull() {
        assertThat(trusted(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void whileRunnersReportTheApiServerIsNotAsked() {
        assertThat(trusted(Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(4));
        assertThat(asked).isZero();
    }

    @Test
    void silenceDuringAnOutageOfTheApiServerProvesNothing() {
        answer = () -> {
            throw new IllegalStateException("connection refused");
        };
        assertThatThrownBy(() -> trusted(Duration.ofSeconds(20))).hasMessage("connection refused");
        answer = () -> Optional.of(status(4));
        now = now.plusSeconds(2);

        assertThat(trusted(Duration.ofSeconds(22))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anAnswerThatCameLateIsNoBetterThanAnOutage() {
        answer = () -> {
            now = now.plusSeconds(10);
            return Optional.of(status(4));
        };

        assertThat(trusted(Duration.ofSeconds(20))).isZero();
    }

    @Test
    void aWatchThatLagsBehindTheApiServerProvesNothing() {
        answer = () -> Optional.of(status(5));

        assertThat(trusted(Duration.ofSeconds(20))).isZero();
    }

    private Duration trusted(Duration silent) {
        SoftphoneRunner runner = new SoftphoneRunner();
        runner.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
        runner.setStatus(status(4));
        Reports.Look look = new Reports.Look(Map.of(NAME, new Reports.Seen(Optional.empty(), silent)), Map.of());
        return Objects.requireNonNull(
                        health.trusted(look, List.of(runner)).runners().get(NAME))
                .silent();
    }

    private static SoftphoneRunnerStatus status(long sequence) {
        return new SoftphoneRunnerStatus(
                Phase.Running,
                0,
                "pod",
                sequence,
                1,
                "2026-11-21T10:00:00Z",
                "pod",
                "node",
                "10.0.0.1",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
