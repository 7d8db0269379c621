package dev.softphone.loadtest.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus.Phase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WatchHealthTest {
    private static final String NAME = "login-east-0";

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private Supplier<Optional<SoftphoneRunnerStatus>> answer = () -> Optional.of(status(4));
    private int asked;
    private String namespace = "calls";
    private final WatchHealth health = new WatchHealth(((InstantSource) () -> now).withZone(ZoneOffset.UTC), runner -> {
        asked++;
        return answer.get();
    });

    @Test
    void silenceCountsFromTheFirstTimeThatTheApiServerConfirmedIt() {
        assertThat(trusted(Duration.ofSeconds(5))).isZero();
        assertThat(later(5, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(5));
        assertThat(later(10, Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void whileRunnersReportTheApiServerIsNotAsked() {
        assertThat(trusted(Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(4));
        assertThat(asked).isZero();
    }

    @Test
    void afterAnOutageOfTheApiServerSilenceCountsFromItsFirstAnswer() {
        trusted(Duration.ofSeconds(5));
        answer = () -> {
            throw new IllegalStateException("connection refused");
        };
        assertThatThrownBy(() -> later(2, Duration.ofSeconds(7))).hasMessage("connection refused");
        answer = () -> Optional.of(status(4));

        assertThat(later(8, Duration.ofSeconds(15))).isZero();
        assertThat(later(2, Duration.ofSeconds(17))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anOutageThatTheOperatorItselfSleptThroughIsOne() {
        trusted(Duration.ofSeconds(5));

        assertThat(later(18, Duration.ofSeconds(23))).isZero();
    }

    @Test
    void theApiServerIsAskedOnceASecondHoweverManyLooksThereAre() {
        trusted(Duration.ofSeconds(5));
        now = now.plusMillis(999);
        trusted(Duration.ofSeconds(6));
        assertThat(asked).isEqualTo(1);

        assertThat(later(1, Duration.ofSeconds(7))).isEqualTo(Duration.ofMillis(1999));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void whoLooksWhileTheApiServerIsAskedGoesByItsLastAnswer() {
        trusted(Duration.ofSeconds(5));
        later(4, Duration.ofSeconds(9));
        AtomicReference<Duration> meanwhile = new AtomicReference<>();
        answer = () -> {
            meanwhile.set(CompletableFuture.supplyAsync(() -> trusted(Duration.ofSeconds(12)))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join());
            return Optional.of(status(4));
        };

        assertThat(later(3, Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(7));
        assertThat(meanwhile.get()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aWatchOfOneNamespaceProvesNothingOfAnother() {
        trusted(Duration.ofSeconds(5));
        now = now.plusSeconds(5);
        namespace = "sales";

        assertThat(trusted(Duration.ofSeconds(10))).isZero();
    }

    @Test
    void anAnswerThatCameLateIsNoBetterThanAnOutage() {
        trusted(Duration.ofSeconds(5));
        answer = () -> {
            now = now.plusSeconds(4);
            return Optional.of(status(4));
        };

        assertThat(later(1, Duration.ofSeconds(10))).isZero();
    }

    @Test
    void aWatchThatLagsBehindTheApiServerProvesNothing() {
        trusted(Duration.ofSeconds(5));
        answer = () -> Optional.of(status(5));

        assertThat(later(1, Duration.ofSeconds(6))).isZero();
    }

    private Duration later(long seconds, Duration silent) {
        now = now.plusSeconds(seconds);
        return trusted(silent);
    }

    private Duration trusted(Duration silent) {
        SoftphoneRunner runner = new SoftphoneRunner();
        runner.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(NAME).build());
        runner.setStatus(status(4));
        Reports.Look look = new Reports.Look(Map.of(NAME, new Reports.Seen(Optional.empty(), silent, true)), Map.of());
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
