package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void countsAreGroupedByThousands() {
        assertThat(Figures.count(28_232)).isEqualTo("28,232");
        assertThat(Figures.count(1, "softphone")).isEqualTo("1 softphone");
        assertThat(Figures.count(0, "softphone")).isEqualTo("0 softphones");
    }

    @Test
    void aShareNeverRoundsToAllOrToNothing() {
        assertThat(Figures.share(300, 500)).isEqualTo("60 %");
        assertThat(Figures.share(499_999, 500_000)).isEqualTo("99.9 %");
        assertThat(Figures.share(1, 500_000)).isEqualTo("< 0.1 %");
        assertThat(Figures.share(0, 500)).isEqualTo("0 %");
        assertThat(Figures.share(500, 500)).isEqualTo("100 %");
        assertThat(Figures.share(0, 0)).isEqualTo("–");
    }

    @Test
    void timesCarryTheirUnitAndThreeDigits() {
        assertThat(Figures.micros(420)).isEqualTo("0.42 ms");
        assertThat(Figures.micros(84_000)).isEqualTo("84 ms");
        assertThat(Figures.micros(999_499)).isEqualTo("999 ms");
        assertThat(Figures.micros(999_500)).isEqualTo("1 s");
        assertThat(Figures.micros(1_912_000)).isEqualTo("1.91 s");
        assertThat(Figures.micros(15_000_000)).isEqualTo("15 s");
        assertThat(Figures.millis(125_000)).isEqualTo("2 min 5 s");
        assertThat(Figures.millis(3_600_000)).isEqualTo("1 h");
        assertThat(Figures.millis(0)).isEqualTo("0 ms");
    }

    @Test
    void durationsReadAsTheyAreWritten() {
        assertThat(Figures.duration(Duration.ofSeconds(60))).isEqualTo("60 s");
        assertThat(Figures.duration(Duration.ofMinutes(5))).isEqualTo("5 min");
        assertThat(Figures.duration(Duration.ofMillis(250))).isEqualTo("250 ms");
        assertThat(Figures.duration(Duration.ZERO)).isEqualTo("0 s");
    }

    @Test
    void momentsReadAsClocksDo() {
        assertThat(Figures.clock(36_120)).isEqualTo("0:36");
        assertThat(Figures.clockTenths(36_120)).isEqualTo("0:36.1");
        assertThat(Figures.clockTenths(59_984)).isEqualTo("0:59.9");
        assertThat(Figures.clock(3_725_000)).isEqualTo("1:02:05");
    }
}
