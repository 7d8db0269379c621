package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.PlateauTest.bucket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Series of softphones that come, stay five seconds and come again two seconds later. */
class CeilingTest {

    private static final int SOFTPHONES = 150;
    private static final int SECONDS = 40;
    private static final int STAY = 5;
    private static final int PAUSE = 2;

    /** Whether one more attempt gets in. */
    interface Gateway {
        boolean admits(int second, int connected, int admittedInSecond);
    }

    @Test
    void isTheNumberAtWhichAttemptsAreRefusedWhilePlacesBecomeFree() {
        Ceiling ceiling = Ceiling.of(churn((second, connected, admitted) -> connected < 60))
                .orElseThrow();

        assertThat(ceiling.level()).isEqualTo(60);
        assertThat(ceiling.refused()).isGreaterThan(200);
        assertThat(ceiling.admitted()).isGreaterThan(60);
    }

    @Test
    void isNoneWhereTheRateIsLimitedThoughTheConnectedLevelOffToo() {
        for (int perSecond = 2; perSecond <= 12; perSecond++) {
            int rate = perSecond;
            assertThat(Ceiling.of(churn((second, connected, admitted) -> admitted < rate)))
                    .as("%d a second", rate)
                    .isEmpty();
        }
    }

    @Test
    void isNoneWhereAttemptsAreRefusedAtRandom() {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            assertThat(Ceiling.of(churn((second, connected, admitted) -> random.nextInt(3) > 0)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void isNoneWhereAttemptsAreRefusedWhileFewerAreConnectedToo() {
        Gateway shrinking = (second, connected, admitted) -> connected < (second < 12 ? 60 : 30);

        assertThat(Ceiling.of(churn(shrinking))).isEmpty();
    }

    @Test
    void isNoneWhereNobodyLeaves() {
        TimeSeries series = new TimeSeries(1000, List.of(bucket(60, 0, 60), bucket(0, 60, 60), bucket(0, 60, 60)));

        assertThat(Ceiling.of(series)).isEmpty();
    }

    static TimeSeries churn(Gateway gateway) {
        int[] due = new int[SECONDS + STAY + PAUSE + 1];
        for (int i = 0; i < SOFTPHONES; i++) {
            due[i / 15]++;
        }
        int[] leaving = new int[SECONDS + STAY + 1];
        int connected = 0;
        List<TimeSeries.Bucket> buckets = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            connected -= leaving[second];
            due[second + PAUSE] += leaving[second];
            int admitted = 0;
            int attempts = due[second];
            for (int i = 0; i < attempts; i++) {
                if (gateway.admits(second, connected, admitted)) {
                    admitted++;
                    connected++;
                    leaving[second + STAY]++;
                } else {
                    due[second + PAUSE]++;
                }
            }
            buckets.add(bucket(admitted, attempts - admitted, connected));
        }
        return new TimeSeries(1000, buckets);
    }
}
