package dev.softphone.loadtest.runner.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipMessageTest {
    private static final String INVITE = String.join(
            "\r\n",
            "INVITE sip:bob@biloxi.test SIP/2.0",
            "Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks",
            "From: \"A; <quoted>, name\" <sip:alice@atlanta.test>;tag=asdyka899",
            "To: sip:bob@biloxi.test",
            "Call-ID: asidkj3ss",
            "CSeq: 1 INVITE",
            "Content-Type: application/sdp",
            "Content-Length: 5",
            "",
            "v=0\r\n");

    private static final String COMPACT = String.join(
            "\r\n",
            "SIP/2.0 200 OK",
            "v:SIP/2.0/WSS a.invalid;branch=z9hG4bK1 , SIP/2.0/WSS b.invalid;branch=z9hG4bK2",
            "V : SIP/2.0/TCP c.invalid;branch=z9hG4bK3",
            "f: <sip:a@x.test>;tag=1",
            "t: <sip:a@x.test>",
            " \t;tag=2",
            "i: c1",
            "cSEQ: 7   REGISTER",
            "m: <sip:a@one.invalid;transport=ws>;expires=60,",
            "   \"x,y\" <sip:a@two.invalid>;expires=70",
            "",
            "");

    @Test
    void readsARequest() throws MalformedSipException {
        SipRequest request = (SipRequest) SipMessage.parse(INVITE);

        assertThat(request.method()).isEqualTo("INVITE");
        assertThat(request.uri()).isEqualTo("sip:bob@biloxi.test");
        assertThat(request.branch()).isEqualTo("z9hG4bK56sdasks");
        assertThat(request.fromTag()).isEqualTo("asdyka899");
        assertThat(request.toTag()).isNull();
        assertThat(request.sequence()).isEqualTo(1);
        assertThat(request.body()).isEqualTo("v=0\r\n");
        assertThat(HeaderValue.uri(request.headers().required("From"))).isEqualTo("sip:alice@atlanta.test");
        assertThat(HeaderValue.uri(request.headers().required("To"))).isEqualTo("sip:bob@biloxi.test");
    }

    @Test
    void readsCompactFormsFoldedLinesCommaListsAndNamesOfAnyCase() throws MalformedSipException {
        SipResponse response = (SipResponse) SipMessage.parse(COMPACT);

        assertThat(response.headers().elements("via"))
                .containsExactly(
                        "SIP/2.0/WSS a.invalid;branch=z9hG4bK1",
                        "SIP/2.0/WSS b.invalid;branch=z9hG4bK2",
                        "SIP/2.0/TCP c.invalid;branch=z9hG4bK3");
        assertThat(response.branch()).isEqualTo("z9hG4bK1");
        assertThat(response.toTag()).isEqualTo("2");
        assertThat(response.callId()).isEqualTo("c1");
        assertThat(response.sequence()).isEqualTo(7);
        assertThat(response.sequenceMethod()).isEqualTo("REGISTER");
        assertThat(response.headers().elements("Contact"))
                .containsExactly(
                        "<sip:a@one.invalid;transport=ws>;expires=60", "\"x,y\" <sip:a@two.invalid>;expires=70");
        assertThat(HeaderValue.numberParameter(
                        response.headers().elements("contact").get(1), "expires"))
                .isEqualTo(70);
    }

    @Test
    void takesTheRestOfTheMessageAsBodyWhereContentLengthIsMissing() throws MalformedSipException {
        assertThat(SipMessage.parse(INVITE.replace("Content-Length: 5\r\n", "")).body())
                .isEqualTo("v=0\r\n");
    }

    @Test
    void cutsTheBodyAtContentLengthInBytes() throws MalformedSipException {
        assertThat(SipMessage.parse(INVITE.replace("v=0\r\n", "ééx")).body()).isEqualTo("ééx");
        assertThat(SipMessage.parse(INVITE.replace("v=0\r\n", "v=0\r\nmore")).body())
                .isEqualTo("v=0\r\n");
    }

    @Test
    void skipsEmptyLinesBeforeAMessageAndReadsBareLineFeeds() throws MalformedSipException {
        assertThat(SipMessage.parse("\r\n\r\n" + INVITE)).isEqualTo(SipMessage.parse(INVITE));
        assertThat(SipMessage.parse(COMPACT.replace("\r\n", "\n"))).isEqualTo(SipMessage.parse(COMPACT));
    }

    @Test
    void readsBackWhatItWrites() throws MalformedSipException {
        for (String text : new String[] {INVITE, COMPACT}) {
            SipMessage message = SipMessage.parse(text);
            assertThat(SipMessage.parse(message.write())).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "hello",
                "<html><body>502 Bad Gateway</body></html>",
                "{\"error\":\"no\"}",
                "SIP/2.0 99 Low",
                "SIP/2.0 700 High",
                "SIP/2.0 2x0 OK",
                "SIP/2.0",
                "SIP/2.0 200OK",
                "INVITE sip:x",
                "INVITE  SIP/2.0",
                "IN VITE sip:x SIP/2.0",
                "INVITE sip:x SIP/3.0"
            })
    void saysWhatIsWrongWithAStartLine(String start) {
        String text = start + INVITE.substring(INVITE.indexOf("\r\n"));
        if (!start.isBlank()) {
            assertThatThrownBy(() -> SipMessage.parse(text))
                    .isInstanceOf(MalformedSipException.class)
                    .hasMessageContaining("line is");
        } else {
            assertThatThrownBy(() -> SipMessage.parse(start)).isInstanceOf(MalformedSipException.class);
        }
    }

    @Test
    void saysWhichHeaderIsMissingOrTooMany() {
        refuses(INVITE.replaceFirst("Via: .*\r\n", ""), "a message has a Via");
        refuses(INVITE.replaceFirst("Call-ID: .*\r\n", ""), "one Call-ID, not 0");
        refuses(INVITE.replaceFirst("To: ", "t: sip:x@y.test\r\nTo: "), "one To, not 2");
        refuses(INVITE.replace("CSeq: 1 INVITE", "CSeq: INVITE"), "a CSeq is a number and a method");
        refuses(INVITE.replace("CSeq: 1 INVITE", "CSeq: 1 BYE"), "has its method, \"INVITE\", not \"BYE\"");
        refuses(INVITE.replace("Content-Length: 5", "Content-Length: 6"), "the 6 bytes of its Content-Length, not 5");
        refuses(INVITE.replace("Content-Length: 5", "Content-Length: five"), "a Content-Length is a number");
        refuses(INVITE.substring(0, INVITE.indexOf("\r\n\r\n")), "end with an empty line");
        refuses(INVITE.replace("To: ", "T o: "), "a header is a name, a colon and a value");
    }

    @Test
    void refusesMoreThan64KiB() {
        refuses(INVITE + "x".repeat(SipMessage.MAX_LENGTH), "at most 65536 characters");
    }

    @Test
    void writesNoLineThatAValueOpens() {
        String text = SipText.request("OPTIONS", "sip:x")
                .header("From", "a\r\nEvil: 1\nWorse: 2")
                .end();

        assertThat(text.split("\r\n", -1)).hasSize(5).doesNotContain("Evil: 1", "Worse: 2");
    }

    @Test
    void neverThrowsAnythingElseWhateverComes() {
        String alphabet = "\r\n \t:;,<>\"\\=@%éA1/.-z\u0000\uD800";
        String[] seeds = {INVITE, COMPACT};
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int edits = random.nextInt(1, 12); edits > 0 && !text.isEmpty(); edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 20)));
                    default -> text.setLength(at);
                }
            }
            read(text.toString(), seed);
        }
    }

    /** Parses, asks everything that is asked of a message, writes and reads it back. */
    private static void read(String text, long seed) {
        try {
            SipMessage message = SipMessage.parse(text);
            message.fromTag();
            message.toTag();
            message.branch();
            message.callId();
            message.sequence();
            message.sequenceMethod();
            for (String contact : message.headers().elements("Contact")) {
                HeaderValue.uri(contact);
                HeaderValue.numberParameter(contact, "expires");
            }
            assertThat(SipMessage.parse(message.write()))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(message);
        } catch (MalformedSipException e) {
            assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + text, e);
        }
    }

    private static void refuses(String text, String reason) {
        assertThatThrownBy(() -> SipMessage.parse(text))
                .isInstanceOf(MalformedSipException.class)
                .hasMessageContaining(reason);
    }
}
