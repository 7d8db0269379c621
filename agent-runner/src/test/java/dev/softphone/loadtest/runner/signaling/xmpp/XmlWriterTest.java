package dev.softphone.loadtest.runner.signaling.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class XmlWriterTest {
    private static final String CHARACTERS = "<>&'\"\r\n\t ]]>-a\u00e4\u2028\uFFFD{}\\\u0085";

    @Test
    void escapesInTextAndInAttributes() {
        assertThat(new XmlWriter()
                        .start("a", "urn:1")
                        .attribute("b", "<\"'&\t\n\r>")
                        .attribute("absent", null)
                        .text("]]><&\r\n")
                        .empty("c", "urn:2")
                        .finish())
                .isEqualTo("<a xmlns=\"urn:1\" b=\"&lt;&quot;&apos;&amp;&#x9;&#xA;&#xD;&gt;\">]]&gt;&lt;&amp;&#xD;\n"
                        + "<c xmlns=\"urn:2\"/></a>");
    }

    @Test
    void charactersThatXmlCannotHoldAreReplaced() throws MalformedXmlException {
        String message = new XmlWriter()
                .start("a")
                .text("x\u0000\u001F\uD800y\uDC00\uFFFE\uFFFF\uD83D\uDE00")
                .finish();
        assertThat(XmlReader.read(message).text()).isEqualTo("x\uFFFD\uFFFD\uFFFDy\uFFFD\uFFFD\uFFFD\uD83D\uDE00");
    }

    @Test
    void whatIsWrittenIsReadBack() throws MalformedXmlException {
        for (int seed = 0; seed < 2_000; seed++) {
            XmlElement element = random(new SplittableRandom(seed), 3);
            XmlWriter writer = new XmlWriter();
            write(element, writer);
            assertThat(XmlReader.read(writer.finish())).as("seed %d", seed).isEqualTo(element);
        }
    }

    private static XmlElement random(SplittableRandom random, int depth) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.put("a" + i, text(random));
        }
        List<XmlElement> children = new ArrayList<>();
        for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
            children.add(random(random, depth - 1));
        }
        return new XmlElement("urn:" + random.nextInt(3), "n" + random.nextInt(9), attributes, children, text(random));
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    private static void write(XmlElement element, XmlWriter writer) {
        writer.start(element.name(), element.namespace());
        element.attributes().forEach(writer::attribute);
        writer.text(element.text());
        element.children().forEach(child -> write(child, writer));
        writer.end();
    }
}
