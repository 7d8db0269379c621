package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuotaReadingTest {
    private static final long UNTOLD = Long.MAX_VALUE;
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void readsTheHeadersOfGenesysCloud() {
        assertThat(read(Map.of(
                        "inin-ratelimit-allowed", "300",
                        "inin-ratelimit-count", "297",
                        "inin-ratelimit-reset", "17")))
                .contains(new QuotaReading(300, 3, 17_000));
        assertThat(read(Map.of(
                        "inin-ratelimit-allowed", "300",
                        "inin-ratelimit-count", "311",
                        "inin-ratelimit-reset", "0")))
                .as("past the limit nothing is left")
                .contains(new QuotaReading(300, 0, 0));
    }

    @Test
    void readsTheUsualHeadersWithADurationOrATimeOfDay() {
        assertThat(read(Map.of("x-ratelimit-limit", "60", "x-ratelimit-remaining", "59", "x-ratelimit-reset", "30")))
                .contains(new QuotaReading(60, 59, 30_000));
        assertThat(read(Map.of("x-ratelimit-remaining", "4", "x-ratelimit-reset", "1700000012")))
                .contains(new QuotaReading(UNTOLD, 4, 12_000));
        assertThat(read(Map.of("x-rate-limit-remaining", "4", "x-rate-limit-reset", "2.25")))
                .contains(new QuotaReading(UNTOLD, 4, 2_250));
    }

    @Test
    void readsTheDraftInBothOfItsForms() {
        assertThat(read(Map.of(
                        "ratelimit-limit", "100, 100;w=60", "ratelimit-remaining", "50", "ratelimit-reset", "30")))
                .contains(new QuotaReading(100, 50, 30_000));
        assertThat(read(Map.of("ratelimit", "limit=100, remaining=50, reset=5")))
                .contains(new QuotaReading(UNTOLD, 50, 5_000));
        assertThat(read(Map.of("ratelimit", "\"day\";r=900;t=8000, \"burst\";r=4;t=2")))
                .as("the tightest of several")
                .contains(new QuotaReading(UNTOLD, 4, 2_000));
    }

    @Test
    void ofSeveralFamiliesTheOneWithTheLeastLeftCounts() {
        assertThat(read(Map.of(
                        "x-ratelimit-remaining", "8",
                        "x-ratelimit-reset", "1",
                        "inin-ratelimit-allowed", "10",
                        "inin-ratelimit-count", "9",
                        "inin-ratelimit-reset", "40")))
                .contains(new QuotaReading(10, 1, 40_000));
    }

    @Test
    void aLimitWithoutTheEndOfItsWindowIsNotRead() {
        assertThat(read(Map.of("x-ratelimit-remaining", "0"))).isEmpty();
        assertThat(read(Map.of("inin-ratelimit-allowed", "300", "inin-ratelimit-count", "300")))
                .isEmpty();
        assertThat(read(Map.of("ratelimit", "\"day\";r=900"))).isEmpty();
        assertThat(read(Map.of("x-ratelimit-remaining", "many", "x-ratelimit-reset", "soon")))
                .isEmpty();
        assertThat(read(Map.of())).isEmpty();
    }

    @Test
    void a429LeavesNothingUntilItsRetryAfter() {
        Map<String, String> headers = Map.of(
                "inin-ratelimit-allowed", "300",
                "inin-ratelimit-count", "300",
                "inin-ratelimit-reset", "40",
                "retry-after", "12");
        assertThat(QuotaReading.of(429, headers, NOW)).contains(new QuotaReading(300, 0, 12_000));
        assertThat(QuotaReading.of(200, headers, NOW)).contains(new QuotaReading(300, 0, 40_000));
        assertThat(QuotaReading.of(429, Map.of("ratelimit", "\"a\";r=7;t=3"), NOW))
                .as("a refusal means that nothing is left, whatever is told")
                .contains(new QuotaReading(UNTOLD, 0, 3_000));
        assertThat(QuotaReading.of(503, Map.of("retry-after", "12"), NOW))
                .as("no matter of quota")
                .isEmpty();
    }

    private static Optional<QuotaReading> read(Map<String, String> headers) {
        return QuotaReading.of(200, headers, NOW);
    }
}
