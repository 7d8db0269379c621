package dev.softphone.loadtest.runner.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.status.ClusterView;
import dev.softphone.loadtest.api.status.StatusFactory;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.measure.Coverage;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.runner.RunListener.Phase;
import dev.softphone.loadtest.verdict.Evidence;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterProgressTest {
    private static final Instant START = Instant.parse("2026-11-21T09:14:02Z");
    private static final ReportInput R0 = SampleProgress.finished(List.of(SampleProgress.cap()));

    @Test
    void theViewOfAStatusIsTheViewOfARunHereButForWhatOnlyThatKnows() {
        String here = new TerminalView(Style.PLAIN).render(SampleProgress.at(48, Phase.Arriving), 80);
        String there = new TerminalView(Style.PLAIN)
                .render(
                        ClusterProgress.of("three-hundred-of-five-hundred", running(48), "", START.plusSeconds(48)),
                        80);

        assertThat(there.lines().toList())
                .containsExactlyElementsOf(here.lines()
                        .map(line -> line.replace("arriving  0:48 of 6:30", "         running  0:48")
                                .replace("400 of 500 due, 400 started", "400 of 500 started")
                                .replace("20.9 ms   32.7 ms", "  21 ms     33 ms")) // a status has whole ones
                        .toList());
    }

    @Test
    void whatHasNotStartedSaysWhatItWaitsFor() {
        SoftphoneLoadTestStatus waiting = new StatusFactory(START, null, 1L)
                .in(new ClusterView(false, "Armed", "1 of 2 runners are armed", List.of(), List.of()))
                .accepted();

        assertThat(lines(waiting, "", START)).containsExactly("   0:00  pending: 1 of 2 runners are armed");
    }

    @Test
    void aLogTellsPhasesFirstsAndTroubleOnce() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (LogWriter log = new LogWriter("calls/login", out, Style.PLAIN, 5000)) {
            log.seen(running(40), "", START.plusSeconds(40));
            log.seen(running(41), "", START.plusSeconds(41));
            log.seen(running(41), "API server: gone", START.plusSeconds(42));
            log.seen(running(41), "API server: gone", START.plusSeconds(43));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("0:40  running"))
                .anyMatch(line -> line.contains("first upgrade http/503"))
                .anyMatch(line -> line.contains("started 333/500") && line.contains("rejected 33"))
                .anyMatch(line -> line.contains("running: API server: gone"));
    }

    private static List<String> lines(SoftphoneLoadTestStatus status, String trouble, Instant now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (LogWriter log =
                new LogWriter("calls/login", new PrintStream(bytes, true, StandardCharsets.UTF_8), Style.PLAIN, 5000)) {
            log.seen(status, trouble, now);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static SoftphoneLoadTestStatus running(int second) {
        return new StatusFactory(START.plusSeconds(second), null, 1L)
                .startedAt(START)
                .running(new Evidence(
                        R0.test(),
                        SampleProgress.measured(second),
                        Coverage.WHOLE,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false));
    }
}
