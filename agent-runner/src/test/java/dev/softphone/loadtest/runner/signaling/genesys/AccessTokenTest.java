package dev.softphone.loadtest.runner.signaling.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.OAuthOrganization.Grant;
import dev.softphone.loadtest.model.OAuthOrganization.Sharing;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
    private static final String FETCH = "rest POST /oauth/token";
    private static final String FIRST_CALL = "rest GET /api/v2/organizations/me";

    private final TokenPool pool = new TokenPool(1, Duration.ofSeconds(31));

    @Test
    void anAttemptBeginsWithTheTokenAndUsesItInCallsAndSasl() {
        Phone phone = phone("anna", Sharing.PerSoftphone);
        phone.begin();
        assertThat(phone.wire.effects()).containsExactly(FETCH);

        phone.answer(granted("t-1", 3_600));
        assertThat(phone.wire.effects()).containsExactly("done token", FIRST_CALL);
        restOfLogin(phone);
        phone.authenticate();

        assertThat(phone.wire.requests.subList(1, phone.wire.requests.size()))
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("Authorization", "Bearer t-1"));
        String auth = Phone.parsed(phone.wire.sent().get(1)).text();
        assertThat(new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8))
                .isEqualTo("\0" + Phone.JID + "\0authKey:t-1");
        assertThat(phone.wire.concealed).contains("t-1", "saml-anna");
    }

    @Test
    void thoseWhoShareATokenWaitForTheOneWhoFetchesIt() {
        Phone anna = phone("anna", Sharing.Shared);
        Phone berta = phone("berta", Sharing.Shared);
        anna.begin();
        berta.begin();
        berta.wire.pass(1_000, berta.session);
        assertThat(berta.wire.effects()).isEmpty();

        anna.answer(granted("t-1", 3_600));
        berta.wire.pass(100, berta.session);

        assertThat(berta.wire.effects()).containsExactly(FIRST_CALL);
        assertThat(berta.wire.requests.get(0).headers()).containsEntry("Authorization", "Bearer t-1");
        assertThat(berta.wire.concealed).contains("t-1");
    }

    @Test
    void aRefusalOfTheLoginHostEndsTheAttemptsOfAllWhoWaitForIt() {
        Phone anna = phone("anna", Sharing.Shared);
        Phone berta = phone("berta", Sharing.Shared);
        anna.begin();
        berta.begin();
        anna.wire.effects();
        anna.answer(
                429,
                "{\"message\":\"Rate limit exceeded\",\"code\":\"too.many.requests\"}",
                Map.of("retry-after", "7", "inin-ratelimit-allowed", "300"));
        berta.wire.pass(100, berta.session);

        assertThat(anna.wire.effects()).containsExactly("rejected token http/429");
        assertThat(berta.wire.effects()).containsExactly("rejected token http/429");
        assertThat(berta.wire.refusals.get(0).hints()).containsEntry("inin-ratelimit-allowed", "300");
        assertThat(anna.wire.refusals.get(0).retryAfterMillis()).hasValue(7_000);
        berta.lose();
        berta.begin();
        assertThat(berta.wire.effects()).as("Retry-After is not over").containsExactly("rejected token http/429");
        assertThat(berta.wire.requests).isEmpty();
    }

    @Test
    void theNextAttemptUsesTheTokenThatIsThere() {
        Phone phone = registered("anna");
        phone.lose();
        phone.begin();

        assertThat(tokenRequests(phone)).isEqualTo(1);
        assertThat(phone.wire.effects()).startsWith("aside GET /api/v2/users/me");
    }

    @Test
    void aRegisteredSoftphoneFetchesAnewBeforeTheEndAndKeepsTheOldOneWhereThatFails() {
        Phone phone = registered("anna");
        phone.wire.pass(540_000 - 60_000, phone.session);
        assertThat(tokenRequests(phone)).isEqualTo(1);
        phone.wire.pass(60_000, phone.session);
        assertThat(tokenRequests(phone)).as("between 480 and 540 s of 600").isEqualTo(2);
        phone.wire.effects();

        phone.answer(503, "");
        assertThat(phone.wire.effects()).containsExactly("setback token http/503");
        phone.wire.pass(7_000, phone.session);
        assertThat(tokenRequests(phone)).isEqualTo(3);
        assertThat(phone.silence("timeout/token")).isTrue();
        phone.wire.pass(7_000, phone.session);
        phone.answer(granted("t-2", 600));

        assertThat(phone.wire.effects()).containsExactly(FETCH, "setback token timeout/token", FETCH, "done token");
        phone.lose();
        phone.begin();
        assertThat(last(phone).headers()).containsEntry("Authorization", "Bearer t-2");
    }

    @Test
    void aCallThatIsRefusedWith401IsMadeAgainWithATokenFetchedAnewOnce() {
        Phone phone = phone("anna", Sharing.PerSoftphone);
        phone.begin();
        phone.answer(granted("t-1", 600));
        phone.wire.effects();

        phone.answer(401, "");
        assertThat(phone.wire.effects()).containsExactly("setback login http/401", FETCH);
        phone.answer(granted("t-2", 600));
        assertThat(phone.wire.effects()).containsExactly("done token", FIRST_CALL);
        assertThat(last(phone).headers()).containsEntry("Authorization", "Bearer t-2");

        phone.answer(401, "");
        assertThat(phone.wire.effects()).containsExactly("rejected login http/401");
    }

    @Test
    void aTokenOfTheIdentitiesIsNotFetchedAnew() {
        Phone phone = new Phone();
        phone.begin();
        phone.wire.effects();
        phone.answer(401, "");

        assertThat(phone.wire.effects()).containsExactly("rejected login http/401");
    }

    @Test
    void noAnswerAndAnAnswerWithoutATokenEndTheAttempt() {
        Phone phone = phone("anna", Sharing.PerSoftphone);
        phone.begin();
        assertThat(phone.silence("timeout/token")).isFalse();
        phone.lose();
        phone.begin();
        phone.wire.effects();
        phone.answer("{}");

        assertThat(phone.wire.effects()).containsExactly("failed token protocol/missing-value");
    }

    @Test
    void anAttemptThatEndedWithoutAnAnswerLeavesTheFetchToAnother() {
        Phone anna = phone("anna", Sharing.Shared);
        Phone berta = phone("berta", Sharing.Shared);
        anna.begin();
        anna.lose();
        anna.begin();
        assertThat(tokenRequests(anna)).isEqualTo(2);
        berta.begin();
        assertThat(tokenRequests(berta)).isZero();
    }

    private Phone registered(String username) {
        Phone phone = phone(username, Sharing.PerSoftphone);
        phone.begin();
        phone.answer(granted("t-1", 600));
        restOfLogin(phone);
        phone.bind();
        phone.answerAll(Phone.SERVICES);
        phone.answerAll(Phone.SERVICES);
        phone.answer("{}");
        phone.wire.effects();
        return phone;
    }

    private static void restOfLogin(Phone phone) {
        phone.answer("{}");
        phone.answer("{\"id\":\"u1\",\"station\":{\"effectiveStation\":{\"id\":\"st 1\"}}}");
        phone.answer("{\"id\":\"u1\",\"chat\":{\"jabberId\":\"" + Phone.JID + "\"}}");
        phone.answer("{\"id\":\"ch1\"}");
        phone.answer("{}");
    }

    private static long tokenRequests(Phone phone) {
        return phone.wire.requests.stream()
                .filter(request -> request.uri().getPath().equals("/oauth/token"))
                .count();
    }

    private static RestRequest last(Phone phone) {
        List<RestRequest> requests = phone.wire.requests;
        return requests.get(requests.size() - 1);
    }

    private Phone phone(String username, Sharing sharing) {
        Identity identity = new Identity(
                username,
                Optional.empty(),
                Map.of("assertion", "saml-" + username, OAuthOrganization.CLIENT_SECRET, "hunter2"));
        return new Phone(
                identity,
                new OAuthOrganization(
                        "org",
                        URI.create("https://login.example.test"),
                        Grant.Saml2Bearer,
                        "app",
                        new SecretKey("oauth", "secret"),
                        sharing),
                pool);
    }

    private static String granted(String token, long lifetime) {
        return "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + lifetime + "}";
    }
}
