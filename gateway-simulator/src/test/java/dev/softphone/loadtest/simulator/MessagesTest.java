package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.simulator.RawSocket.Next;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessagesTest {
    private static final String GATEWAY = """
            organizations: [{field: org}]
            messages:
              greeting: ['{"type":"welcome","socket":"${socket.id}","as":"${query.user}"}']
              replies:
                - name: register
                  when: {json: {type: register}}
                  faults:
                    - whenOrganization: [globex]
                      then: {reply: {texts: ['{"type":"error","code":504,"id":"${request.id}"}'], after: 50ms}}
                    - whenServed: {atLeast: 2}
                      then: {close: {code: 1013, reason: full}}
                  reply: ['{"type":"registered","id":"${request.id}"}', '{"type":"ready"}']
                - name: offer
                  when: {json: {type: offer, media.kind: audio}}
                  faults:
                    - whenRate: {above: {count: 1, per: 1h}, per: {field: user}}
                      then: {reply: {texts: ['{"type":"error","code":429}']}}
                  reply: ['{"type":"answer","to":"${request.user}"}']
                - name: ping
                  when: {matches: "^PING (\\\\d+)$"}
                  reply: ["PONG ${match.1}"]
                - name: mute
                  when: {contains: quiet}
                  faults: [{then: {silence: {}}}]
                - name: bye
                  when: {contains: bye}
                  reply: [ok]
                  after: 10ms
                  close: {code: 1000}
            """;

    @Test
    void greetsAndRepliesWithValuesOfTheRequest() {
        try (TestGateway gateway = TestGateway.with(GATEWAY)) {
            RawSocket socket = RawSocket.to(gateway);
            assertThat(socket.upgrade("/?user=ann").status()).isEqualTo(101);
            assertThat(socket.text()).matches("\\{\"type\":\"welcome\",\"socket\":\"\\d+\",\"as\":\"ann\"}");
            socket.send("{\"type\":\"register\",\"id\":7}");
            assertThat(socket.text()).isEqualTo("{\"type\":\"registered\",\"id\":\"7\"}");
            assertThat(socket.text()).isEqualTo("{\"type\":\"ready\"}");
            assertThat(socket.send("PING 42").text()).isEqualTo("PONG 42");
            socket.send("what?");
            socket.send("quiet");
            assertThat(socket.send("bye").text()).isEqualTo("ok");
            assertThat(socket.read().closeCode()).isEqualTo(1000);
            assertThat(gateway.count("/messages/byName/register/served")).isEqualTo(1);
            assertThat(gateway.count("/messages/byName/mute/unanswered")).isEqualTo(1);
            assertThat(gateway.count("/sockets/messagesNotUnderstood")).isEqualTo(1);
            assertThat(gateway.count("/messages/greetings")).isEqualTo(1);
        }
    }

    @Test
    void failsARegisterOfOneOrganizationOnly() {
        try (TestGateway gateway = TestGateway.with(GATEWAY)) {
            assertThat(register(gateway, "globex")).isEqualTo("{\"type\":\"error\",\"code\":504,\"id\":\"1\"}");
            assertThat(register(gateway, "acme")).contains("registered");
            assertThat(gateway.count("/messages/byName/register/faulted")).isEqualTo(1);
            assertThat(gateway.count("/sockets/acceptedByOrganization/globex")).isEqualTo(1);
        }
    }

    private static String register(TestGateway gateway, String organization) {
        RawSocket socket = RawSocket.open(gateway);
        socket.text();
        return socket.send("{\"type\":\"register\",\"id\":1,\"org\":\"" + organization + "\"}")
                .text();
    }

    @Test
    void capsTheSocketsThatAreServedButServesThoseAgain() {
        try (TestGateway gateway = TestGateway.with(GATEWAY)) {
            List<RawSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawSocket socket = RawSocket.open(gateway);
                socket.text();
                sockets.add(socket.send("{\"type\":\"register\",\"id\":1}"));
            }
            assertThat(sockets.get(2).read().closeReason()).isEqualTo("full");
            sockets.get(0).text();
            sockets.get(0).text();
            assertThat(sockets.get(0).send("{\"type\":\"register\",\"id\":2}").text())
                    .contains("registered");
        }
    }

    @Test
    void throttlesOffersByIdentityInBand() {
        try (TestGateway gateway = TestGateway.with(GATEWAY)) {
            RawSocket socket = RawSocket.open(gateway);
            socket.text();
            String offer = "{\"type\":\"offer\",\"user\":\"%s\",\"media\":{\"kind\":\"audio\"}}";
            assertThat(socket.send(offer.formatted("ann")).text()).isEqualTo("{\"type\":\"answer\",\"to\":\"ann\"}");
            assertThat(socket.send(offer.formatted("ann")).text()).contains("429");
            assertThat(socket.send(offer.formatted("bob")).text()).contains("answer");
        }
    }

    @Test
    void sendsUnaskedMessagesAtAnInterval() {
        try (TestGateway gateway = TestGateway.with("messages: {every: [{interval: 100ms, text: tick}]}")) {
            RawSocket socket = RawSocket.open(gateway);
            assertThat(List.of(socket.text(), socket.text(), socket.text())).containsOnly("tick");
            socket.sendClose(1000);
            assertThat(socket.read().opcode()).isIn(RawSocket.TEXT, RawSocket.CLOSE);
            assertThat(gateway.count("/messages/unasked")).isGreaterThanOrEqualTo(3);
            assertThat(socket.next(1)).isNotEqualTo(Next.RST);
        }
    }
}
