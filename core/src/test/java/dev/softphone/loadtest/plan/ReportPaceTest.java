package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportPaceTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @ParameterizedTest(name = "{0} runners")
    @CsvSource({
        "1, 2000, 10000, 15000",
        "36, 2000, 10000, 15000",
        "50, 2750, 10000, 15000",
        "1000, 55000, 110000, 165000"
    })
    void theMoreRunnersTheRarerTheirReports(int runners, long interval, long lead, long silence) {
        ReportPace pace = new ReportPace(runners, TWO_SECONDS);

        assertThat(pace.interval()).hasMillis(interval);
        assertThat(pace.lead(TEN_SECONDS)).hasMillis(lead);
        assertThat(pace.silence()).hasMillis(silence);
    }

    @ParameterizedTest(name = "{0} runners")
    @CsvSource({"1", "39", "41", "400", "1000", "5000"})
    void allTogetherWriteFewerThanTwentyASecond(int runners) {
        ReportPace pace = new ReportPace(runners, TWO_SECONDS);

        double aSecond = runners / (pace.interval().toMillis() / 1000.0);
        double claimsASecond = runners / (pace.lead(TEN_SECONDS).toMillis() / 2000.0);

        assertThat(aSecond).isLessThan(20);
        assertThat(claimsASecond).isLessThan(20);
    }

    @ParameterizedTest(name = "{0} runners")
    @CsvSource({"1", "100", "1000"})
    void nobodyIsLostWhoMissedTwoReports(int runners) {
        ReportPace pace = new ReportPace(runners, TWO_SECONDS);

        assertThat(pace.silence()).isGreaterThan(pace.interval().multipliedBy(2));
    }
}
