package dev.softphone.loadtest.api.read;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static dev.softphone.loadtest.api.read.Reads.refused;
import static dev.softphone.loadtest.api.read.Reads.test;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Capacity;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.model.Placement.Region;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.SourceAddress;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.plan.RetryPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SpecReaderTest {

    @Test
    void resolvesEveryDefaultOfAShortManifest() {
        LoadTest test = accepted(SpecReader.read(test("")));

        assertThat(test.name()).isEqualTo("monday");
        assertThat(test.softphones()).isEqualTo(500);
        assertThat(test.gateway().endpoint()).isEqualTo(URI.create("ws://pbx.example.test:8080"));
        assertThat(test.gateway().subprotocol()).contains("sip");
        assertThat(test.gateway().signaling()).isEqualTo(new Gateway.SipOverWebSocket("pbx.example.test", 600));
        assertThat(test.identities())
                .isEqualTo(new Identities.Generated("softphone-{index}", List.of(), Optional.empty()));
        assertThat(test.arrival()).isEqualTo(new Arrival.RampUp(Duration.ofSeconds(10)));
        assertThat(test.hold()).isEqualTo(Duration.ofSeconds(60));
        assertThat(test.drain()).isEqualTo(Duration.ofSeconds(30));
        assertThat(test.cycles().count()).isEqualTo(1);
        assertThat(test.call()).isEmpty();
        assertThat(test.timeouts().rest()).isEqualTo(Duration.ofSeconds(15));
        assertThat(test.timeouts().upgrade()).isEqualTo(Duration.ofSeconds(15));
        assertThat(test.timeouts().register()).isEqualTo(Duration.ofSeconds(32));
        assertThat(test.keepAlive())
                .isEqualTo(new KeepAlive(
                        KeepAlive.Kind.WebSocketPing, Duration.ofSeconds(30), Duration.ofSeconds(10), 1, 20));
        assertThat(test.retry()).isEqualTo(RetryPolicy.defaults(Retry.Profile.None));
        assertThat(test.thresholds())
                .containsExactly(
                        new Threshold.AtLeast(Threshold.ShareMetric.connected, 99, Threshold.OnBroken.Continue));
    }

    @Test
    void drawsTheSeedFromTheNameUnlessOneIsGiven() {
        CRC32 crc = new CRC32();
        crc.update("monday".getBytes(StandardCharsets.UTF_8));

        assertThat(accepted(SpecReader.read(test(""))).seed()).isEqualTo(crc.getValue());
        assertThat(accepted(SpecReader.read(test("seed: 7"))).seed()).isEqualTo(7);
    }

    @Test
    void leavesTheManifestAsItWasWritten() {
        var written = test("");
        var before = written.deepCopy();

        SpecReader.read(written);

        assertThat(written).isEqualTo(before);
    }

    @Test
    void findsAllViolationsAtOnce() {
        assertThat(refused(SpecReader.read(test("""
                        hold: 500h
                        drain: 90m
                        keepAlive: {kind: CrLf, every: 1ms}
                        limits: {callsPerSecond: 5}
                        thresholds: [{metric: sessionRequestDelay, percentile: P99, max: 2h}]
                        """))))
                .extracting(Violation::path)
                .contains("spec.hold", "spec.drain", "spec.keepAlive.every", "spec", "spec.thresholds[0].max");
    }

    @Test
    void takesANameFromGenerateNameAsTheApiServerWould() {
        var generated = test("");
        ((ObjectNode) generated.path("metadata")).put("generateName", "monday-").remove("name");

        assertThat(accepted(SpecReader.read(generated)).name()).isEqualTo("monday-local");
    }

    @Test
    void placesATestThatSaysNothingAnywhere() {
        assertThat(accepted(SpecReader.read(test(""))).placement()).isEqualTo(Placement.ANYWHERE);
        assertThat(accepted(SpecReader.read(test("placement: {}"))).placement()).isEqualTo(Placement.ANYWHERE);
        assertThat(accepted(SpecReader.read(test("placement: {sourceAddresses: [{address: 127.0.0.2}]}"))))
                .satisfies(test -> {
                    assertThat(test.placement()).isEqualTo(Placement.ANYWHERE);
                    assertThat(test.sourceAddresses()).containsExactly(new SourceAddress("127.0.0.2", 1));
                });
    }

    @Test
    void readsPlacementAsWritten() {
        Placement placement = accepted(SpecReader.read(test("""
                        placement:
                          regions: [{name: eu-west-1, weight: 2}, {name: us-east-1}]
                          maxSoftphonesPerRunner: 5000
                          capacity: Elastic
                          egress: {mode: NatGateway, addresses: 2, portsPerAddress: 64512}
                        """))).placement();

        assertThat(placement)
                .isEqualTo(new Placement(
                        List.of(new Region("eu-west-1", 2), new Region("us-east-1", 1)),
                        OptionalInt.of(5000),
                        Capacity.Elastic,
                        new Egress(Egress.Mode.NatGateway, 2, 64_512)));
    }

    @Test
    void takesTheLeastOfANatGatewayThatSaysNothing() {
        assertThat(accepted(SpecReader.read(test("placement: {egress: {mode: NatGateway}}")))
                        .placement()
                        .egress())
                .isEqualTo(new Egress(Egress.Mode.NatGateway, 1, 50_000));
    }

    @Test
    void theRunPolicyIsNoPartOfTheTestItself() {
        assertThat(accepted(SpecReader.read(test("runPolicy: Stop"))))
                .isEqualTo(accepted(SpecReader.read(test("runPolicy: Run"))));
    }

    @Test
    void refusesADurationThatOverflows() {
        assertThat(refused(SpecReader.read(test("hold: 9223372036854775807h"))))
                .extracting(Violation::toString)
                .containsExactly("spec.hold: required a duration of 0s to 168h, observed \"9223372036854775807h\"");
    }

    @Test
    void keepsASecretHeaderAsAReference() {
        LoadTest test = accepted(SpecReader.read(
                test("", "headers: [{name: Authorization, valueFrom: {secretKeyRef: {name: api, key: token}}}]")));

        assertThat(test.gateway().headers()).containsEntry("Authorization", "${identity.secret.api_token}");
    }
}
