package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.RunFixture.cap;
import static dev.softphone.loadtest.verdict.RunFixture.failure;
import static dev.softphone.loadtest.verdict.RunFixture.limiter;
import static dev.softphone.loadtest.verdict.RunFixture.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Stage;
import org.junit.jupiter.api.Test;

class HeadlineTest {

    @Test
    void saysTheCapAndWhatBecameOfTheRest() {
        assertThat(headline(RunFixture.of(500).rampUp(60).gateway(cap(300, rejection(Stage.UPGRADE, "http/503")))))
                .isEqualTo(
                        "Failed: the gateway holds 300 connections at a time; 200 of 500 softphones were refused with 503"
                                + " at the upgrade.");
    }

    @Test
    void saysProbablyWhereItIsNotSure() {
        assertThat(headline(RunFixture.of(500).rampUp(10).gateway(cap(300, rejection(Stage.UPGRADE, "http/503")))))
                .startsWith("Failed: the gateway probably holds 300 connections");
    }

    @Test
    void saysTheRate() {
        assertThat(headline(
                        RunFixture.of(500).rampUp(60).gateway(limiter(5, 20, rejection(Stage.UPGRADE, "http/429")))))
                .startsWith("Failed: the gateway admits 300 handshakes a minute; ")
                .endsWith(" softphones were refused with 429 at the upgrade.");
    }

    @Test
    void saysWhenTheGeneratorWasToBlame() {
        assertThat(headline(RunFixture.of(500).rampUp(60).gateway(cap(300, failure(Stage.UPGRADE, "local/EMFILE")))))
                .isEqualTo("Inconclusive: the generator ran out of file descriptors; 200 of 500 softphones ended with"
                        + " local/EMFILE at the upgrade.");
    }

    @Test
    void namesTheStageThatNobodyAnswered() {
        assertThat(headline(RunFixture.of(500)
                        .rampUp(60)
                        .gateway(
                                attempt -> attempt.softphone() % 2 == 0 ? rejection(Stage.REGISTER, "sip/504") : null)))
                .isEqualTo("Failed: something behind the gateway did not answer in time (stage register); 250 of 500"
                        + " softphones were refused with SIP 504 on register.");
    }

    @Test
    void saysThatEverythingWentWell() {
        assertThat(headline(RunFixture.of(500).rampUp(60))).isEqualTo("Passed: 500 of 500 softphones connected.");
    }

    @Test
    void saysWhatWasLost() {
        assertThat(headline(RunFixture.of(300).rampUp(60).dropAtAge("tcp/eof", 200, 60_000, 60_000)))
                .isEqualTo(
                        "Passed: connections end after 60 s of age or silence; 200 of 300 connected softphones lost the"
                                + " connection.");
    }

    private static String headline(RunFixture run) {
        Evidence evidence = EvidenceFixture.of(run).build();
        return Headline.of(evidence, Judge.judge(evidence));
    }
}
