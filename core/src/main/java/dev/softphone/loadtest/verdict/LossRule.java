package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.KeepAlive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Registered connections that were lost.
 *
 * <pre>
 * at one instant:   last − first ≤ 2 s, while they had been admitted over a much longer time  → Drained
 * at constant age:  see {@link DropAge}                                                        → IdleTimeout
 * neither                                                                                     → ServerDropped
 * </pre>
 *
 * When all came at once, an instant and an age are the same; then the confidence is low and the next test ramps.
 */
final class LossRule implements Rule {

    private static final long FEW = 5;
    private static final long INSTANT_MILLIS = 2_000;
    private static final String TRANSFER = "xmpp/transfer";
    private static final Set<String> LEAVING = Set.of("ws/1001", "ws/1012", TRANSFER);

    @Override
    public List<Finding> explain(Scene scene) {
        List<Finding> findings = new ArrayList<>();
        Seen pongs = scene.open(key -> key.code().equals("timeout/pong"));
        if (!pongs.isEmpty()) {
            findings.addAll(keepAliveLost(scene, pongs));
        }
        Seen leaving = scene.open(key -> LEAVING.contains(key.code()));
        if (!leaving.isEmpty()) {
            findings.addAll(drained(scene, leaving, High));
        }
        Seen drops = scene.open(key -> drop(key) && !LEAVING.contains(key.code()));
        if (!drops.isEmpty()) {
            findings.addAll(lost(scene, drops));
        }
        Seen early = scene.open(key -> !LEAVING.contains(key.code())
                && Codes.beforeRegistered(key)
                && (Codes.cut(key) || Codes.closeFrame(key)));
        if (!early.isEmpty()) {
            findings.addAll(closedEarly(scene, early));
        }
        return findings;
    }

    /** A loss; re-registrations that were refused are answers and keep their own causes. */
    private static boolean drop(OutcomeKey key) {
        return key.kind() == OutcomeKey.Kind.DROP
                && (key.code().startsWith("tcp/") || Codes.closeFrame(key))
                && !key.code().equals("timeout/pong")
                && !Set.of("ws/1008", "ws/1011", "ws/1013", "ws/1014").contains(key.code());
    }

    private static List<Finding> lost(Scene scene, Seen drops) {
        boolean instant = drops.times() >= FEW && drops.lastAfterMillis() - drops.firstAfterMillis() <= INSTANT_MILLIS;
        boolean atOnce = admissionMillis(scene.measurements().series()) <= 2 * INSTANT_MILLIS;
        Optional<DropAge> age = drops.times() >= FEW ? DropAge.of(scene.measurements()) : Optional.empty();
        if (age.isPresent() && (!instant || atOnce)) {
            return idleTimeout(scene, drops, age.get(), atOnce);
        }
        return instant ? drained(scene, drops, atOnce ? Low : High) : serverDropped(scene, drops);
    }

    /** A softphone that reconnects can be dropped more than once. */
    private static long touched(Scene scene, Seen seen) {
        long dropped = scene.measurements().softphones().droppedAfterConnect();
        return dropped == 0 ? seen.affected() : Math.min(dropped, seen.affected());
    }

