package dev.softphone.loadtest.simulator.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipCodecTest {
    private static final String HEADERS = lines(
            "Via: SIP/2.0/WS a.invalid;branch=z9hG4bK1",
            "From: <sip:a@x>;tag=1",
            "To: <sip:b@x>",
            "Call-ID: c",
            "CSeq: 1 INVITE");

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static SipMessage parse(String text) {
        return Objects.requireNonNull(SipCodec.parse(text));
    }

    @Test
    void readsWhatItWrites() {
        String text = "INVITE sip:b@x SIP/2.0\r\n" + HEADERS
                + "Content-Type: application/sdp\r\nContent-Length: 6\r\n\r\nv=0\r\nx";
        SipMessage message = parse(text);
        assertThat(message.format()).isEqualTo(text);
        assertThat(parse(message.format()).format()).isEqualTo(text);
    }

    @Test
    void countsTheBodyInBytes() {
        SipMessage message = parse("MESSAGE sip:b@x SIP/2.0\r\n" + HEADERS.replace("INVITE", "MESSAGE") + "\r\n");
        assertThat(message.setBody("text/plain", "\u00e9").format()).contains("Content-Length: 2\r\n");
    }

    @Test
    void readsCompactFoldedAndCombinedHeaders() {
        SipMessage message = parse(lines(
                "SIP/2.0 200 All is well",
                "v: SIP/2.0/WS a;branch=z9hG4bK1, SIP/2.0/WS b;branch=z9hG4bK2",
                "f: \"Doe, \\\"J\\\" <x>\" <sip:a@x>;tag=1",
                "t:",
                " <sip:b@x>;tag=2",
                "i: c",
                "CSeq: 7 REGISTER",
                "m: <sip:a@x;p=1,2>;expires=5, \"q,\" <sip:a@y>",
                ""));
        assertThat(message.status()).isEqualTo(200);
        assertThat(message.reason()).isEqualTo("All is well");
        assertThat(message.all("Via").stream().map(SipCodec::branch)).containsExactly("z9hG4bK1", "z9hG4bK2");
        assertThat(message.all("contact")).containsExactly("<sip:a@x;p=1,2>;expires=5", "\"q,\" <sip:a@y>");
        assertThat(message.need("To")).isEqualTo("<sip:b@x>;tag=2");
        assertThat(NameAddress.parse(message.need("From")).uri()).isEqualTo("sip:a@x");
        assertThat(SipCodec.cseq(message)).isEqualTo(new SipCodec.Cseq(7, "REGISTER"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "INVITE sip:b@x SIP/2.0",
                "INVITE sip:b@x SIP/3.0\r\n",
                "SIP/2.0 2000 OK\r\n",
                "INVITE sip:b@x SIP/2.0\r\nno colon\r\n"
            })
    void takesNothingElseForAMessage(String start) {
        assertThat(SipCodec.parse(start)).isNull();
        assertThat(SipCodec.parse("INVITE sip:b@x SIP/2.0\r\n" + HEADERS.replace("CSeq: 1 ", "CSeq: one ")))
                .isNull();
    }

    @Test
    void takesUrisApart() {
        NameAddress address =
                NameAddress.parse("<sip:ann@Example.TEST:5061;transport=ws>;Expires=60;+sip.instance=\"<urn:uuid:1>\"");
        assertThat(address.addressOfRecord()).isEqualTo("ann@example.test");
        assertThat(address.parameter("expires")).isEqualTo("60");
        assertThat(address.parameter("+sip.instance")).isEqualTo("\"<urn:uuid:1>\"");
        assertThat(NameAddress.parse("sip:x@[::1]:5060;tag=9").host()).isEqualTo("[::1]");
        assertThat(List.of(
                        NameAddress.parse("sip:y").user(),
                        NameAddress.parse("sip:y").host()))
                .containsExactly("", "y");
    }
}
