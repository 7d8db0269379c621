package dev.softphone.loadtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final Gateway.Tls TLS =
            new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled);

    /** The time of an attempt, and with it the length of a run with cycles, depends on it. */
    @Test
    void aLoginAtGenesysCloudTakesItsSevenRestCallsAndSipNone() {
        assertThat(gateway(new Gateway.GenesysCloud(URI.create("http://api.example"), "token"))
                        .restCalls())
                .isEqualTo(7);
        assertThat(gateway(new Gateway.GenesysCloud(URI.create("http://api.example"), "token", List.of(client("blue"))))
                        .restCalls())
                .as("and the token")
                .isEqualTo(8);
        assertThat(gateway(new Gateway.SipOverWebSocket("example.test", 600)).restCalls())
                .isZero();
    }

    @Test
    void anIdentityWithoutAnOrganizationBelongsToTheOnlyOne() {
        OAuthOrganization blue = client("blue");
        OAuthOrganization green = client("green");
        Gateway.GenesysCloud one = new Gateway.GenesysCloud(URI.create("http://api.example"), "token", List.of(blue));
        Gateway.GenesysCloud two =
                new Gateway.GenesysCloud(URI.create("http://api.example"), "token", List.of(blue, green));

        assertThat(one.organization(Optional.empty())).contains(blue);
        assertThat(one.organization(Optional.of("green"))).isEmpty();
        assertThat(two.organization(Optional.of("green"))).contains(green);
        assertThat(two.organization(Optional.empty())).isEmpty();
    }

    @Test
    void sevenCallsOfALoginLeaveFortyTwoLoginsOfThreeHundredCalls() {
        Gateway.GenesysCloud genesys = new Gateway.GenesysCloud(URI.create("http://api.example"), "token");

        assertThat(genesys.loginsPerMinute(OptionalLong.of(300))).hasValue(42);
        assertThat(genesys.loginsPerMinute(OptionalLong.of(7))).hasValue(1);
        assertThat(genesys.loginsPerMinute(OptionalLong.of(6))).isEmpty();
        assertThat(genesys.loginsPerMinute(OptionalLong.empty())).isEmpty();
        assertThat(new Gateway.SipOverWebSocket("example.test", 600).loginsPerMinute(OptionalLong.of(300)))
                .isEmpty();
    }

    private static OAuthOrganization client(String name) {
        return new OAuthOrganization(
                name,
                URI.create("http://login.example"),
                OAuthOrganization.Grant.Saml2Bearer,
                "client",
                new SecretKey("oauth", name),
                OAuthOrganization.Sharing.PerSoftphone);
    }

    private static Gateway gateway(Gateway.Signaling signaling) {
        return new Gateway(
                "ws://gateway.example", URI.create("ws://gateway.example"), Optional.empty(), Map.of(), TLS, signaling);
    }
}
