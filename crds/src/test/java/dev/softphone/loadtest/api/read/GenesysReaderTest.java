package dev.softphone.loadtest.api.read;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static dev.softphone.loadtest.api.read.Reads.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.OAuthOrganization.Grant;
import dev.softphone.loadtest.model.OAuthOrganization.Sharing;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.plan.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenesysReaderTest {
    private static final String CSV_SOURCE = "secretRefs: [{name: softphones, key: softphones.csv}]";
    private static final String CSV = "identities: {" + CSV_SOURCE + "}";
    private static final String GIVEN = ", url: \"https://login.green.test:8443\", sharing: Shared";

    @Test
    void resolvesEveryDefaultOfAShortManifest() {
        LoadTest test = accepted(SpecReader.read(genesys("wss://streaming.example.test", CSV, "")));

        assertThat(test.gateway().subprotocol()).contains("xmpp");
        assertThat(test.gateway().signaling())
                .isEqualTo(new Gateway.GenesysCloud(URI.create("https://api.example.test"), "token"));
        assertThat(test.retry()).isEqualTo(RetryPolicy.defaults(Retry.Profile.GenesysSdk));
        assertThat(test.timeouts().rest()).isEqualTo(Duration.ofSeconds(30));
        assertThat(test.keepAlive())
                .isEqualTo(
                        new KeepAlive(KeepAlive.Kind.XmppPing, Duration.ofSeconds(14), Duration.ofSeconds(15), 1, 0));
    }

    @Test
    void aHostThatIsNotNamedStreamingHasItsRestCallsItself() {
        assertThat(api("ws://127.0.0.1:8080/", "")).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(api("wss://gw.test:8443", "")).isEqualTo(URI.create("https://gw.test:8443"));
        assertThat(api("wss://streaming.example.test", "genesys: {apiUrl: \"http://[::1]:81\"}"))
                .isEqualTo(URI.create("http://[::1]:81"));
    }

    @Test
    void refusesWhatDoesNotBelongTogetherAndNamesTheField() {
        assertRefused(
                genesys("wss://gw.test/path", CSV, ""),
                "spec.gateway: required a url without path and query with protocol GenesysCloud, observed"
                        + " wss://gw.test/path");
        assertRefused(
                genesys("wss://gw.test", CSV, "sip: {domain: example.test}"),
                "spec.gateway: required sip only with protocol SipOverWebSocket, observed sip");
        assertRefused(
                Reads.test("", "genesys: {}"),
                "spec.gateway: required genesys only with protocol GenesysCloud, observed genesys");
        assertRefused(
                genesys("wss://gw.test", CSV, "genesys: {apiUrl: \"https://gw.test:99999\"}"),
                "spec.gateway.genesys.apiUrl: required a host name or address, and a port of 1 to 65535 if any,"
                        + " observed \"https://gw.test:99999\"");
        assertRefused(
                Reads.test("keepAlive: {kind: XmppPing}"),
                "spec: required keepAlive.kind XmppPing or ServerPing only with protocol GenesysCloud, observed"
                        + " gateway.protocol SipOverWebSocket");
    }

    @Test
    void refusesIdentitiesWithoutTheColumnOfTheToken() {
        assertRefused(
                genesys("wss://gw.test", "", ""),
                "spec.gateway.genesys.tokenColumn: required a column that the identities have, observed \"token\"");
        assertThat(accepted(SpecReader.read(genesys(
                                "wss://gw.test",
                                "identities: {generated: {passwordSecretRef: {name: shared, key: token}}}",
                                "genesys: {tokenColumn: password}")))
                        .gateway()
                        .signaling())
                .isEqualTo(new Gateway.GenesysCloud(URI.create("https://gw.test"), "password"));
    }

    @Test
    void softphonesDoNotCallEachOther() {
        assertRefused(
                genesys("wss://gw.test", CSV + "\ncall: {}", ""),
                "spec: required call.originator Platform for inbound calls with protocol GenesysCloud, observed no"
                        + " originator");
        accepted(SpecReader.read(genesys("wss://gw.test", CSV + "\ncall: {originator: Platform}", "")));
        accepted(SpecReader.read(
                genesys("wss://gw.test", CSV + "\ncall: {direction: Outbound, target: \"+15550100\"}", "")));
    }

    @Test
    void readsWhatIsDoneWithCalls() {
        LoadTest test = accepted(SpecReader.read(genesys(
                "wss://gw.test",
                CSV + "\ncall: {originator: Platform, holdFor: 10s, actions: [{action: Mute, after: 2s, lasts: 3s}]}",
                "genesys: {quota: Respect, persistentConnection: Eager}")));

        assertThat(test.call().orElseThrow().actions())
                .containsExactly(
                        new CallPlan.Action(CallPlan.Action.Kind.Mute, Duration.ofSeconds(2), Duration.ofSeconds(3)));
        assertThat(test.gateway().signaling())
                .isEqualTo(new Gateway.GenesysCloud(
                        URI.create("https://gw.test"),
                        "token",
                        List.of(),
                        Map.of(),
                        Gateway.GenesysCloud.Quota.Respect,
                        Gateway.GenesysCloud.PersistentConnection.Eager));
        assertRefused(
                genesys(
                        "wss://gw.test",
                        CSV
                                + "\ncall: {originator: Platform, holdFor: 4s, actions: [{action: Hold, after: 2s, lasts: 3s}]}",
                        ""),
                "spec.call.actions[0]: required after and lasts together at most holdFor, 4s, observed 2s and 3s");
        assertRefused(
                Reads.test("call: {actions: [{action: Mute, after: 1s, lasts: 1s}]}"),
                "spec.call.actions: required none without protocol GenesysCloud, observed 1 with protocol"
                        + " SipOverWebSocket");
    }

    @Test
    void aRetryProfileThatIsGivenStands() {
        assertThat(accepted(SpecReader.read(genesys("wss://gw.test", CSV + "\nretry: {profile: FullJitter}", "")))
                        .retry())
                .isEqualTo(RetryPolicy.defaults(Retry.Profile.FullJitter));
        assertRefused(
                genesys("wss://gw.test", CSV + "\nretry: {maxRetries: 3}", ""),
                "spec.retry: required base, multiplierPercent, max, jitter, maxRetries, honourRetryAfter and rules only"
                        + " with profile Custom, observed 1 of them with profile GenesysSdk");
    }

    @Test
    void tokensAreFetchedFromTheLoginHostBesideTheGatewayOrTheOneThatIsGiven() {
        LoadTest test = accepted(SpecReader.read(genesys(
                "wss://streaming.example.test",
                oauth(CSV_SOURCE, client("blue", "Saml2Bearer", ""), client("green", "ClientCredentials", GIVEN)),
                "")));

        assertThat(((Gateway.GenesysCloud) test.gateway().signaling()).organizations())
                .containsExactly(
                        new OAuthOrganization(
                                "blue",
                                URI.create("https://login.example.test"),
                                Grant.Saml2Bearer,
                                "app",
                                new SecretKey("oauth", "blue"),
                                Sharing.PerSoftphone),
                        new OAuthOrganization(
                                "green",
                                URI.create("https://login.green.test:8443"),
                                Grant.ClientCredentials,
                                "app",
                                new SecretKey("oauth", "green"),
                                Sharing.Shared));
    }

    @Test
    void anOrganizationElsewhereHasAllItsHostsThere() {
        LoadTest test = accepted(SpecReader.read(genesys(
                "wss://streaming.one.test",
                oauth(CSV_SOURCE, client("blue", "Saml2Bearer", ""), client("green", "Saml2Bearer", "")),
                "genesys: {organizations: [{name: green, url: \"wss://streaming.two.test:8443\"}, {name: red, url:"
                        + " \"wss://streaming.three.test/\", apiUrl: \"https://rest.three.test\"}]}")));

        Gateway.GenesysCloud genesys = (Gateway.GenesysCloud) test.gateway().signaling();
        assertThat(genesys.elsewhere())
                .containsExactly(
                        Map.entry(
                                "green",
                                new Gateway.Hosts(
                                        URI.create("wss://streaming.two.test:8443"),
                                        URI.create("https://api.two.test:8443"))),
                        Map.entry(
                                "red",
                                new Gateway.Hosts(
                                        URI.create("wss://streaming.three.test"),
                                        URI.create("https://rest.three.test"))));
        assertThat(genesys.organizations())
                .extracting(OAuthOrganization::url)
                .containsExactly(URI.create("https://login.one.test"), URI.create("https://login.two.test:8443"));
        assertThat(test.gateway().endpoints())
                .extracting(URI::getAuthority)
                .containsExactly("streaming.one.test", "streaming.two.test:8443", "streaming.three.test");
    }

    @Test
    void refusesHostsThatNobodyCouldReach() {
        assertRefused(
                genesys(
                        "wss://gw.test",
                        CSV,
                        "genesys: {organizations: [{name: blue, url: \"wss://gw.test:99999\", apiUrl:"
                                + " \"https://gw.test\"}]}"),
                "spec.gateway.genesys.organizations[0].url: required a host name or address, and a port of 1 to 65535 if"
                        + " any, observed \"wss://gw.test:99999\"");
        assertRefused(
                genesys(
                        "wss://gw.test",
                        CSV,
                        "genesys: {organizations: [{name: blue, url: \"wss://gw.test\", apiUrl: \"https://gw.test:0\"}]}"),
                "spec.gateway.genesys.organizations[0].apiUrl: required a host name or address, and a port of 1 to 65535"
                        + " if any, observed \"https://gw.test:0\"");
    }

    @Test
    void aPortThatIsNoneIsNotTakenForAnotherScheme() {
        assertThat(refused(SpecReader.read(genesys(
                        "wss://gw.test",
                        CSV,
                        "genesys: {organizations: [{name: blue, url: \"wss://gw.test:99999\"}]}"))))
                .extracting(Violation::path)
                .containsExactly("spec.gateway.genesys.organizations[0].url");
    }

    @Test
    void refusesWhatTheGrantsDoNotAgreeWith() {
        assertRefused(
                genesys("wss://gw.test", oauth("generated: {}", client("blue", "Saml2Bearer", "")), ""),
                "spec.identities: required secretRefs with grant Saml2Bearer: the assertion is a column of theirs,"
                        + " observed generated");
        accepted(SpecReader.read(
                genesys("wss://gw.test", oauth("generated: {}", client("blue", "ClientCredentials", "")), "")));
        assertRefused(
                genesys(
                        "wss://gw.test",
                        oauth(CSV_SOURCE, client("blue", "Saml2Bearer", ", url: \"https://gw.test:99999\"")),
                        ""),
                "spec.identities.oauth.organizations[0].url: required a host name or address, and a port of 1 to 65535 if"
                        + " any, observed \"https://gw.test:99999\"");
    }

    private static String oauth(String source, String... clients) {
        return "identities: {" + source + ", oauth: {organizations: [" + String.join(", ", clients) + "]}}";
    }

    private static String client(String name, String grant, String more) {
        return "{name: " + name + ", grant: " + grant + ", clientId: app, clientSecretRef: {name: oauth, key: " + name
                + "}" + more + "}";
    }

    private static URI api(String url, String gateway) {
        return ((Gateway.GenesysCloud) accepted(SpecReader.read(genesys(url, CSV, gateway)))
                        .gateway()
                        .signaling())
                .api();
    }

    private static void assertRefused(ObjectNode test, String violation) {
        assertThat(refused(SpecReader.read(test)))
                .extracting(Violation::toString)
                .contains(violation);
    }

    private static ObjectNode genesys(String url, String spec, String gateway) {
        ObjectNode test = Reads.test(spec, gateway);
        ((ObjectNode) test.path("spec").path("gateway"))
                .put("protocol", "GenesysCloud")
                .put("url", url);
        return test;
    }
}
