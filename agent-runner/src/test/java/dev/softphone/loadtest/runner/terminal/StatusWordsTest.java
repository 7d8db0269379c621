package dev.softphone.loadtest.runner.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.read.Violation;
import dev.softphone.loadtest.api.status.StatusFactory;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.report.ReportInput;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:20:32Z");

    @Test
    void aVerdictIsSaidWithItsCauseItsEvidenceTheRemedyAndTheNextTest() {
        ReportInput input = SampleProgress.finished(List.of(SampleProgress.cap()));
        SoftphoneLoadTestStatus status = new StatusFactory(NOW, null, 1L).finished(input.evidence(), input.judgement());

        assertThat(StatusWords.text("calls/login", status, Style.PLAIN, 80)).isEqualTo("""
                        Failed  calls/login
                        300 of 500 softphones connected, 200 rejected, 0 failed, 0 cancelled, 0 lost.

                        ConcurrencyCap  scope Tenant, limit 300, confidence High, explains 200 softphones
                        """ + meaning() + """
                          * 300 softphones stayed connected from 0:36 on while 200 further attempts over
                            23.9 s were all refused with http/503.
                          * The generator was not the limit: 361 of 1,048,576 descriptors, loop lag at
                            most 30 ms.
                          What to do The gateway holds at most 300 softphones at one time for this
                                     tenant. Ask its owner to raise the limit, or plan for 300.
                          Next test  If a ramp three times slower still ends at 300, the rate of
                                     connects plays no part.

                        Thresholds   Passed: required handshake p99 <= 3 s, observed 178 ms (300 of 300
                                     counted)
                                     Failed: required connected >= 99 %, observed 60 % (300 of 500)
                        """);
    }

    private static String meaning() {
        StringBuilder out = new StringBuilder();
        Wrap.at(Style.PLAIN.safe(Explain.find("ConcurrencyCap").orElseThrow().meaning()), 78)
                .forEach(line -> out.append("  ").append(line).append('\n'));
        return out.toString();
    }

    @Test
    void whatWasRefusedSaysWhy() {
        SoftphoneLoadTestStatus status =
                new StatusFactory(NOW, null, 1L).refused(List.of(new Violation("spec.hold", "at most 168h", "200h")));

        assertThat(StatusWords.text("calls/login", status, Style.PLAIN, 100))
                .startsWith("Refused  calls/login\n  Accepted      False, spec.hold: required at most 168h");
    }
}
