package dev.softphone.loadtest.runner.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.verdict.CauseType;
import org.junit.jupiter.api.Test;

class ExplainTest {

    @Test
    void everyCauseIsExplainedWithinTheTerminal() {
        for (CauseType type : CauseType.values()) {
            String text = Explain.text(type, Style.PLAIN, 72);
            assertThat(text).startsWith(type.name() + "\n").matches("[\\x20-\\x7e\\n]*");
            assertThat(text.lines()).as(type.name()).hasSizeGreaterThan(4).allMatch(line -> line.length() <= 72);
            assertThat(Explain.all(Style.PLAIN, 72)).contains("\n  ").contains(type.name() + "\n");
        }
    }

    @Test
    void aCauseIsFoundHoweverItIsCapitalised() {
        assertThat(Explain.find("concurrencycap ")).contains(CauseType.ConcurrencyCap);
        assertThat(Explain.find("Concurrency")).isEmpty();
    }
}
