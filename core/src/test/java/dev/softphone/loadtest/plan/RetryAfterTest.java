package dev.softphone.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final long NOW = Instant.parse("1994-11-06T08:49:00Z").toEpochMilli();

    @Test
    void readsSeconds() {
        assertThat(RetryAfter.parse("120", NOW)).hasValue(120_000);
        assertThat(RetryAfter.parse(" 0 ", NOW)).hasValue(0);
    }

    @Test
    void readsTheThreeFormsOfADate() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", NOW)).hasValue(37_000);
        assertThat(RetryAfter.parse("Sunday, 06-Nov-94 08:49:37 GMT", NOW)).hasValue(37_000);
        assertThat(RetryAfter.parse("Sun Nov  6 08:49:37 1994", NOW)).hasValue(37_000);
        assertThat(RetryAfter.parse("Sun Nov 16 08:49:37 1994", NOW)).hasValue(RetryAfter.LONGEST.toMillis());
    }

    @Test
    void readsAYearOfTwoDigitsAsTheNearestThatIsNotFiftyYearsAhead() {
        long newYear = Instant.parse("1999-12-31T23:59:00Z").toEpochMilli();

        assertThat(RetryAfter.parse("Saturday, 01-Jan-00 00:00:00 GMT", newYear))
                .hasValue(60_000);
        assertThat(RetryAfter.parse("Sunday, 06-Nov-94 08:49:37 GMT", newYear)).hasValue(0);
    }

    @Test
    void readsWhatSipAdds() {
        assertThat(RetryAfter.parse("18000;duration=3600", NOW)).hasValue(18_000_000);
        assertThat(RetryAfter.parse("120 (I'm in a meeting)", NOW)).hasValue(120_000);
        assertThat(RetryAfter.parse("120 (overload (cell 7)) ;duration=60;x=y", NOW))
                .hasValue(120_000);
    }

    @Test
    void whatIsPastIsNoWait() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:48:37 GMT", NOW)).hasValue(0);
        assertThat(RetryAfter.parse("-5", NOW)).hasValue(0);
    }

    @Test
    void believesNothingLongerThanADay() {
        assertThat(RetryAfter.parse("86401", NOW)).hasValue(86_400_000);
        assertThat(RetryAfter.parse("99999999999999999999999999", NOW)).hasValue(86_400_000);
        assertThat(RetryAfter.parse("Fri, 31 Dec 9999 23:59:59 GMT", NOW)).hasValue(86_400_000);
    }

    @Test
    void garbageIsNoAnswer() {
        for (String garbage : List.of(
                "",
                "  ",
                "soon",
                "1.5",
                "+5",
                "5s",
                "12 34",
                "--5",
                "٥",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 PST",
                "Sun, 06 Nov 1994",
                "06 Nov 1994 08:49:37 GMT",
                "\u0000")) {
            assertThat(RetryAfter.parse(garbage, NOW)).as("\"%s\"", garbage).isEmpty();
        }
    }

    @Test
    void neverThrowsAndNeverLeavesItsBounds() {
        String alphabet = "0123456789 -:;,()GMTSunNovJa";
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder header = new StringBuilder();
            for (int i = random.nextInt(32); i > 0; i--) {
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            RetryAfter.parse(header.toString(), NOW)
                    .ifPresent(wait -> assertThat(wait).as("\"%s\"", header).isBetween(0L, 86_400_000L));
        }
    }
}
