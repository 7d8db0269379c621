package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.simulator.RawSocket.Next;
import dev.softphone.loadtest.simulator.SipPhone.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SipRegisterTest {
    private static final String DIGEST = """
            sip:
              authentication: {realm: example.test, password: secret, algorithms: [%s]}
              registrar: {minExpires: 60s, maxExpires: 10m, flowTimer: 120s}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256", "SHA-256, MD5"})
    void registersWithADigest(String algorithms) {
        try (TestGateway gateway = TestGateway.with(DIGEST.formatted(algorithms));
                SipPhone phone = new SipPhone(gateway, "u1", "example.test")) {
            Message challenge = phone.register(600);
            assertThat(challenge.status()).isEqualTo(401);
            assertThat(challenge.all("WWW-Authenticate")).hasSize(algorithms.split(",", -1).length);
            Message ok = phone.register(3600, phone.authorization(challenge, "secret", "00000001"));
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.header("Contact")).isEqualTo(phone.contact() + ";expires=600");
            assertThat(ok.header("Flow-Timer")).isEqualTo("120");
            assertThat(ok.header("To")).contains(";tag=");
            assertThat(gateway.count("/registers/received")).isEqualTo(2);
            assertThat(gateway.count("/registers/answered/401")).isEqualTo(1);
            assertThat(gateway.count("/registers/answered/200")).isEqualTo(1);
            assertThat(gateway.truth("/registers/distinctNow").asInt()).isEqualTo(1);
            assertThat(gateway.count("/registers/digestFailures")).isZero();
        }
    }

    @Test
    void challengesWrongCredentialsAgainAndCountsThem() {
        try (TestGateway gateway = TestGateway.with(DIGEST.formatted("MD5"));
                SipPhone phone = new SipPhone(gateway, "u1", "example.test")) {
            Message challenge = phone.register(600);
            String good = phone.authorization(challenge, "secret", "00000001");
            assertThat(phone.register(600, phone.authorization(challenge, "wrong", "00000001"))
                            .status())
                    .isEqualTo(401);
            assertThat(phone.register(600, good).status()).isEqualTo(200);
            assertThat(phone.register(600, good).status())
                    .as("the same nonce count again is a replay")
                    .isEqualTo(401);
            assertThat(phone.register(600, phone.authorization(challenge, "secret", "00000002"))
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.count("/registers/digestFailures")).isEqualTo(2);
            assertThat(gateway.count("/registers/refreshed")).isEqualTo(1);
            assertThat(gateway.truth("/registers/distinctEver").asInt()).isEqualTo(1);
        }
    }

    @Test
    void callsANonceStaleThatWasUsedTooOften() {
        try (TestGateway gateway =
                        TestGateway.with("sip: {authentication: {realm: r, password: secret, nonceMaxUses: 1}}");
                SipPhone phone = new SipPhone(gateway, "u1", "example.test")) {
            Message challenge = phone.register(600);
            assertThat(challenge.header("WWW-Authenticate")).doesNotContain("stale");
            phone.register(600, phone.authorization(challenge, "secret", "00000001"));
            Message stale = phone.register(600, phone.authorization(challenge, "secret", "00000002"));
            assertThat(stale.status()).isEqualTo(401);
            assertThat(stale.header("WWW-Authenticate")).contains("stale=true");
            assertThat(phone.register(600, phone.authorization(stale, "secret", "00000001"))
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.count("/registers/staleNonces")).isEqualTo(1);
            assertThat(gateway.count("/registers/digestFailures")).isZero();
        }
    }

    @Test
    void knowsOnlyTheUsersOfItsFile(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("users.csv"), "organization,username,password\nacme,u1,p1\nacme,u2,p2\n");
        try (TestGateway gateway = TestGateway.with("sip: {authentication: {realm: r, usersFile: users.csv}}", folder);
                SipPhone known = new SipPhone(gateway, "u2", "example.test");
                SipPhone unknown = new SipPhone(gateway, "u3", "example.test")) {
            assertThat(known.registerWith("p2", 600).status()).isEqualTo(200);
            assertThat(unknown.registerWith("p2", 600).status()).isEqualTo(401);
        }
    }

    @Test
    void saysIntervalTooBrief() {
        try (TestGateway gateway = TestGateway.with("sip: {registrar: {minExpires: 60s}}");
                SipPhone phone = new SipPhone(gateway, "u1", "example.test")) {
            Message brief = phone.register(30);
            assertThat(brief.status()).isEqualTo(423);
            assertThat(brief.header("Min-Expires")).isEqualTo("60");
            assertThat(phone.register(60).status()).isEqualTo(200);
            assertThat(phone.register(0).status()).isEqualTo(200);
            assertThat(gateway.count("/registers/removed")).isEqualTo(1);
            assertThat(gateway.truth("/registers/distinctNow").asInt()).isZero();
        }
    }

    @Test
    void forgetsARegistrationThatExpiresOrLosesItsSocket() {
        try (TestGateway gateway = TestGateway.with("sip: {}");
                SipPhone brief = new SipPhone(gateway, "u1", "example.test")) {
            SipPhone lost = new SipPhone(gateway, "u2", "example.test");
            assertThat(brief.register(1).status()).isEqualTo(200);
            assertThat(lost.register(600).status()).isEqualTo(200);
            lost.close();
            await().untilAsserted(() -> {
                assertThat(gateway.count("/registers/expired")).isEqualTo(1);
                assertThat(gateway.count("/registers/lost")).isEqualTo(1);
            });
            assertThat(gateway.truth("/registers/distinctNow").asInt()).isZero();
            assertThat(gateway.truth("/registers/distinctEver").asInt()).isEqualTo(2);
        }
    }

    @Test
    void refusesRegistrationsAsTheScriptSays() {
        try (TestGateway gateway = TestGateway.with("""
                organizations: [{sip: Domain, capture: "([a-z]+)[.]test"}]
                sip:
                  authentication: {realm: r, password: secret}
                  register:
                    - whenOrganization: [globex]
                      then: {sip: {status: 504, after: 100ms}}
                    - whenIdentity: {equals: u9@acme.test}
                      then: {sip: {status: 403, reason: Go away, warning: '399 gateway "no"'}}
                    - whenRegistered: {atLeast: 2}
                      whenRegistration: New
                      then: {sip: {status: 503, retryAfter: 7s}}
                """)) {
            SipPhone first = new SipPhone(gateway, "u1", "acme.test");
            assertThat(first.registerWith("secret", 600).status()).isEqualTo(200);
            assertThat(new SipPhone(gateway, "u2", "globex.test")
                            .registerWith("secret", 600)
                            .status())
                    .isEqualTo(504);
            Message forbidden = new SipPhone(gateway, "u9", "acme.test").registerWith("secret", 600);
            assertThat(forbidden.text()).startsWith("SIP/2.0 403 Go away\r\n");
            assertThat(forbidden.header("Warning")).isEqualTo("399 gateway \"no\"");
            assertThat(new SipPhone(gateway, "u3", "acme.test")
                            .registerWith("secret", 600)
                            .status())
                    .isEqualTo(200);
            Message full = new SipPhone(gateway, "u4", "acme.test").registerWith("secret", 600);
            assertThat(full.status()).isEqualTo(503);
            assertThat(full.header("Retry-After")).isEqualTo("7");
            assertThat(first.registerWith("secret", 600).status())
                    .as("a refresh takes no further place")
                    .isEqualTo(200);
            assertThat(gateway.count("/registers/answeredByOrganization/globex~1504"))
                    .isEqualTo(1);
            assertThat(gateway.count("/registers/answeredByOrganization/acme~1200"))
                    .isEqualTo(3);
            assertThat(gateway.count("/sockets/acceptedByOrganization/acme")).isEqualTo(4);
        }
    }

    @Test
    void staysSilentOrEndsTheSocketOnRegister() {
        try (TestGateway gateway = TestGateway.with("""
                sip:
                  register:
                    - {whenAttempt: {to: 1}, then: {silence: {}}}
                    - {whenAttempt: {to: 1}, then: {reset: {}}}
                    - {whenAttempt: {to: 1}, then: {close: {code: 1013, reason: later}}}
                """)) {
            SipPhone silent = new SipPhone(gateway, "u1", "example.test");
            silent.send(silent.request(
                    "REGISTER", "sip:example.test", "<sip:u1@example.test>", "c", "b", "Contact: *", "Expires: 0"));
            assertThat(silent.receive().status()).as("a removal meets no fault").isEqualTo(200);
            assertThat(registerOnly(silent).next(300)).isEqualTo(Next.NOTHING);
            assertThat(registerOnly(new SipPhone(gateway, "u2", "example.test")).next())
                    .isEqualTo(Next.RST);
            assertThat(registerOnly(new SipPhone(gateway, "u3", "example.test"))
                            .read()
                            .closeReason())
                    .isEqualTo("later");
            assertThat(new SipPhone(gateway, "u4", "example.test").register(60).status())
                    .isEqualTo(200);
            assertThat(gateway.count("/registers/silenced")).isEqualTo(3);
        }
    }

    private static RawSocket registerOnly(SipPhone phone) {
        return phone.send(phone.request(
                        "REGISTER",
                        "sip:example.test",
                        "<" + phone.address() + ">",
                        "c",
                        "b",
                        "Contact: " + phone.contact()))
                .socket();
    }

    @Test
    void takesBinaryFramesAndCompactHeadersAndAnswersKeepAlives() {
        try (TestGateway gateway = TestGateway.with("sip: {}");
                SipPhone phone = new SipPhone(gateway, "u1", "example.test")) {
            String compact = String.join(
                    "\r\n",
                    "OPTIONS sip:example.test SIP/2.0",
                    "v: SIP/2.0/WS x.invalid;branch=z9hG4bK1",
                    "f: <sip:u1@example.test>;tag=1",
                    "t: <sip:example.test>",
                    "i: c1",
                    "CSeq: 1 OPTIONS",
                    "",
                    "");
            phone.socket().frame(RawSocket.BINARY, compact.getBytes(StandardCharsets.UTF_8));
            assertThat(phone.receive().status()).isEqualTo(200);
            assertThat(phone.send("\r\n\r\n").socket().text()).isEqualTo("\r\n");
            assertThat(phone.socket()
                            .frame(RawSocket.PING, new byte[] {7})
                            .read()
                            .opcode())
                    .isEqualTo(RawSocket.PONG);
            assertThat(gateway.count("/sockets/pingsReceived/crlf")).isEqualTo(1);
            assertThat(gateway.count("/sockets/pongsSent/webSocket")).isEqualTo(1);
            assertThat(gateway.count("/sockets/binariesReceived")).isEqualTo(1);
        }
    }
}
