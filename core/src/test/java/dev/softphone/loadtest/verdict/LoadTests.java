package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.model.Cycles;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.model.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Load tests for evidence. */
final class LoadTests {

    private LoadTests() {}

    static final Threshold MOST_CONNECTED =
            new Threshold.AtLeast(Threshold.ShareMetric.connected, 99, Threshold.OnBroken.Continue);

    static Threshold handshakeP99(Duration max) {
        return new Threshold.Latency(
                Threshold.LatencyMetric.handshake, Threshold.Percentile.P99, max, Threshold.OnBroken.Continue);
    }

    static Threshold atMost(Threshold.ShareMetric metric, int percent) {
        return new Threshold.AtMost(metric, percent, Threshold.OnBroken.Continue);
    }

    static LoadTest of(
            int softphones, Arrival arrival, int cycles, Optional<CallPlan> call, List<Threshold> thresholds) {
        return new LoadTest(
                "monday-login",
                softphones,
                new Gateway(
                        "ws://127.0.0.1:5066",
                        URI.create("ws://127.0.0.1:5066"),
                        Optional.of("sip"),
                        Map.of(),
                        new Gateway.Tls(
                                Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                        new Gateway.SipOverWebSocket("example.test", 600)),
                new Identities.Generated("user-{index}", List.of(), Optional.empty()),
                arrival,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                new Cycles(cycles, Duration.ZERO),
                Optional.empty(),
                call,
                new Timeouts(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(32),
                        Duration.ofSeconds(32)),
                new KeepAlive(KeepAlive.Kind.WebSocketPing, Duration.ofSeconds(14), Duration.ofSeconds(15), 1, 10),
                new Retry(
                        Retry.Profile.None,
                        Duration.ofSeconds(1),
                        200,
                        Duration.ofSeconds(30),
                        Retry.Jitter.None,
                        0,
                        true,
                        List.of()),
                new Limits(OptionalInt.empty(), OptionalInt.empty()),
                List.of(),
                Placement.ANYWHERE,
                thresholds,
                Optional.empty(),
                1);
    }

    /** The same over Genesys Cloud. */
    static LoadTest overGenesys(LoadTest test, List<OAuthOrganization> organizations) {
        URI url = URI.create("ws://127.0.0.1:5066");
        return new LoadTest(
                test.name(),
                test.softphones(),
                new Gateway(
                        url.toString(),
                        url,
                        Optional.of("xmpp"),
                        Map.of(),
                        test.gateway().tls(),
                        new Gateway.GenesysCloud(URI.create("http://127.0.0.1:5066"), "token", organizations)),
                test.identities(),
                test.arrival(),
                test.hold(),
                test.drain(),
                test.cycles(),
                test.slotProbe(),
                test.call(),
                test.timeouts(),
                test.keepAlive(),
                test.retry(),
                test.limits(),
                test.sourceAddresses(),
                test.placement(),
                test.thresholds(),
                test.authorization(),
                test.seed());
    }
}
