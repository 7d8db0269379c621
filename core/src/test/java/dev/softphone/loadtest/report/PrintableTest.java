package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(Printable.oneLine("Überlastet: 过载 🚫 ≤ 3 s")).isEqualTo("Überlastet: 过载 🚫 ≤ 3 s");
    }

    @Test
    void whatWouldSteerATerminalOrReorderALineIsShown() {
        assertThat(Printable.oneLine("a\u001b[2Jb\r\nc\u202Ed\u0000\uFEFF"))
                .isEqualTo("a\\u{1b}[2Jb\\u{d}\\u{a}c\\u{202e}d\\u{0}\\u{feff}");
        assertThat(Printable.lines("a\n\tb\u0007")).isEqualTo("a\n\tb\\u{7}");
    }

    @Test
    void anyTextBecomesOneLineThatXmlAllows() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            char c = (char) random.nextInt(0x10000);
            String text = Printable.oneLine("x" + c + "y");
            assertThat(text.codePoints())
                    .as(Integer.toHexString(c))
                    .noneMatch(p -> p < 0x20
                            || (p >= 0x7f && p < 0xa0)
                            || (p >= 0xd800 && p < 0xe000)
                            || (p >= 0xfffe && p <= 0xffff));
        }
    }
}
