package dev.softphone.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.softphone.loadtest.simulator.RawSocket.Answer;
import dev.softphone.loadtest.simulator.RawSocket.Next;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RestTest {

    @Test
    void fillsItsAnswerFromTheRequest() {
        try (TestGateway gateway = TestGateway.with("""
                rest:
                  - method: POST
                    path: /channels/{id}
                    status: 201
                    headers: {X-Kind: "${path.id}"}
                    body: '{"n":${index},"id":"${path.id}","user":"${body.user.name}","q":"${query.q}","t":"${random.token}"}'
                """)) {
            HttpResponse<String> first = gateway.post("/channels/7?q=x", "{\"user\":{\"name\":\"ann\"}}");
            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(first.headers().firstValue("content-type")).hasValue("application/json");
            assertThat(first.body())
                    .matches("\\{\"n\":1,\"id\":\"7\",\"user\":\"ann\",\"q\":\"x\",\"t\":\"[\\w-]{24}\"}");
            assertThat(gateway.post("/channels/8", "").body()).startsWith("{\"n\":2,\"id\":\"8\",\"user\":\"\"");
            assertThat(gateway.get("/channels/8").statusCode()).isEqualTo(404);
            assertThat(gateway.count("/rest/byEndpoint/POST ~1channels~1{id}/answered/201"))
                    .isEqualTo(2);
            assertThat(gateway.count("/rest/unmatched")).isEqualTo(1);
            assertThat(gateway.count("/rest/requests")).isEqualTo(3);
        }
    }

    @Test
    void limitsEachKeyByItsOwnBucketAndTellsOfIt() {
        try (TestGateway gateway = TestGateway.with("""
                rest:
                  - method: GET
                    path: /me
                    status: 200
                    tokenBucket:
                      {allowed: 3, per: 1h, refill: Window, key: {header: Authorization}, headers: Inin}
                """)) {
            List<Answer> answers = new ArrayList<>();
            RawSocket socket = RawSocket.to(gateway);
            for (String token : List.of("a", "a", "a", "b", "a")) {
                socket.write("GET /me HTTP/1.1\r\nHost: g\r\nAuthorization: " + token + "\r\n\r\n");
                answers.add(socket.answer());
            }
            assertThat(answers).extracting(Answer::status).containsExactly(200, 200, 200, 200, 429);
            Answer limited = answers.get(4);
            assertThat(limited.headers())
                    .containsEntry("inin-ratelimit-allowed", "3")
                    .containsEntry("inin-ratelimit-count", "3");
            int retryAfter = Integer.parseInt(limited.headers().get("retry-after"));
            assertThat(retryAfter).isBetween(3_500, 3_600);
            assertThat(limited.body())
                    .contains("\"code\":\"too.many.requests\"")
                    .contains("in [" + retryAfter + "] seconds");
            assertThat(answers.get(1).headers()).containsEntry("inin-ratelimit-count", "2");
            assertThat(gateway.count("/rest/rateLimited")).isEqualTo(1);
            assertThat(gateway.count("/rest/tcpConnections"))
                    .as("one connection kept alive")
                    .isEqualTo(1);
            assertThat(gateway.count("/rest/requests")).isEqualTo(5);
        }
    }

    @Test
    void countsABucketByAFieldOfAForm() {
        try (TestGateway gateway = TestGateway.with("""
                rest:
                  - method: POST
                    path: /oauth/token
                    status: 200
                    tokenBucket: {allowed: 1, per: 1h, key: {field: client_id}, headers: XRateLimit, retryAfter: 9s, body: slow}
                """)) {
            String form = "application/x-www-form-urlencoded";
            assertThat(gateway.post("/oauth/token", "client_id=a%20b&x=1", "Content-Type", form)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(gateway.post("/oauth/token", "client_id=other", "Content-Type", form)
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> limited = gateway.post("/oauth/token", "client_id=a+b", "Content-Type", form);
            assertThat(limited.statusCode()).isEqualTo(429);
            assertThat(limited.body()).isEqualTo("slow");
            assertThat(limited.headers().firstValue("retry-after")).hasValue("9");
            assertThat(limited.headers().firstValue("x-ratelimit-remaining")).hasValue("0");
        }
    }

    @Test
    void failsByAttemptOrganizationAndRequestsInFlight() {
        try (TestGateway gateway = TestGateway.with("""
                organizations: [{header: X-Org}, {field: org}]
                rest:
                  - method: POST
                    path: /register
                    status: 200
                    after: 1s
                    faults:
                      - {whenOrganization: [globex], then: {http: {status: 504, after: 10ms, body: "late ${body.org}"}}}
                      - {whenHeader: {name: X-How, equals: reset}, then: {reset: {}}}
                      - {whenHeader: {name: X-How, equals: silence}, then: {silence: {}}}
                      - {whenInFlight: {atLeast: 2}, then: {http: {status: 503}}}
                """)) {
            HttpResponse<String> late = gateway.post("/register", "{\"org\":\"globex\"}");
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).isEqualTo("late globex");
            assertThat(ask(gateway, "X-How: reset").next()).isEqualTo(Next.RST);
            RawSocket silent = ask(gateway, "X-How: silence");
            assertThat(silent.next(200)).isEqualTo(Next.NOTHING);
            silent.close();
            await().until(() -> gateway.truth("/tcp/open").asInt() <= 1);
            RawSocket first = ask(gateway, "X-Org: acme");
            RawSocket second = ask(gateway, "X-Org: acme");
            await().until(() -> gateway.count("/rest/requests") == 5);
            assertThat(ask(gateway, "X-Org: acme").answer().status()).isEqualTo(503);
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(second.answer().status()).isEqualTo(200);
            assertThat(gateway.count("/rest/byEndpoint/POST ~1register/answeredByOrganization/acme~1200"))
                    .isEqualTo(2);
            assertThat(gateway.count("/rest/byEndpoint/POST ~1register/unanswered"))
                    .isEqualTo(2);
        }
    }

    private static RawSocket ask(TestGateway gateway, String header) {
        return RawSocket.to(gateway)
                .write("POST /register HTTP/1.1\r\nHost: g\r\nContent-Length: 0\r\n" + header + "\r\n\r\n");
    }
}
