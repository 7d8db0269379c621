package dev.softphone.loadtest.runner.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Identity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {

    private static final String PASSWORD = "pä/ss+w&rd \"1\"";
    private static final Identity ANN = new Identity(
            "ann",
            Optional.of("acme"),
            Map.of("username", "ann", "organization", "acme", "password", PASSWORD, "pin", "42"));

    @Test
    void hidesAPasswordInEveryFormItTravelsIn() {
        Redactor redactor = Redactor.of(ANN, Set.of());
        String form = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
        for (String text : List.of(
                "pw " + PASSWORD + " end",
                "p=" + form + "&x=1",
                "/login/" + form.replace("+", "%20") + "/x",
                "p=" + form.replace("%C3%A4", "%c3%a4"),
                "{\"x\":\"" + PASSWORD.replace("\"", "\\\"") + "\"}",
                "<p>" + PASSWORD.replace("&", "&amp;").replace("\"", "&quot;") + "</p>",
                "b64 " + base64(PASSWORD) + " end",
                "basic " + base64("ann:" + PASSWORD) + " end",
                "sasl " + base64("\0ann\0" + PASSWORD) + " end",
                "url " + Base64.getUrlEncoder().encodeToString(("x" + PASSWORD).getBytes(StandardCharsets.UTF_8)))) {
            String redacted = redactor.redact(text);
            assertThat(redacted).contains("***").doesNotContain("w&rd", "w%26rd", "w&amp;rd");
            assertThat(redacted.length()).as(redacted).isLessThanOrEqualTo("basic *** end".length() + 3);
        }
    }

    @Test
    void hidesAnAttributeInQuotesOfEitherKind() {
        for (String quote : List.of("'", "\"")) {
            assertThat(Redactor.withoutValues().redact("<service password=" + quote + "c2Vj" + quote + "/>"))
                    .isEqualTo("<service password=" + quote + "***" + quote + "/>");
        }
    }

    @Test
    void keepsWhatIsNotSecret() {
        String text = "REGISTER ann@acme attempt 42 of 500: HTTP/1.1 429 too.many.requests, Retry-After: 7,"
                + " WWW-Authenticate: Digest realm=\"acme\", nonce=\"abc\"";

        assertThat(Redactor.of(ANN, Set.of("429")).redact(text)).isEqualTo(text);
    }

    @Test
    void hidesTheLongestFirst() {
        Redactor redactor = Redactor.of(ANN, List.of("token-1", "token-1-and-more"));

        assertThat(redactor.redact("a token-1-and-more b token-1 c")).isEqualTo("a *** b *** c");
    }

    @Test
    void hidesASecretWhereverInABase64TextItBegins() {
        for (long seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            String secret = letters(random, 8 + random.nextInt(20));
            String around = letters(random, random.nextInt(10)) + secret + letters(random, random.nextInt(10));
            String redacted = Redactor.of(ANN, Set.of(secret)).redact("data: " + base64(around) + ";");

            assertThat(redacted).as("seed %d, %s", seed, around).isEqualTo("data: ***;");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Authorization: Bearer abc                        | Authorization: ***
            > Proxy-Authorization: Digest response="x"       | > Proxy-Authorization: ***
            Set-Cookie: sid=1; HttpOnly                      | Set-Cookie: ***
            {"access_token":"a\\"b","expires_in":3600}       | {"access_token":"***","expires_in":3600}
            {"Password" : "x", "user":"ann"}                 | {"Password" : "***", "user":"ann"}
            GET /s?access_token=a.b-c&x=1                    | GET /s?access_token=***&x=1
            grant_type=password&client_secret=xyz&a=b        | grant_type=password&client_secret=***&a=b
            Digest username="ann", response="0123456789abcdef0123456789abcdef", nc=1 | Digest username="ann", response="***", nc=1
            error: Bearer abcdef.ghi was refused             | error: Bearer *** was refused
            <auth xmlns="urn:x" mechanism="PLAIN">AGFubg==</auth> | <auth xmlns="urn:x" mechanism="PLAIN">***</auth>
            connecting to wss://ann:pw@host/path             | connecting to wss://ann:***@host/path
            got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here | got *** here
            """)
    void hidesWhatStandsWhereSecretsStand(String text, String expected) {
        assertThat(Redactor.withoutValues().redact(text)).isEqualTo(expected);
    }

    @Test
    void isDoneInTimeWithTextMadeToKeepItBusy() {
        Redactor redactor = Redactor.of(ANN, Set.of("aaaaaaaaaaaaaaaaaaaab"));
        for (String piece :
                List.of("a", "token", "\"token", "//", "<auth", "authorization", "eyJaaaaaaaa.", "=", "\\")) {
            String text = piece.repeat(60_000 / piece.length());
            long before = System.nanoTime();
            redactor.redact(text);
            assertThat(System.nanoTime() - before).as(piece).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void cutsALineAfterRedactionNotBefore() {
        String text = "x".repeat(250) + " " + PASSWORD;

        assertThat(Redactor.of(ANN, Set.of()).line(text, 256)).endsWith("***").hasSize(254);
        assertThat(Redactor.of(ANN, Set.of()).line("a\r\nb\0c" + "d".repeat(300), 10))
                .isEqualTo("a b cdddd…");
        assertThat(Redactor.withoutValues().line("\uD83D\uDE00".repeat(10), 10))
                .isEqualTo("\uD83D\uDE00".repeat(4) + "…");
    }

    private static String letters(Random random, int length) {
        return random.ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
