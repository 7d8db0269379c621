package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.Preflight;
import dev.softphone.loadtest.model.Gateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The way to the gateway: name, TCP, TLS, subprotocol. */
final class Reachability implements Rule {

    private static final long SLOW_DNS_MILLIS = 1_000;
    private static final Set<String> NO_CONNECTION = Set.of("tcp/refused", "tcp/timeout", "tcp/unreachable");

    @Override
    public List<Finding> explain(Scene scene) {
        List<Finding> findings = new ArrayList<>();
        Seen dns = scene.open(key -> key.code().startsWith("dns/"));
        if (!dns.isEmpty()) {
            findings.addAll(dnsFailed(scene, dns));
        }
        Seen slow = scene.open(key -> key.code().equals("timeout/upgrade"));
        if (!slow.isEmpty() && dnsMillis(scene) >= SLOW_DNS_MILLIS) {
            findings.addAll(dnsSlow(scene, slow));
        }
        Seen tls = scene.open(key -> key.code().startsWith("tls/"));
        if (!tls.isEmpty()) {
            findings.addAll(tlsFailed(scene, tls));
        }
        Seen subprotocol = scene.open(key -> refusesTheSubprotocol(scene, key));
        if (!subprotocol.isEmpty()) {
            findings.addAll(subprotocolRefused(scene, subprotocol));
        }
        Seen tcp = scene.open(key -> NO_CONNECTION.contains(key.code()));
        if (!tcp.isEmpty()) {
            findings.addAll(unreachable(scene, tcp));
        }
        return findings;
    }

    private static long dnsMillis(Scene scene) {
        return scene.evidence().preflight().flatMap(Preflight::dnsMicros).orElse(0L) / 1000;
    }

    private static List<Finding> dnsFailed(Scene scene, Seen seen) {
        boolean onlyUnderLoad = scene.connected() > 0;
        Draft draft = new Draft(CauseType.DnsFailed, High)
                .softphones(seen.softphones())
                .evidence("A host name of the test did not resolve: " + seen.summary() + ".");
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        draft.evidence(
                onlyUnderLoad,
                "The gateway's did resolve " + Say.count(scene.connected(), "time")
                        + " or more, so that the resolver is short of capacity rather than the name wrong.");
        return draft.remedy(
                        onlyUnderLoad
                                ? "Give the generator a caching resolver, or the gateway's address in place of its name."
                                : "Check that host name in the manifest and the generator's resolver.")
                .explains(seen);
    }

    private static List<Finding> dnsSlow(Scene scene, Seen seen) {
        long millis = dnsMillis(scene);
        boolean enough = 2 * millis >= scene.test().timeouts().upgrade().toMillis();
        return new Draft(CauseType.DnsSlow, enough ? Medium : Low)
                .softphones(seen.softphones())
                .limit(millis)
                .evidence("Resolving " + scene.test().gateway().endpoint().getHost() + " took " + Say.millis(millis)
                        + " for one softphone alone, before any load.")
                .evidence("That time is part of the upgrade, which our own timer ended: " + seen.summary() + ".")
                .remedy(
                        "Give the generator a caching resolver close by, or the gateway's address in place of its name; then"
                                + " repeat the test.")
                .explains(seen);
    }

    private static List<Finding> tlsFailed(Scene scene, Seen seen) {
        boolean onlyUnderLoad = scene.connected() > 0;
        Draft draft = new Draft(CauseType.TlsFailed, onlyUnderLoad ? Medium : High)
                .softphones(seen.softphones())
                .evidence("TLS was not established: " + seen.summary() + ".");
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        return draft.remedy(
                        onlyUnderLoad
                                ? "Look at the front end's TLS capacity (handshakes a second, session cache) at that time; new"
                                        + " handshakes cost it most."
                                : "Check the certificate against gateway.tls (caSecretRef, serverName, clientCertSecretRef) and"
                                        + " that the port speaks TLS.")
                .explains(seen);
    }

    private static boolean refusesTheSubprotocol(Scene scene, OutcomeKey key) {
        if (key.code().equals("protocol/subprotocol")) {
            return true;
        }
        boolean refusedUpgrade = Set.of("http/400", "http/426").contains(key.code());
        Seen seen = scene.open(key::equals);
        String said = seen.detail().orElse("").toLowerCase(Locale.ROOT);
        return refusedUpgrade && (said.contains("subprotocol") || said.contains("sec-websocket-protocol"));
    }

    private static List<Finding> subprotocolRefused(Scene scene, Seen seen) {
        String offered = scene.test()
                .gateway()
                .subprotocol()
                .map(name -> Say.quoted(name, 40))
                .orElse("none");
        Draft draft = new Draft(CauseType.SubprotocolRefused, High)
                .softphones(seen.softphones())
                .evidence("The gateway did not accept the WebSocket subprotocol offered (" + offered + "): "
                        + seen.summary() + ".");
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        return draft.remedy(
                        "Set gateway.subprotocol to what the gateway speaks (sip for RFC 7118), and check that the path of"
                                + " gateway.url is its WebSocket endpoint.")
                .explains(seen);
    }

    private static List<Finding> unreachable(Scene scene, Seen seen) {
        boolean onlyUnderLoad = scene.connected() > 0;
        boolean unanswered = seen.keys().stream().anyMatch(key -> key.code().equals("tcp/timeout"));
        Draft draft = new Draft(CauseType.Unreachable, onlyUnderLoad ? Medium : High)
                .scope(Confinement.of(scene, seen))
                .softphones(seen.softphones())
                .evidence("No TCP connection came about: " + seen.summary() + ".");
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        draft.evidence(
                unanswered && scene.host().conntrackPeak().isEmpty(),
                "The connection tracking table on the way could not be read and may be full: unknown.");
        String remedy;
        if (!onlyUnderLoad) {
            remedy = "Check that the gateway listens at "
                    + scene.test().gateway().endpoints().stream()
                            .map(endpoint -> endpoint.getHost() + ":" + Gateway.port(endpoint))
                            .collect(Collectors.joining(" and "))
                    + " and that a firewall lets the generator through.";
        } else if (unanswered) {
            remedy =
                    "Look at the gateway's listen backlog (somaxconn, ListenOverflows) and at firewalls or NAT on the way,"
                            + " which drop SYNs when full.";
        } else {
            remedy = "Look at whether the gateway or one of its addresses restarted or stopped listening at that time.";
        }
        return draft.remedy(remedy).explains(seen);
    }
}
