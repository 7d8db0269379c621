package dev.softphone.loadtest.plan;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Cycles;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Limits;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Capacity;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.model.Placement.Region;
import dev.softphone.loadtest.model.Retry;
import dev.softphone.loadtest.model.SourceAddress;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A test to be planned: what the planner looks at can be set, the rest is dull. */
record PlannedTest(
        int softphones,
        Arrival arrival,
        Duration hold,
        Cycles cycles,
        Retry retry,
        OptionalInt connectsPerSecond,
        Placement placement,
        Gateway gateway,
        List<SourceAddress> sources) {

    static PlannedTest of(int softphones) {
        return new PlannedTest(
                softphones,
                new Arrival.RampUp(Duration.ofMinutes(10)),
                Duration.ofMinutes(5),
                new Cycles(1, Duration.ZERO),
                RetryPolicy.defaults(Retry.Profile.None),
                OptionalInt.empty(),
                Placement.ANYWHERE,
                gateway("ws", new Gateway.SipOverWebSocket("example.test", 600)),
                List.of());
    }

    private static Gateway gateway(String scheme, Gateway.Signaling signaling) {
        String url = scheme + "://gateway.example.test";
        return new Gateway(
                url,
                URI.create(url),
                Optional.empty(),
                Map.of(),
                new Gateway.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Gateway.Tls.Resumption.Disabled),
                signaling);
    }

    PlannedTest arriving(Arrival changed) {
        return new PlannedTest(
                softphones, changed, hold, cycles, retry, connectsPerSecond, placement, gateway, sources);
    }

    PlannedTest holding(Duration changed) {
        return new PlannedTest(
                softphones, arrival, changed, cycles, retry, connectsPerSecond, placement, gateway, sources);
    }

    PlannedTest cycling(int count) {
        return new PlannedTest(
                softphones,
                arrival,
                hold,
                new Cycles(count, Duration.ZERO),
                retry,
                connectsPerSecond,
                placement,
                gateway,
                sources);
    }

    PlannedTest retrying(Retry.Profile profile) {
        return new PlannedTest(
                softphones,
                arrival,
                hold,
                cycles,
                RetryPolicy.defaults(profile),
                connectsPerSecond,
                placement,
                gateway,
                sources);
    }

    PlannedTest limitedTo(int changed) {
        return new PlannedTest(
                softphones, arrival, hold, cycles, retry, OptionalInt.of(changed), placement, gateway, sources);
    }

    PlannedTest placed(Placement changed) {
        return new PlannedTest(softphones, arrival, hold, cycles, retry, connectsPerSecond, changed, gateway, sources);
    }

    PlannedTest in(Region... regions) {
        return placed(new Placement(
                List.of(regions), placement.maxSoftphonesPerRunner(), placement.capacity(), placement.egress()));
    }

    PlannedTest atMostOnARunner(int most) {
        return placed(
                new Placement(placement.regions(), OptionalInt.of(most), placement.capacity(), placement.egress()));
    }

    PlannedTest on(Capacity capacity) {
        return placed(
                new Placement(placement.regions(), placement.maxSoftphonesPerRunner(), capacity, placement.egress()));
    }

    PlannedTest through(Egress egress) {
        return placed(
                new Placement(placement.regions(), placement.maxSoftphonesPerRunner(), placement.capacity(), egress));
    }

    PlannedTest masqueraded() {
        return through(new Egress(Egress.Mode.NodeMasquerade, 0, 0));
    }

    PlannedTest secure() {
        return speaking(gateway("wss", gateway.signaling()));
    }

    /** With REST calls before the socket, each on a connection of its own or on pooled ones. */
    PlannedTest calling(int calls, Gateway.GenericWebSocket.Connections connections) {
        Gateway.RestCall call = new Gateway.RestCall(
                "login", Stage.LOGIN, "POST", "/login", Map.of(), Optional.empty(), List.of(200), Map.of());
        return speaking(gateway(
                "ws",
                new Gateway.GenericWebSocket(
                        connections, Collections.nCopies(calls, call), List.of(), List.of(), Optional.empty())));
    }

    PlannedTest from(SourceAddress... addresses) {
        return new PlannedTest(
                softphones, arrival, hold, cycles, retry, connectsPerSecond, placement, gateway, List.of(addresses));
    }

    private PlannedTest speaking(Gateway changed) {
        return new PlannedTest(
                softphones, arrival, hold, cycles, retry, connectsPerSecond, placement, changed, sources);
    }

    LoadTest test() {
        Duration patience = Duration.ofSeconds(30);
        return new LoadTest(
                "planned",
                softphones,
                gateway,
                new Identities.Generated("u{index}", List.of(), Optional.empty()),
                arrival,
                hold,
                patience,
                cycles,
                Optional.empty(),
                Optional.empty(),
                new Timeouts(patience, patience, patience, patience, patience),
                new KeepAlive(KeepAlive.Kind.WebSocketPing, patience, patience, 1, 20),
                retry,
                new Limits(connectsPerSecond, OptionalInt.empty()),
                sources,
                placement,
                List.of(),
                Optional.empty(),
                1);
    }
}
