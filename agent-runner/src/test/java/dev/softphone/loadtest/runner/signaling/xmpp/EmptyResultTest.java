package dev.softphone.loadtest.runner.signaling.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptyResultTest {
    private static final String PLAIN =
            "<iq xmlns=\"jabber:client\" type='result' id=\"p17\" from='example.test' to=\"u@example.test/r\"/>";

    @Test
    void tellsTheIdOfAPlainEmptyResult() {
        assertThat(EmptyResult.id(PLAIN)).isEqualTo("p17");
        assertThat(EmptyResult.id("<iq id='1' type='result'/>")).isEqualTo("1");
        assertThat(EmptyResult.id("<iq id='1' type='result' />")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq id='1' type='get'/>",
                "<iq id='1' type='results'/>",
                "<iq type='result'/>",
                "<iq id='1' type='result'></iq>",
                "<iq id='1' type='result'><x/></iq>",
                "<iq id='1' type='result'><x/>",
                "<iq id='a&amp;b' type='result'/>",
                "<iq xmlns='urn:other' id='1' type='result'/>",
                "<iq xmlns:p='urn:other' id='1' type='result'/>",
                "<iqx id='1' type='result'/>",
                "<iq id=1 type='result'/>",
                "<iq id='1 type='result'/>",
                "<iq id='1' type='result",
                "<iq ",
                "/>",
                ""
            })
    void leavesEverythingElseToTheParser(String message) {
        assertThat(EmptyResult.id(message)).isNull();
    }

    @Test
    void agreesWithTheParserOnWhateverBothAccept() {
        int accepted = 0;
        for (int seed = 0; seed < 50_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder(PLAIN);
            for (int i = random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.setCharAt(at, "'\"=/<> ax&".charAt(random.nextInt(10)));
                } else {
                    text.deleteCharAt(at);
                }
            }
            String id = EmptyResult.id(text.toString());
            try {
                XmlElement element = XmlReader.read(text.toString());
                if (id != null) {
                    accepted++;
                    assertThat(element.name()).as("seed %d: %s", seed, text).isEqualTo("iq");
                    assertThat(element.attribute("id"))
                            .as("seed %d: %s", seed, text)
                            .isEqualTo(id);
                    assertThat(element.attribute("type"))
                            .as("seed %d: %s", seed, text)
                            .isEqualTo("result");
                }
            } catch (MalformedXmlException notXml) {
                // A parser would have refused it; whether a pong is well-formed is not what is tested here.
            }
        }
        assertThat(accepted).isGreaterThan(10_000);
    }
}
