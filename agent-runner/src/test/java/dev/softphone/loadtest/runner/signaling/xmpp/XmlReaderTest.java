package dev.softphone.loadtest.runner.signaling.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReaderTest {
    private static final Duration NO_HANG = Duration.ofSeconds(60);

    private static final List<String> SEEDS = List.of(
            "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='example.test' id='s1' version='1.0'/>",
            "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms"
                    + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
            "<iq xmlns='jabber:client' id='2' type='result'><services xmlns='urn:xmpp:extdisco:1'><service type='turn'"
                    + " host='h' port='3478' username='1:u' password='p&amp;q'/></services></iq>",
            "<iq type='set' from='a@b'><genesys-webrtc xmlns='genesys'><![CDATA[{\"a\":\"<&>\"}]]></genesys-webrtc></iq>",
            "<message><body xml:lang='de'>&lt;&#228;&#x1F600;&apos;</body></message>");

    @Test
    void readsNamesNamespacesAttributesAndText() throws MalformedXmlException {
        XmlElement element = XmlReader.read(
                "<a xmlns='urn:1' xmlns:p='urn:2' x='1' p:x='2' xml:lang='en'>t1<p:b/>t2<b xmlns=''>deep</b></a>");
        assertThat(element.is("urn:1", "a")).isTrue();
        assertThat(element.attribute("x")).isEqualTo("1");
        assertThat(element.attribute("{urn:2}x")).isEqualTo("2");
        assertThat(element.attribute("{http://www.w3.org/XML/1998/namespace}lang"))
                .isEqualTo("en");
        assertThat(element.text()).isEqualTo("t1t2");
        XmlElement unqualified = element.child("", "b");
        assertThat(unqualified).isNotNull();
        assertThat(element.child("urn:2", "b")).isSameAs(element.children().get(0));
        assertThat(element.child("urn:1", "b")).isNull();
        assertThat(element.child("b")).isSameAs(element.children().get(0));
    }

    @Test
    void aPrefixMeansWhatTheNearestDeclarationSays() throws MalformedXmlException {
        XmlElement element = XmlReader.read("<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c/></p:b><p:d/></p:a>");
        XmlElement inner = element.children().get(0);
        assertThat(inner.namespace()).isEqualTo("urn:2");
        assertThat(inner.children().get(0).namespace()).isEqualTo("urn:2");
        assertThat(element.children().get(1).namespace()).isEqualTo("urn:1");
    }

    @Test
    void readsEntitiesReferencesAndCdataInOneText() throws MalformedXmlException {
        XmlElement element = XmlReader.read("<a b='&lt;&quot;&#10;'>&amp;<![CDATA[<&amp;]]>&#x1F600;&gt;</a>");
        assertThat(element.attribute("b")).isEqualTo("<\"\n");
        assertThat(element.text()).isEqualTo("&<&amp;\uD83D\uDE00>");
    }

    @Test
    void anXmlDeclarationAndSpaceAroundTheElementAreNoHarm() throws MalformedXmlException {
        assertThat(XmlReader.read("<?xml version='1.0' encoding='utf-8'?>\n<a/>\r\n")
                        .name())
                .isEqualTo("a");
        assertThat(XmlReader.read(" \t<a/> ").name()).isEqualTo("a");
    }

    @Test
    void readsAMessageOfTheFullLength() throws MalformedXmlException {
        String text = "x".repeat(XmlReader.MAX_LENGTH - "<a></a>".length());
        assertThat(XmlReader.read("<a>" + text + "</a>").text()).isEqualTo(text);
        assertRefused(() -> XmlReader.read("<a>" + text + "y</a>"), "required at most 262144 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
                "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a/>",
                "<?target data?><a/>",
                "<a><?target data?></a>",
                "<a/><?target data?>",
                "<!-- before --><a/>",
                "<a><!-- within --></a>",
                "<a>&undeclared;</a>",
                "<a b='&undeclared;'/>",
                "<a/><b/>",
                "<a/>text",
                "<a>",
                "<a></b>",
                "<a b='1' b='2'/>",
                "<p:a/>",
                "<a>\u0000</a>",
                "<a>]]></a>",
                "<a><!DOCTYPE b></a>",
                "text",
                "{\"json\": true}",
                "<",
                "<?xml version='1.0'",
                " <?xml version='1.0'?><a/>",
                ""
            })
    void refusesWhatXmppDoesNotAllow(String message) {
        assertRefused(() -> XmlReader.read(message), "required ");
    }

    @Test
    void refusesNestingElementsAndAttributesBeyondTheirBounds() {
        assertTimeoutPreemptively(NO_HANG, () -> {
            assertRefused(() -> XmlReader.read("<a>".repeat(80_000)), "deep");
            assertRefused(() -> XmlReader.read("<a>" + "<b/>".repeat(60_000) + "</a>"), "elements");
            StringBuilder attributes = new StringBuilder("<a");
            for (int i = 0; i < 20_000; i++) {
                attributes.append(" a").append(i).append("=''");
            }
            assertRefused(() -> XmlReader.read(attributes + "/>"), "required ");
            assertRefused(() -> XmlReader.read("<" + "n".repeat(200_000) + "/>"), "required ");
        });
    }

    @Test
    void whateverComesInIsReadOrRefusedAndNeverHangs() {
        assertTimeoutPreemptively(NO_HANG, () -> {
            for (int seed = 0; seed < 20_000; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                String message = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
                try {
                    XmlElement element = XmlReader.read(message);
                    assertThat(element.name()).as("seed %d: %s", seed, message).isNotEmpty();
                } catch (MalformedXmlException refused) {
                    assertThat(refused.getMessage()).as("seed %d", seed).contains("required ", "observed ");
                } catch (RuntimeException | Error unexpected) {
                    throw new AssertionError("seed " + seed + ": " + message, unexpected);
                }
            }
        });
    }

    @Test
    void everyTruncationIsRefused() {
        for (String message : SEEDS) {
            for (int length = 0; length < message.length(); length++) {
                String part = message.substring(0, length);
                assertRefused(() -> XmlReader.read(part), "required ");
            }
        }
    }

    private static String mutated(String message, SplittableRandom random) {
        StringBuilder text = new StringBuilder(message);
        String alphabet = "<>/&;'\"= :?![]-xa#\u0000\uD83D\uFFFE\n";
        for (int i = random.nextInt(1, 5); i > 0 && text.length() > 0; i--) {
            int at = random.nextInt(text.length());
            int length = Math.min(random.nextInt(1, 12), text.length() - at);
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                case 1 -> text.delete(at, at + length);
                case 2 -> text.insert(at, text.substring(at, at + length).repeat(random.nextInt(1, 60)));
                default -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
        return text.toString();
    }

    private static void assertRefused(ThrowingCallable read, String says) {
        assertThatThrownBy(read)
                .isInstanceOf(MalformedXmlException.class)
                .hasMessageContaining(says)
                .hasMessageContaining("observed ")
                .extracting(e -> String.valueOf(e.getMessage()).length())
                .satisfies(length -> assertThat((int) length).isLessThan(400));
    }
}
