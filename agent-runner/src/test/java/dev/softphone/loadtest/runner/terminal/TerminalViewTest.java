package dev.softphone.loadtest.runner.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.OutcomeCount;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import dev.softphone.loadtest.runner.RunListener.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalViewTest {

    private static final Style COLOUR = new Style(true, true);
    private static final Style UNICODE = new Style(false, true);
    private static final String HOSTILE = "\u001b[2J\u001b[31mowned\r\n\u202E\u0007";

    static String withoutColour(String text) {
        return text.replaceAll("\u001b\\[[0-9]+m", "");
    }

    @Test
    void showsRefusalsAsTheyCome() {
        Progress progress = SampleProgress.at(
                42,
                Phase.Arriving,
                new Progress.Event(0, "arriving"),
                new Progress.Event(36_120, "first upgrade http/503"));

        assertThat(new TerminalView(UNICODE).render(progress, 80)).isEqualTo("""
                        three-hundred-of-five-hundred                             arriving  0:42 of 6:30
                        ████████████████████████████████████████████████▓▓▓▓▓▓▓▓························
                        300 connected   0 under way   50 rejected   0 failed
                        schedule 350 of 500 due, 350 started

                        stage        passed       p50       p99   not passed
                        upgrade         300    120 ms    178 ms           50
                        register        300   20.9 ms   32.7 ms            0

                        rejected  upgrade http/503             50  first 0:36.1  Service Unavailable: se

                        generator  lag 30 ms  cpu 17 %  descriptors 361 of 1,048,576  sockets 314
                             0:00  arriving
                             0:36  first upgrade http/503
                        """);
    }

    @Test
    void speaksAsciiWhereNothingElseArrives() {
        String text = new TerminalView(Style.PLAIN).render(SampleProgress.at(42, Phase.Arriving), 60);

        assertThat(text.lines().toList().get(1))
                .isEqualTo("####################################xxxxxx..................");
        assertThat(text).matches("[\\x20-\\x7e\\n]*");
    }

    @Test
    void showsHowFarTheScheduleIsAhead() {
        Measurements m = SampleProgress.measured(6);
        Measurements behind = new Measurements(
                m.elapsedMillis(),
                new SoftphoneCounts(500, 475, 25, 15, 10, 0, 0, 0, 0, 7, 10, 0),
                m.attempts(),
                m.calls(),
                m.outcomes(),
                m.histograms(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                m.series(),
                HostEvidence.UNKNOWN);
        String text = new TerminalView(Style.PLAIN)
                .render(new Progress("t", Phase.Arriving, "", 6_000, 0, 50, behind, List.of()), 100);

        assertThat(text.lines().toList().get(1)).startsWith("##+++----|.....").hasSize(100);
        assertThat(text).contains("schedule 50 of 500 due, 25 started, 7 late by our own fault");
        assertThat(text)
                .contains("lag unknown", "descriptors unknown of unknown")
                .doesNotContain(" 0 ms");
    }

    @Test
    void aNewCodeFlashesOnceAndThenStands() {
        String inverse = "\u001b[7mupgrade http/503";

        assertThat(new TerminalView(COLOUR).render(SampleProgress.at(38, Phase.Arriving), 100))
                .contains(inverse);
        assertThat(new TerminalView(COLOUR).render(SampleProgress.at(40, Phase.Arriving), 100))
                .doesNotContain(inverse)
                .contains("upgrade http/503");
    }

    @Test
    void colourAddsNothingButColour() {
        for (int second = 0; second <= 390; second += 13) {
            Progress progress = SampleProgress.at(second, Phase.Holding);
            assertThat(withoutColour(new TerminalView(COLOUR).render(progress, 97)))
                    .isEqualTo(new TerminalView(UNICODE).render(progress, 97));
        }
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int columns = 1; columns <= 130; columns++) {
            for (int second : new int[] {0, 20, 37, 61, 390}) {
                Progress progress = SampleProgress.at(second, Phase.Arriving, new Progress.Event(1, "x".repeat(300)));
                int most = Math.max(60, columns);
                assertThat(withoutColour(new TerminalView(COLOUR).render(progress, columns))
                                .lines())
                        .as(columns + " columns at " + second + " s")
                        .allMatch(line -> line.length() <= most)
                        .hasSizeLessThan(24);
            }
        }
    }

    @Test
    void aGatewayCannotSteerTheTerminal() {
        Measurements m = SampleProgress.measured(40);
        Measurements hostile = new Measurements(
                m.elapsedMillis(),
                m.softphones(),
                m.attempts(),
                m.calls(),
                Map.of(SampleProgress.REFUSED, new OutcomeCount(1, 1, 0, 0, 1, 1, Optional.of(HOSTILE), Map.of())),
                m.histograms(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                m.series(),
                m.host());
        Progress progress = new Progress(
                HOSTILE,
                Phase.Arriving,
                HOSTILE,
                60_000,
                90_000,
                500,
                hostile,
                List.of(new Progress.Event(1, HOSTILE)));

        assertThat(withoutColour(new TerminalView(COLOUR).render(progress, 100)))
                .doesNotContain("\u001b", "\u202e", "\r");
        assertThat(new PlainView(UNICODE).render(progress, 200)).doesNotContain("\u001b", "\n", "\r");
        assertThat(new PlainView(UNICODE).render(progress.events().get(0), 200))
                .isEqualTo("   0:00  \\u{1b}[2J\\u{1b}[31mowned\\u{d}\\u{a}\\u{202e}\\u{7}");
    }

    @Test
    void aLogLineHoldsTheSameNumbers() {
        assertThat(new PlainView(Style.PLAIN).render(SampleProgress.at(42, Phase.Arriving), 200))
                .isEqualTo("   0:42  arriving       due 350/500  connected 300  under way 0  rejected 50  failed 0"
                        + "  p99 178 ms  lag 30 ms  upgrade http/503 50");
        assertThat(new PlainView(Style.PLAIN).render(SampleProgress.at(5, Phase.Arriving), 200))
                .as("41 handshakes are no sample for a p99")
                .contains("connected 41", "p99 -");
    }
}
