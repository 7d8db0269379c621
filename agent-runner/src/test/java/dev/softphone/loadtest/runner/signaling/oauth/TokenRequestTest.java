package dev.softphone.loadtest.runner.signaling.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.OAuthOrganization.Grant;
import dev.softphone.loadtest.model.OAuthOrganization.Sharing;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.signaling.RestRequest;
import dev.softphone.loadtest.runner.signaling.oauth.TokenRequest.Granted;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TokenRequestTest {
    private static final Identity ANNA = new Identity(
            "anna", Optional.of("a&b"), Map.of("assertion", "PHNhbWw+/=", OAuthOrganization.CLIENT_SECRET, "hunter2"));

    @Test
    void asksForTheTokenOfTheUserWhomTheAssertionNames() {
        RestRequest request = TokenRequest.of(organization(Grant.Saml2Bearer), ANNA);

        assertThat(request.uri()).isEqualTo(URI.create("https://login.example.test:8443/oauth/token"));
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.stage()).isEqualTo(Stage.TOKEN);
        assertThat(request.headers())
                .containsEntry("Authorization", "Basic YXBwOmh1bnRlcjI=")
                .containsEntry("Content-Type", "application/x-www-form-urlencoded");
        assertThat(request.body())
                .contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Asaml2-bearer&orgName=a%26b"
                        + "&assertion=PHNhbWw%2B%2F%3D");
        assertThat(request.toString()).doesNotContain("hunter2", "PHNhbWw", "YXBw");
    }

    @Test
    void clientCredentialsNameNobody() {
        assertThat(TokenRequest.of(organization(Grant.ClientCredentials), ANNA).body())
                .contains("grant_type=client_credentials");
    }

    @Test
    void readsTheTokenAndHowLongItLasts() {
        assertThat(TokenRequest.granted("{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":86400}"))
                .contains(new Granted("t", OptionalLong.of(86_400)));
        assertThat(TokenRequest.granted("{\"access_token\":\"t\"}")).contains(new Granted("t", OptionalLong.empty()));
        assertThat(TokenRequest.granted("{\"access_token\":\"t\",\"expires_in\":\"soon\"}"))
                .contains(new Granted("t", OptionalLong.empty()));
        assertThat(TokenRequest.granted("{}")).isEmpty();
        assertThat(TokenRequest.granted("<html>")).isEmpty();
        assertThat(new Granted("s3cret", OptionalLong.empty()).toString()).doesNotContain("s3cret");
    }

    private static OAuthOrganization organization(Grant grant) {
        return new OAuthOrganization(
                "a&b",
                URI.create("https://login.example.test:8443"),
                grant,
                "app",
                new SecretKey("oauth", "secret"),
                Sharing.PerSoftphone);
    }
}
