package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Transcript;
import dev.softphone.loadtest.model.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTextTest {

    private static Transcript of(OutcomeKey.Kind kind, Stage stage, String code, String... lines) {
        return new Transcript(new OutcomeKey(kind, stage, code), 300, List.of(lines));
    }

    @Test
    void aFileIsNamedByStageAndCode() {
        var files = TranscriptText.files(List.of(of(
                OutcomeKey.Kind.REJECTION, Stage.UPGRADE, "http/503", "+0.000s   connect", "+0.120s < HTTP/1.1 503")));

        assertThat(files).containsOnlyKeys("upgrade-http-503.txt");
        assertThat(files.get("upgrade-http-503.txt")).isEqualTo("""
                        # upgrade http/503, softphone 300; seconds since its intended start
                        +0.000s   connect
                        +0.120s < HTTP/1.1 503
                        """);
    }

    @Test
    void noCodeLeavesTheFolderOrHidesTheFile() {
        for (String code : List.of(
                "app/../../etc/passwd", "app/..", "app/.", "app/\u0000a b\\c:*?\"<>|", "app/" + "x".repeat(300))) {
            String name = TranscriptText.files(List.of(of(OutcomeKey.Kind.REJECTION, Stage.REGISTER, code)))
                    .keySet()
                    .iterator()
                    .next();
            assertThat(name)
                    .as(code)
                    .matches("register-app[a-z0-9.-]*\\.txt")
                    .doesNotContain("..")
                    .hasSizeLessThan(90);
        }
    }

    @Test
    void noTranscriptOverwritesAnother() {
        var files = TranscriptText.files(List.of(
                of(OutcomeKey.Kind.FAILURE, Stage.ESTABLISHED, "tcp/eof", "a"),
                of(OutcomeKey.Kind.DROP, Stage.ESTABLISHED, "tcp/eof", "b"),
                of(OutcomeKey.Kind.DROP, Stage.ESTABLISHED, "tcp-eof", "c")));

        assertThat(files.keySet())
                .containsExactly("established-tcp-eof.txt", "established-tcp-eof-2.txt", "established-tcp-eof-3.txt");
    }

    @Test
    void controlCharactersOfTheGatewayAreShown() {
        String text = TranscriptText.text(
                of(OutcomeKey.Kind.DROP, Stage.ESTABLISHED, "ws/1008", "+1.000s < \u001b[31mred\nnext"));

        assertThat(text.lines()).hasSize(2);
        assertThat(text).contains("\\u{1b}[31mred\\u{a}next");
    }
}