    /** From the first admission to the last. */
    private static long admissionMillis(TimeSeries series) {
        int first = -1;
        int last = -1;
        for (int i = 0; i < series.buckets().size(); i++) {
            if (series.buckets().get(i).admittedByStart() > 0) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        return first < 0 ? 0 : (last - first + 1) * series.bucketMillis();
    }

    private static List<Finding> idleTimeout(Scene scene, Seen seen, DropAge age, boolean atOnce) {
        KeepAlive keepAlive = scene.test().keepAlive();
        boolean pinging = keepAlive.kind() != KeepAlive.Kind.None;
        long every = keepAlive.every().toMillis();
        boolean sure = seen.times() >= 20 && !age.coarse();
        Draft draft = new Draft(CauseType.IdleTimeout, atOnce ? Low : sure ? High : Medium)
                .limit(age.millis())
                .softphones(touched(scene, seen))
                .evidence(lengths(age) + ": " + seen.summary() + ".");
        draft.evidence(
                age.coarse(),
                "Who came first went first, so that it is a limit of each connection, looked at every few seconds, and no"
                        + " instant for all.");
        draft.evidence(!pinging, "No keep-alive was sent.");
        draft.evidence(
                pinging && every >= age.millis(),
                "Our keep-alive comes every " + Say.millis(every) + ", which is too late for it.");
        draft.evidence(
                pinging && every < age.millis(),
                "Our keep-alive comes every " + Say.millis(every) + " and did not prevent it"
                        + (age.pings()
                                ? ": this kind of ping does not count there."
                                : ": it is a limit on the lifetime."));
        draft.evidence(atOnce, "All came at once, so that one instant for all would look the same.");
        draft.evidence(Codes.closedWithoutFrame(seen), Codes.EXPLAIN_1006);
        return draft.remedy(
                        age.pings()
                                ? "Ping more often than every " + Say.millis(age.millis())
                                        + " (keepAlive.every), or raise the idle timeout of the balancer, proxy, NAT or gateway."
                                : "Raise the connection lifetime at the balancer, proxy or gateway, or let softphones reconnect before"
                                        + " it ends.")
                .next(nextOfAge(scene, age, atOnce))
                .explains(seen);
    }

    private static String lengths(DropAge age) {
        String range = Say.millis(age.p10()) + " to " + Say.millis(age.p90());
        return age.coarse()
                ? "Connections were lost after " + range + " " + age.what() + " (10th to 90th percentile)"
                : "Connections were lost after a constant " + Say.millis(age.millis()) + " " + age.what()
                        + " (10th to 90th percentile " + range + ")";
    }

    private static Optional<Cause.NextTest> nextOfAge(Scene scene, DropAge age, boolean atOnce) {
        if (atOnce) {
            return Optional.of(NextTests.of(
                    "With arrivals over a minute a constant age spreads the losses over a minute, and a drain does not.",
                    List.of(NextTests.rampUp(scene.test(), Duration.ofSeconds(60)))));
        }
        KeepAlive keepAlive = scene.test().keepAlive();
        boolean tooSlow =
                keepAlive.kind() == KeepAlive.Kind.None || keepAlive.every().toMillis() >= age.millis();
        if (!age.pings() || !tooSlow) {
            return Optional.empty();
        }
        return Optional.of(NextTests.of(
                "If pings twice as frequent as the timeout keep the connections, it is an idle timeout.",
                List.of(NextTests.keepAlive(scene.test(), Duration.ofMillis(age.millis() / 2)))));
    }

    private static List<Finding> drained(Scene scene, Seen seen, Cause.Confidence confidence) {
        long over = seen.lastAfterMillis() - seen.firstAfterMillis();
        Optional<OutcomeKey> named =
                seen.keys().stream().filter(key -> LEAVING.contains(key.code())).findFirst();
        Draft draft = new Draft(CauseType.Drained, confidence)
                .softphones(touched(scene, seen))
                .evidence(Say.count(seen.times(), "connection") + " ended within " + Say.millis(over) + ", "
                        + Say.millis(seen.firstAfterMillis()) + " into the run: " + seen.listed() + ".");
        named.ifPresent(key -> draft.evidence("The gateway said so itself: "
                + switch (key.code()) {
                    case "ws/1001" -> "1001, going away.";
                    case TRANSFER -> "a transfer notice (urn:xmpp:cxfr), on which clients move at once.";
                    default -> "1012, service restart.";
                }));
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        draft.evidence(
                named.isEmpty(), "They were of different ages, so that no timeout of single connections explains it.");
        draft.evidence(Codes.closedWithoutFrame(seen), Codes.EXPLAIN_1006);
        return draft.remedy(
                        "Look for a restart, deployment, failover or scale-in of the gateway or its balancer at that time"
                                + " (or a flushed NAT table); let softphones reconnect with random delays.")
                .explains(seen);
    }

    private static List<Finding> keepAliveLost(Scene scene, Seen seen) {
        KeepAlive keepAlive = scene.test().keepAlive();
        Draft draft = new Draft(CauseType.KeepAliveLost, High)
                .scope(Confinement.of(scene, seen))
                .limit(keepAlive.timeout().toMillis())
                .softphones(touched(scene, seen))
                .evidence("Pings went unanswered and we closed: " + seen.summary() + ".")
                .evidence("A ping every " + Say.duration(keepAlive.every()) + ", " + Say.duration(keepAlive.timeout())
                        + " for the pong, " + Say.number(keepAlive.maxMissed())
                        + " missed in a row allowed; the generator was not saturated meanwhile.");
        return draft.remedy(
                        "Look for a stall of the gateway or a broken path at that time: the connection stood, and nobody"
                                + " answered on it. It is no close by policy and no idle timeout.")
                .explains(seen);
    }

    private static List<Finding> serverDropped(Scene scene, Seen seen) {
        Draft draft = new Draft(CauseType.ServerDropped, Medium)
                .scope(oneAddress(scene))
                .softphones(touched(scene, seen))
                .evidence("The other side ended " + Say.count(seen.times(), "registered connection") + " between "
                        + Say.millis(seen.firstAfterMillis()) + " and " + Say.millis(seen.lastAfterMillis())
                        + ", at no constant age and not at one instant: " + seen.listed() + ".");
        oneAddress(scene).ifPresent(where -> draft.evidence("All of them were connected to one " + where + "."));
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        draft.evidence(Codes.closedWithoutFrame(seen), Codes.EXPLAIN_1006);
        return draft.remedy(
                        "Ask the gateway's owner, with these times and the transcripts, why the server or a balancer ended"
                                + " them; a FIN or RST without a close frame often comes from a proxy.")
                .explains(seen);
    }

    private static Optional<String> oneAddress(Scene scene) {
        List<String> touched = scene.measurements().remoteAddresses().entrySet().stream()
                .filter(entry -> entry.getValue().dropped() > 0)
                .map(Map.Entry::getKey)
                .toList();
        return touched.size() == 1 && scene.measurements().remoteAddresses().size() > 1
                ? Optional.of("gateway address " + touched.get(0))
                : Optional.empty();
    }

    private static List<Finding> closedEarly(Scene scene, Seen seen) {
        Draft draft = new Draft(CauseType.ServerDropped, Medium)
                .scope(Confinement.of(scene, seen))
                .softphones(seen.softphones())
                .evidence("The other side ended the connection after the 101 and before the registration: "
                        + seen.summary() + ".");
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        draft.evidence(Codes.closedWithoutFrame(seen), Codes.EXPLAIN_1006);
        return draft.remedy(
                        "Read the transcript of the first: what was said last before the close, and the gateway's log at that"
                                + " time.")
                .explains(seen);
    }
}
