package dev.softphone.loadtest.api.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.Trial;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialsCodecTest {

    @Test
    void trialsComeBackAsTheyWere() {
        List<Trial> trials = trials(4);

        List<Trial> again = TrialsCodec.decode(TrialsCodec.encode(trials));

        assertThat(again)
                .extracting(TrialsCodecTest::text)
                .isEqualTo(trials.stream().map(TrialsCodecTest::text).toList());
        assertThat(again.get(3).measurements().histograms())
                .containsOnlyKeys(trials.get(3).measurements().histograms().keySet());
        assertThat(again.get(3).measurements().series().buckets()).hasSize(20);
        assertThat(TrialsCodec.decode(TrialsCodec.encode(List.of()))).isEmpty();
    }

    @Test
    void whatDoesNotFitKeepsItsCounts() {
        List<Trial> trials = trials(40);
        int whole = TrialsCodec.encode(trials).length;
        byte[] shorter = TrialsCodec.encode(trials, whole - 1);

        assertThat(shorter.length).isLessThan(whole);
        assertThat(TrialsCodec.decode(shorter)).extracting(Trial::softphones).hasSize(40);
        assertThatThrownBy(() -> TrialsCodec.encode(trials, 10)).hasMessageContaining("required at most 10 bytes");
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> TrialsCodec.decode(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(Trial trial) {
        return trial.number() + " " + trial.softphones() + " " + trial.rampMillis() + " " + trial.held() + " "
                + trial.measurements().softphones() + trial.measurements().outcomes();
    }

    private static List<Trial> trials(int count) {
        Measurements measured =
                ReportCodecTest.report(new SplittableRandom(3), 20).measurements();
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Trial(i, 10 * i, 1000L * i, i % 2 == 0, measured))
                .toList();
    }
}
