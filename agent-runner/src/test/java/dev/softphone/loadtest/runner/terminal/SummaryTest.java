package dev.softphone.loadtest.runner.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final List<String> FILES = List.of(
            "out/status.yaml", "out/report.html", "out/a folder with a long name that must not be cut/next-test.yaml");

    private static final Optional<String> NEXT =
            Optional.of("softphone-load run out/a folder with a long name that must not be cut/next-test.yaml");

    @Test
    void tellsWhatHappenedWhyAndWhatToDoNext() {
        String text = Summary.text(
                SampleProgress.finished(List.of(SampleProgress.cap())),
                List.of("out/status.yaml", "out/report.html", "out/next-test.yaml"),
                Optional.of("softphone-load run out/next-test.yaml"),
                new Style(false, true),
                90);

        assertThat(text).isEqualTo("""
                        ✕ Failed  three-hundred-of-five-hundred
                        The gateway holds 300 softphones at one time and refused the other 200 of 500 with 503.

                        ConcurrencyCap  scope Tenant, limit 300, confidence High, explains 200 softphones
                          • 300 softphones stayed connected from 0:36 on while 200 further attempts over 23.9 s
                            were all refused with http/503.
                          • The generator was not the limit: 361 of 1,048,576 descriptors, loop lag at most 30 ms.
                          What to do The gateway holds at most 300 softphones at one time for this tenant. Ask its
                                     owner to raise the limit, or plan for 300.
                          Next test  If a ramp three times slower still ends at 300, the rate of connects plays no
                                     part.
                                     softphone-load run out/next-test.yaml

                        Softphones   500 planned = 0 not started + 500 started
                                     500 started = 300 connected + 200 rejected + 0 failed + 0 cancelled + 0 lost
                                     + 0 in progress
                        Attempts     500 attempts = 500 first + 0 retries
                                     500 attempts = 300 succeeded + 200 rejected + 0 failed + 0 cancelled + 0 lost
                                     + 0 in progress

                        Rejected     upgrade http/503              200  first 0:36.1  Service Unavailable: session

                        Thresholds   ✓ handshake p99 ≤ 3 s  178 ms (300 of 300 counted)
                                     ✕ connected ≥ 99 %     60 % (300 of 500)

                        Files        out/status.yaml
                                     out/report.html
                                     out/next-test.yaml
                        """);
    }

    @Test
    void aPathOrACommandIsNeverBroken() {
        String text =
                Summary.text(SampleProgress.finished(List.of(SampleProgress.cap())), FILES, NEXT, Style.PLAIN, 60);

        assertThat(text).contains("softphone-load run " + FILES.get(2) + "\n").contains(FILES.get(2) + "\n");
        assertThat(text).matches("[\\x20-\\x7e\\n]*");
    }

    @Test
    void colourAddsNothingButColour() {
        var input = SampleProgress.finished(List.of(SampleProgress.cap(), SampleProgress.cap()));

        assertThat(TerminalViewTest.withoutColour(Summary.text(input, FILES, NEXT, new Style(true, true), 100)))
                .isEqualTo(Summary.text(input, FILES, NEXT, new Style(false, true), 100));
    }

    @Test
    void aRunWithoutACauseHasNone() {
        assertThat(Summary.text(SampleProgress.finished(List.of()), List.of(), Optional.empty(), Style.PLAIN, 80))
                .doesNotContain("What to do", "Files")
                .contains("500 started = 300 connected + 200 rejected");
    }
}
