package dev.softphone.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlateauTest {

    @Test
    void isTheLevelAtWhichAttemptsGoOnInVain() {
        Plateau plateau = Plateau.of(series(
                        bucket(100, 0, 100),
                        bucket(50, 50, 150),
                        bucket(0, 40, 150),
                        bucket(0, 0, 150),
                        bucket(0, 40, 150)))
                .orElseThrow();

        assertThat(plateau).isEqualTo(new Plateau(150, 80, 2_000, 2_000, 0));
        assertThat(plateau.clean()).isTrue();
    }

    @Test
    void isNoneBelowWhatWasConnectedBefore() {
        assertThat(Plateau.of(series(bucket(300, 0, 300), bucket(0, 0, 200), bucket(0, 40, 200), bucket(0, 40, 200))))
                .isEmpty();
    }

    @Test
    void isNoneWhenMoreConnectLater() {
        assertThat(Plateau.of(series(bucket(150, 0, 150), bucket(0, 40, 150), bucket(0, 40, 150), bucket(50, 0, 200))))
                .isEmpty();
    }

    @Test
    void isNoneWhileTheConnectedAreLost() {
        assertThat(Plateau.of(series(
                        bucket(300, 0, 300),
                        bucket(0, 40, 280),
                        bucket(0, 40, 240),
                        bucket(0, 40, 200),
                        bucket(0, 40, 100))))
                .isEmpty();
    }

    @Test
    void theDrainMayBeginInItsLastBucket() {
        assertThat(Plateau.of(series(bucket(300, 0, 300), bucket(0, 40, 300), bucket(0, 40, 300), bucket(0, 40, 0))))
                .isPresent();
    }

    @Test
    void isNotCleanWhenManyGotInAfterTheFirstRefusal() {
        Plateau plateau = Plateau.of(series(
                        bucket(100, 5, 100),
                        bucket(100, 5, 200),
                        bucket(100, 5, 300),
                        bucket(0, 40, 300),
                        bucket(0, 40, 300)))
                .orElseThrow();

        assertThat(plateau.admittedBefore()).isEqualTo(200);
        assertThat(plateau.clean()).isFalse();
        assertThat(plateau.blurred()).isTrue();
    }

    private static TimeSeries series(TimeSeries.Bucket... buckets) {
        return new TimeSeries(1000, new ArrayList<>(List.of(buckets)));
    }

    static TimeSeries.Bucket bucket(long admitted, long refused, long connectedNow) {
        return new TimeSeries.Bucket(
                admitted + refused,
                admitted,
                refused,
                0,
                0,
                connectedNow,
                admitted,
                refused,
                Map.of(),
                Histograms.Frozen.EMPTY,
                TimeSeries.HostSample.UNKNOWN);
    }
}
