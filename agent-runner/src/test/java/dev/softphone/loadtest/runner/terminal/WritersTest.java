package dev.softphone.loadtest.runner.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.runner.RunListener.Phase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WritersTest {

    private static final TerminalSize SIZE = new TerminalSize(100, 24);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void second(ProgressView view, int second) {
        view.progress(SampleProgress.measured(second), second * 1000L, 390_000, Math.min(500, second * 500L / 60));
    }

    /** What is on the screen at the end, by a terminal that knows only what we use. */
    private static List<String> screen(String written) {
        List<String> lines = new ArrayList<>();
        int row = 0;
        Matcher up = Pattern.compile("\u001b\\[(\\d+)A").matcher("");
        for (String part : written.split("(?<=\n)|(?=\u001b\\[\\d+A)", -1)) {
            up.reset(part);
            if (up.lookingAt()) {
                row -= Integer.parseInt(up.group(1));
                assertThat(row).as("never above where it began").isNotNegative();
            }
            if (part.contains("\u001b[J")) {
                lines = new ArrayList<>(lines.subList(0, row));
            }
            if (part.endsWith("\n")) {
                lines.add(part.replaceAll("\u001b\\[[?0-9]*[a-zA-Z]", "").replaceAll("[\r\n]", ""));
                row++;
            }
        }
        return lines;
    }

    @Test
    void drawsOverItselfAndLeavesTheLastPictureStanding() {
        try (LiveWriter view = new LiveWriter("r0", out, new Style(true, true), SIZE, nanos::get)) {
            view.phase(Phase.Arriving, "500 softphones");
            for (int second = 0; second <= 60; second++) {
                nanos.addAndGet(1_000_000_000);
                second(view, second);
            }
            view.phase(Phase.Finished, "");
        }

        assertThat(screen(written()))
                .filteredOn(line -> line.startsWith("schedule"))
                .containsExactly("schedule 500 of 500 due, 500 started");
        assertThat(screen(written()).get(0)).startsWith("r0").contains("finished");
    }

    @Test
    void hidesTheCursorAndAlwaysBringsItBack() {
        try (LiveWriter view = new LiveWriter("r0", out, new Style(true, true), SIZE, nanos::get)) {
            second(view, 1);
            throw new IllegalStateException("the run broke");
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("the run broke");
        }

        assertThat(written()).startsWith("\u001b[?25l\u001b[?7l").endsWith("\u001b[?7h\u001b[?25h\u001b[0m");
    }

    @Test
    void closesOnceAndDrawsNothingAfterwards() {
        LiveWriter view = new LiveWriter("r0", out, new Style(true, true), SIZE, nanos::get);
        view.close();
        String before = written();
        view.close();
        second(view, 5);
        view.phase(Phase.Holding, "");

        assertThat(written()).isEqualTo(before);
    }

    @Test
    void drawsAtMostFiveTimesASecondUnlessThereIsNews() {
        try (LiveWriter view = new LiveWriter("r0", out, new Style(false, true), SIZE, nanos::get)) {
            second(view, 1);
            bytes.reset();
            for (int i = 0; i < 100; i++) {
                nanos.addAndGet(10_000_000);
                second(view, 2);
            }
            assertThat(written().split("schedule", -1)).hasSize(1 + 5);
            bytes.reset();
            second(view, 40);
            assertThat(written()).contains("first upgrade http/503");
        }
    }

    @Test
    void neverDrawsMoreLinesThanTheTerminalHas() {
        try (LiveWriter view = new LiveWriter("r0", out, new Style(false, true), new TerminalSize(80, 6), nanos::get)) {
            second(view, 40);
            nanos.addAndGet(1_000_000_000);
            second(view, 41);
        }

        assertThat(screen(written())).hasSize(5);
    }

    @Test
    void aLogHasALineEveryFewSecondsAndOnePerEvent() {
        try (LogWriter view = new LogWriter("r0", out, Style.PLAIN, 10_000)) {
            view.phase(Phase.Arriving, "500 softphones");
            for (int second = 0; second <= 42; second++) {
                second(view, second);
            }
        }

        assertThat(written().lines().map(line -> line.replaceAll("  connected.*| \\(rejected.*", "")))
                .containsExactly(
                        "   0:00  arriving: 500 softphones",
                        "   0:00  arriving       due 0/500",
                        "   0:10  arriving       due 83/500",
                        "   0:20  arriving       due 166/500",
                        "   0:30  arriving       due 250/500",
                        "   0:36  first upgrade http/503",
                        "   0:40  arriving       due 333/500");
        assertThat(written()).matches("[\\x20-\\x7e\\n]*");
    }

    @Test
    void theCodesOfANewTrialAreNewsAgain() {
        try (LogWriter view = new LogWriter("r0", out, Style.PLAIN, 10_000)) {
            view.phase(Phase.Arriving, "trial 1");
            second(view, 40);
            view.phase(Phase.Arriving, "trial 2");
            second(view, 40);
        }

        assertThat(written().split("first upgrade http/503", -1)).hasSize(3);
    }
}
