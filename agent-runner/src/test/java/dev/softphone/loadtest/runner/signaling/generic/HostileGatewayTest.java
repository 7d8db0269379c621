package dev.softphone.loadtest.runner.signaling.generic;

import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.ASKED;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.gateway;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.generic;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.rest;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.session;
import static dev.softphone.loadtest.runner.signaling.generic.GenericFixtures.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Gateway.ApplicationPing;
import dev.softphone.loadtest.model.Gateway.Group;
import dev.softphone.loadtest.model.Gateway.JsonEquals;
import dev.softphone.loadtest.model.Gateway.Matches;
import dev.softphone.loadtest.model.Gateway.Pointer;
import dev.softphone.loadtest.model.Gateway.Rejection;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.SignalingSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a gateway sends, a session neither throws nor takes nonsense for success. */
class HostileGatewayTest {

    private static final String GOOD = "{\"type\":\"ok\",\"a\":{\"b\":[1,\"x\",null,true]},\"sid\":\"s1\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"ok\"",
                "{\"type\":\"ok\"}}",
                "{\"type\":\"ok\"} {\"type\":\"ok\"}",
                "{'type':'ok'}",
                "{\"type\":\"ok\",}",
                "{\"type\":{\"toString\":\"ok\"}}",
                "{\"type\":[\"ok\"]}",
                "[{\"type\":\"ok\"}]",
                "\"ok\"",
                "",
                "ok"
            })
    void neverTakesAMalformedOrDifferentMessageForAMatch(String message) {
        Condition condition = Condition.of(new JsonEquals("/type", "ok"));

        assertThat(condition.test(new Incoming(message, Map.of()), exchange())).isFalse();
        assertThat(condition.test(new Incoming("{\"type\":\"ok\"}", Map.of()), exchange()))
                .isTrue();
    }

    @Test
    void survivesJsonThatIsTooDeepOrHasNumbersThatAreTooLong() {
        Condition condition = Condition.of(new JsonEquals("/0/0", "1"));
        for (String hostile : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000),
                "[[" + "9".repeat(100_000) + "]]",
                "[[1e999999999]]",
                "[[-1e-999999999]]",
                "[\"" + "\\u0000".repeat(10_000) + "\"]",
                "\uD800".repeat(1_000))) {
            assertThat(condition.test(new Incoming(hostile, Map.of()), exchange()))
                    .isFalse();
        }
    }

    @Test
    void givesUpOnARegularExpressionThatWouldNeverEnd() {
        assertThat(new Regex("(a+)+b").find("a".repeat(5_000))).isFalse();
        assertThat(new Regex("(a|aa)*c").find("a".repeat(100_000))).isFalse();
        assertThat(new Regex("(?:x|y|xy)*z(.)").firstGroup("xy".repeat(3_000))).isNull();
        assertThat(new Regex("x(\\d+)").firstGroup("y".repeat(4_000) + "x42")).isEqualTo("42");
        assertThat(new Regex("x(\\d+)").firstGroup("y".repeat(5_000) + "x42")).isNull();
    }

    @Test
    void throwsNothingAtAllWhateverArrives() {
        Gateway gateway = gateway(
                "ws://gw.example/${sid}?t=${token}",
                Map.of("X", "${token}"),
                generic(
                        List.of(
                                rest("token", Stage.TOKEN, "/t", Optional.empty(), Map.of(), "token", "sid"),
                                rest(
                                        "offer",
                                        Stage.MEDIA,
                                        "/o/${token}",
                                        Optional.of("{\"a\":\"${sid}\"}"),
                                        Map.of(),
                                        "a")),
                        List.of(step(
                                Stage.REGISTER,
                                "{\"s\":\"${sid}\"}",
                                new JsonEquals("/type", "ok"),
                                List.of(new Rejection(
                                        new Matches("(e|er)+ror"),
                                        new Pointer("/code"),
                                        Optional.of(new Group("retry=(.*)")))),
                                Map.of("deep", new Pointer("/a/b")))),
                        List.of(step(
                                Stage.MEDIA,
                                "${deep}",
                                new JsonEquals("", "1"),
                                List.of(),
                                Map.of("z", new Pointer("/0")))),
                        Optional.of(new ApplicationPing("${deep}", new Matches("p.*g")))));
        for (long seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            FakeWire wire = new FakeWire();
            SignalingSession session = session(gateway, seed);
            assertThatCode(() -> {
                        for (int event = 0; event < 30; event++) {
                            happen(session, random, wire);
                        }
                    })
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
            if (wire.refusal != null) {
                assertThat(wire.refusal.code()).as("seed %d", seed).matches("(http|app)/[A-Za-z0-9._*-]{1,40}");
                assertThat(wire.refusal.detail().length()).as("seed %d", seed).isLessThanOrEqualTo(256);
            }
        }
    }

    private static void happen(SignalingSession session, Random random, FakeWire wire) {
        switch (random.nextInt(9)) {
            case 0 -> session.begin(wire);
            case 1 -> session.opened(wire);
            case 2, 3 ->
                session.restAnswered(
                        ASKED,
                        new RestAnswer(
                                random.nextBoolean() ? 200 : random.nextInt(1_000),
                                Map.of("retry-after", mutated(random)),
                                random.nextBoolean() ? "{\"token\":\"t\",\"sid\":\"s\",\"a\":1}" : mutated(random)),
                        wire);
            case 4, 5 -> session.received(random.nextInt(3) == 0 ? GOOD : mutated(random), wire);
            case 6 -> session.ping(wire);
            case 7 -> session.placeCall(null, wire);
            default -> session.endCall(wire);
        }
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(
                random.nextInt(4) == 0 ? "{\"error\":{\"code\":\"x y\",\"message\":\"error retry=5\"}}" : GOOD);
        for (int i = random.nextInt(6); i >= 0 && text.length() > 1; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) random.nextInt(0x10000));
                case 2 -> text.setCharAt(at, "{}[]\",:\\0e-".charAt(random.nextInt(11)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
            }
        }
        return text.toString();
    }

    private static Values.Exchange exchange() {
        return new Values(GenericFixtures.ANN, new Random(1)).exchange();
    }
}
