package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.api.read.TokenShares;
import dev.softphone.loadtest.measure.HostEvidence;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Cycles;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.SlotProbe;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.model.Timeouts;
import dev.softphone.loadtest.plan.RetryPolicy;
import dev.softphone.loadtest.runner.net.Target;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs against a loopback gateway, without a manifest. */
final class Rehearsal {
    private Rehearsal() {}

    static RunResult run(LoadTest test) throws Exception {
        return new LocalRun(setup(test, Share.WHOLE), Clock.systemUTC(), RunListener.SILENT, new StopSignal())
                .run(health -> new NoWatch());
    }

    /** The steps of one process that has a share of a test. */
    static Runner runner(LoadTest test, Share share, StopSignal stop) {
        return new Runner(setup(test, share), RunListener.SILENT, stop, health -> new NoWatch());
    }

    private static RunSetup setup(LoadTest test, Share share) {
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < share.part().countBelow(test.softphones()); i++) {
            identities.add(new Identity(
                    "softphone-" + share.part().wholeIndex(i), Optional.empty(), Map.of("password", "secret")));
        }
        Target loopback = new Target("127.0.0.1", List.of(InetAddress.getLoopbackAddress()));
        return new RunSetup(
                test,
                share,
                identities,
                TokenShares.NONE,
                key -> Optional.empty(),
                List.of(loopback),
                Optional.empty(),
                2);
    }

    static LoadTest sip(int port, int softphones, Optional<SlotProbe> probe) {
        return sip(port, softphones, probe, Duration.ofSeconds(32));
    }

    /** @param register how long a REGISTER may take */
    static LoadTest sip(int port, int softphones, Optional<SlotProbe> probe, Duration register) {
        URI url = URI.create("ws://127.0.0.1:" + port + "/");
        return new LoadTest(
                "unit",
                softphones,
                new Gateway(
                        url.toString(),
                        url,
                        Optional.of("sip"),
                        Map.of(),
                        new Gateway.Tls(
                                Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                        new Gateway.SipOverWebSocket("example.test", 600)),
                new Identities.Generated("softphone-{index}", List.of(), Optional.empty()),
                new Arrival.RampUp(Duration.ofSeconds(1)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                new Cycles(1, Duration.ZERO),
                probe,
                Optional.empty(),
                new Timeouts(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        register,
                        Duration.ofSeconds(32)),
                new KeepAlive(KeepAlive.Kind.WebSocketPing, Duration.ofSeconds(1), Duration.ofSeconds(5), 1, 20),
                RetryPolicy.defaults(Retry.Profile.None),
                new Limits(OptionalInt.empty(), OptionalInt.empty()),
                List.of(),
                Placement.ANYWHERE,
                List.of(new Threshold.AtLeast(Threshold.ShareMetric.connected, 99, Threshold.OnBroken.Continue)),
                Optional.empty(),
                7);
    }

    private static final class NoWatch implements HostWatch {
        @Override
        public void reset() {}

        @Override
        public TimeSeries.HostSample sample() {
            return TimeSeries.HostSample.UNKNOWN;
        }

        @Override
        public HostEvidence evidence() {
            return HostEvidence.UNKNOWN;
        }
    }
}
