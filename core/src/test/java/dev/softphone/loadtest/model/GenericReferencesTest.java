package dev.softphone.loadtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Gateway.ApplicationPing;
import dev.softphone.loadtest.model.Gateway.Contains;
import dev.softphone.loadtest.model.Gateway.Extraction;
import dev.softphone.loadtest.model.Gateway.Fixed;
import dev.softphone.loadtest.model.Gateway.GenericWebSocket;
import dev.softphone.loadtest.model.Gateway.Group;
import dev.softphone.loadtest.model.Gateway.Header;
import dev.softphone.loadtest.model.Gateway.JsonEquals;
import dev.softphone.loadtest.model.Gateway.Matches;
import dev.softphone.loadtest.model.Gateway.MessageMatch;
import dev.softphone.loadtest.model.Gateway.MessageStep;
import dev.softphone.loadtest.model.Gateway.Pointer;
import dev.softphone.loadtest.model.Gateway.Rejection;
import dev.softphone.loadtest.model.Gateway.RestCall;
import dev.softphone.loadtest.model.GenericReferences.Problem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GenericReferencesTest {

    private static final Set<String> COLUMNS = Set.of("username", "password", "index");

    @Test
    void findsNothingWrongWithAnOrderlyGateway() {
        GenericWebSocket generic = new GenericWebSocket(
                GenericWebSocket.Connections.Pooled,
                List.of(
                        rest("offer", Stage.MEDIA, "/offers/${sid}/${callee.username}", Map.of("offer", pointer())),
                        rest("token", Stage.TOKEN, "/token?u=${identity.username}", Map.of("token", pointer())),
                        rest("channel", Stage.LOGIN, "https://a:1/c/${rest.token.token}", Map.of("id", pointer()))),
                List.of(step(
                        "{\"t\":\"${token}\",\"n\":${attempt},\"i\":${index}}",
                        new JsonEquals("/id", "${random.uuid}"),
                        Map.of("sid", pointer()))),
                List.of(step("${offer} ${callee.username}", new Contains("${sid}"), Map.of())),
                Optional.of(new ApplicationPing("${sid}", new Contains("pong"))));

        assertThat(problems("ws://h/s/${id}?t=${rest.token.token}", generic)).isEmpty();
    }

    @Test
    void doesNotKnowAValueBeforeItIsExtracted() {
        GenericWebSocket generic = new GenericWebSocket(
                GenericWebSocket.Connections.Pooled,
                List.of(
                        rest("a", Stage.LOGIN, "/${b}", Map.of("a", pointer())),
                        rest("b", Stage.LOGIN, "/${a}", Map.of("b", pointer()))),
                List.of(),
                List.of(),
                Optional.empty());

        assertThat(problems("ws://h/${sid}", generic))
                .extracting(Problem::path, Problem::observed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("rest[0].url", "${b}"),
                        org.assertj.core.groups.Tuple.tuple("url", "${sid}"));
    }

    @Test
    void knowsTheCalleeInCallsOnly() {
        GenericWebSocket generic = new GenericWebSocket(
                GenericWebSocket.Connections.Pooled,
                List.of(),
                List.of(step("${callee.username}", new Contains("x"), Map.of())),
                List.of(step("${callee.username}", new Contains("x"), Map.of())),
                Optional.empty());

        assertThat(problems("ws://h", generic)).extracting(Problem::path).containsExactly("steps[0].send");
    }

    @Test
    void refusesAHostThatIsOnlyKnownLater() {
        GenericWebSocket generic = new GenericWebSocket(
                GenericWebSocket.Connections.Pooled,
                List.of(rest("a", Stage.LOGIN, "https://${identity.username}.example/x", Map.of())),
                List.of(),
                List.of(),
                Optional.empty());

        assertThat(problems("ws://h", generic))
                .singleElement()
                .extracting(Problem::required)
                .isEqualTo("scheme, host and port without references");
    }

    @Test
    void namesEveryOtherMistakeWithItsPlace() {
        GenericWebSocket generic = new GenericWebSocket(
                GenericWebSocket.Connections.Pooled,
                List.of(rest("no good", Stage.LOGIN, "/", Map.of("attempt", new Group("no group")))),
                List.of(
                        new MessageStep(
                                "auth",
                                Stage.AUTH,
                                Optional.of("${identity.pin}"),
                                Optional.of(new Matches("(")),
                                List.of(new Rejection(
                                        new JsonEquals("code", "${"), new Header("Code"), Optional.of(new Fixed("5")))),
                                Map.of()),
                        new MessageStep(
                                "blind",
                                Stage.REGISTER,
                                Optional.of("x"),
                                Optional.empty(),
                                List.of(),
                                Map.of("a", pointer()))),
                List.of(),
                Optional.empty());

        assertThat(problems("ws://h", generic))
                .extracting(Problem::path)
                .containsExactly(
                        "rest[0].name",
                        "rest[0].extract.attempt",
                        "rest[0].extract.attempt",
                        "steps[0].send",
                        "steps[0].expect",
                        "steps[0].reject[0].match",
                        "steps[0].reject[0].match",
                        "steps[0].reject[0].code",
                        "steps[1].expect");
    }

    private static List<Problem> problems(String url, GenericWebSocket generic) {
        Gateway gateway = new Gateway(
                url,
                URI.create("ws://h"),
                Optional.empty(),
                Map.of("Authorization", "Bearer ${identity.password}"),
                new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                generic);
        return GenericReferences.problems(gateway, generic, COLUMNS::contains);
    }

    private static RestCall rest(String name, Stage stage, String url, Map<String, Extraction> extract) {
        return new RestCall(name, stage, "GET", url, Map.of(), Optional.empty(), List.of(200), extract);
    }

    private static MessageStep step(String send, MessageMatch expect, Map<String, Extraction> extract) {
        return new MessageStep("s", Stage.REGISTER, Optional.of(send), Optional.of(expect), List.of(), extract);
    }

    private static Pointer pointer() {
        return new Pointer("/x");
    }
}
