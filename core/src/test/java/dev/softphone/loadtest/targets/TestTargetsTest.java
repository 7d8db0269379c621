package dev.softphone.loadtest.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.targets.TestTargets.Target;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestTargetsTest {

    @Test
    void namesEveryHostThatSoftphonesSendToAndTheFieldThatNamesIt() {
        Gateway gateway = gateway(
                rest("https://login.example/oauth?user=${identity.username}"),
                rest("/offers"),
                rest("http://[2001:db8::7]:8080"),
                rest("https://${rest.a.host}/x"));

        assertThat(TestTargets.of(gateway))
                .containsExactly(
                        new Target("gateway.url", "gw.example"),
                        new Target("gateway.generic.rest[0].url", "login.example"),
                        new Target("gateway.generic.rest[2].url", "[2001:db8::7]"),
                        new Target("gateway.generic.rest[3].url", ""));
    }

    @Test
    void namesTheHostsOfTheOrganizationsOfGenesysCloud() {
        Gateway gateway = new Gateway(
                "wss://streaming.example.test",
                URI.create("wss://streaming.example.test"),
                Optional.of("xmpp"),
                Map.of(),
                new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                new Gateway.GenesysCloud(
                        URI.create("https://api.example.test:8443"),
                        "token",
                        List.of(login("blue", "https://login.blue.test"), login("green", "http://login.green.test:81")),
                        Map.of(
                                "green",
                                new Gateway.Hosts(
                                        URI.create("wss://streaming.green.test"),
                                        URI.create("https://api.green.test"))),
                        Gateway.GenesysCloud.Quota.Observe,
                        Gateway.GenesysCloud.PersistentConnection.None));

        assertThat(TestTargets.of(gateway))
                .containsExactly(
                        new Target("gateway.url", "streaming.example.test"),
                        new Target("gateway.genesys.apiUrl", "api.example.test"),
                        new Target("gateway.genesys.organizations[0].url", "streaming.green.test"),
                        new Target("gateway.genesys.organizations[0].apiUrl", "api.green.test"),
                        new Target("identities.oauth.organizations[0].url", "login.blue.test"),
                        new Target("identities.oauth.organizations[1].url", "login.green.test"));
    }

    private static OAuthOrganization login(String name, String url) {
        return new OAuthOrganization(
                name,
                URI.create(url),
                OAuthOrganization.Grant.Saml2Bearer,
                "client",
                new SecretKey("oauth", name),
                OAuthOrganization.Sharing.PerSoftphone);
    }

    private static Gateway.RestCall rest(String url) {
        return new Gateway.RestCall("call", Stage.TOKEN, "POST", url, Map.of(), Optional.empty(), List.of(), Map.of());
    }

    private static Gateway gateway(Gateway.RestCall... calls) {
        return new Gateway(
                "wss://gw.example:8443/s/${identity.username}",
                URI.create("wss://gw.example:8443"),
                Optional.empty(),
                Map.of(),
                new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                new Gateway.GenericWebSocket(
                        Gateway.GenericWebSocket.Connections.Pooled,
                        List.of(calls),
                        List.of(),
                        List.of(),
                        Optional.empty()));
    }
}
