package dev.softphone.loadtest.runner.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StyleTest {

    private static Style of(Map<String, String> environment) {
        return Style.of(environment, true, StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalInAUtf8LocaleGetsColourAndSigns() {
        assertThat(of(Map.of("TERM", "xterm-256color", "LANG", "de_DE.UTF-8"))).isEqualTo(new Style(true, true));
        assertThat(of(Map.of("TERM", "xterm", "LANG", "C.utf8"))).isEqualTo(new Style(true, true));
    }

    @Test
    void noColourWhereItIsNotWantedNotUnderstoodOrNotATerminal() {
        assertThat(of(Map.of("TERM", "xterm", "NO_COLOR", "1")).colour()).isFalse();
        assertThat(of(Map.of("TERM", "xterm", "NO_COLOR", "")).colour()).isTrue();
        assertThat(of(Map.of("TERM", "dumb")).colour()).isFalse();
        assertThat(of(Map.of()).colour()).isFalse();
        assertThat(Style.of(Map.of("TERM", "xterm"), false, StandardCharsets.UTF_8)
                        .colour())
                .isFalse();
    }

    @Test
    void theStrongestLocaleVariableDecides() {
        assertThat(of(Map.of("LC_ALL", "C", "LANG", "en_US.UTF-8")).unicode()).isFalse();
        assertThat(of(Map.of("LC_ALL", "", "LANG", "en_US.UTF-8")).unicode()).isTrue();
        assertThat(of(Map.of()).unicode()).isFalse();
        assertThat(Style.of(Map.of("LANG", "en_US.UTF-8"), true, StandardCharsets.US_ASCII)
                        .unicode())
                .isFalse();
    }

    @Test
    void asciiKeepsTheMeaningOfSigns() {
        assertThat(Style.PLAIN.safe("p99 ≤ 3 s – “ok” · größer")).isEqualTo("p99 <= 3 s - \"ok\" * gr??er");
    }

    @Test
    void theSizeOfATerminalIsReadOrUsual() {
        assertThat(TerminalSize.parse("24 132\n")).contains(new TerminalSize(132, 24));
        assertThat(TerminalSize.parse("0 0\n")).isEmpty();
        assertThat(TerminalSize.parse("stty: not a tty\n")).isEmpty();
    }
}
