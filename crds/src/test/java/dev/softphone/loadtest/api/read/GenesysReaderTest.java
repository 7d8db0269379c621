package dev.softphone.loadtest.api.read;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static dev.softphone.loadtest.api.read.Reads.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.plan.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GenesysReaderTest {
    private static final String CSV = "identities: {secretRefs: [{name: softphones, key: softphones.csv}]}";

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
    void aRetryProfileThatIsGivenStands() {
        assertThat(accepted(SpecReader.read(genesys("wss://gw.test", CSV + "\nretry: {profile: FullJitter}", "")))
                        .retry())
                .isEqualTo(RetryPolicy.defaults(Retry.Profile.FullJitter));
        assertRefused(
                genesys("wss://gw.test", CSV + "\nretry: {maxRetries: 3}", ""),
                "spec.retry: required base, multiplierPercent, max, jitter, maxRetries, honourRetryAfter and rules only"
                        + " with profile Custom, observed 1 of them with profile GenesysSdk");
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
