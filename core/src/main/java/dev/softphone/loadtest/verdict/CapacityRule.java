package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Timeouts;
import dev.softphone.loadtest.plan.RateHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Policies, backends that do not answer in time, our own timers, and gateways with too much to do. */
final class CapacityRule implements Rule {

    private static final Set<String> LATE = Set.of("http/504", "sip/504", "sip/408", "app/504", "app/408");
    private static final Set<String> FULL = Set.of("http/502", "http/503", "ws/1013", "sip/503", "app/502", "app/503");
    private static final Set<String> BROKEN = Set.of("http/500", "ws/1011", "ws/1014", "sip/500", "app/500");

    /** What the runner says of a wait that the imitated client ended. */
    private static final String CLIENTS_LIMIT = "the client's own limit";

    @Override
    public List<Finding> explain(Scene scene) {
        List<Finding> findings = new ArrayList<>();
        Seen policy = scene.open(key -> key.code().equals("ws/1008"));
        if (!policy.isEmpty()) {
            findings.addAll(policyClose(scene, policy));
        }
        byStage(scene.open(key -> LATE.contains(key.code())))
                .forEach((stage, seen) -> findings.addAll(backendTimeout(scene, stage, seen)));
        byStage(scene.open(key -> key.code().startsWith("timeout/")
                        && !key.code().equals("timeout/pong")
                        && key.kind() != OutcomeKey.Kind.DROP))
                .forEach((stage, seen) -> findings.addAll(stageTimeout(scene, stage, seen)));
        Seen full =
                scene.open(key -> FULL.contains(key.code()) || BROKEN.contains(key.code()) || cutUnderLoad(scene, key));
        if (!full.isEmpty()) {
            findings.addAll(overloaded(scene, full));
        }
        return findings;
    }

    private static boolean cutUnderLoad(Scene scene, OutcomeKey key) {
        return Codes.cut(key) && Codes.beforeTheSocket(key) && scene.connected() > 0;
    }

    private static Map<Stage, Seen> byStage(Seen seen) {
        Map<Stage, Seen> stages = new EnumMap<>(Stage.class);
        seen.keys().forEach(key -> stages.computeIfAbsent(key.stage(), stage -> seen.where(k -> k.stage() == stage)));
        return stages;
    }

    private static List<Finding> policyClose(Scene scene, Seen seen) {
        Draft draft = new Draft(CauseType.PolicyClose, High)
                .scope(Confinement.of(scene, seen))
                .softphones(seen.affected())
                .evidence("The gateway closed with 1008 (policy violation): " + seen.summary() + ".")
                .evidence(seen.detail()
                        .map(detail -> "Its reason, verbatim: " + Say.quoted(detail, 200) + ".")
                        .orElse("It gave no reason."));
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        return draft.remedy(
                        "1008 is a refusal by a rule of this gateway: ask its owner which one, with the reason above; retrying"
                                + " blindly will not help.")
                .explains(seen);
    }

    private static List<Finding> backendTimeout(Scene scene, Stage stage, Seen seen) {
        Optional<String> confined = Confinement.of(scene, seen);
        boolean onlyCalledLate = seen.keys().stream().allMatch(key -> key.code().endsWith("/408"));
        boolean alone = scene.atOne(seen);
        long open = handshakes(scene);
        Draft draft = new Draft(CauseType.BackendTimeout, onlyCalledLate ? Medium : High)
                .scope(confined.orElse("stage " + stage.label()))
                .softphones(seen.affected())
                .evidence("Something behind the gateway did not answer in time on " + Say.named(stage) + ": "
                        + seen.summary() + ".");
        draft.evidence(
                open > 0 && stage.compareTo(Stage.UPGRADE) > 0,
                "The sockets themselves were fine: " + Say.count(open, "upgrade") + " succeeded.");
        confined.ifPresent(where -> draft.evidence("Only " + where + " is touched."));
        median(scene, stage)
                .ifPresent(millis -> draft.evidence("The answer came after " + Say.millis(millis) + " (median)."));
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        Codes.answeredBy(seen).ifPresent(draft::evidence);
        draft.remedy("Look at the service behind " + Say.named(stage)
                + confined.map(where -> " for " + where).orElse("")
                + " at that time; keep-alives, headers and retries of the WebSocket will not help.");
        if (!alone && confined.isEmpty() && scene.connected() > 0) {
            draft.next(NextTests.of(
                    "If none time out with half the softphones, the backend lacks capacity; if as many of them do, it is at"
                            + " fault at any load.",
                    List.of(NextTests.halfTheSoftphones(scene.test()))));
        }
        return draft.explains(seen);
    }

    private static long handshakes(Scene scene) {
        return scene.measurements()
                .histograms()
                .getOrDefault(Metric.HANDSHAKE, Histograms.Frozen.EMPTY)
                .count();
    }

    private static Optional<Long> median(Scene scene, Stage stage) {
        Metric metric =
                switch (stage) {
                    case TOKEN -> Metric.TOKEN_FAILED;
                    case LOGIN -> Metric.LOGIN_FAILED;
                    case UPGRADE -> Metric.HANDSHAKE_FAILED;
                    case AUTH -> Metric.AUTH_FAILED;
                    case REGISTER -> Metric.REGISTER_FAILED;
                    case ICE, MEDIA -> Metric.MEDIA_FAILED;
                    case ESTABLISHED -> Metric.SESSION_FAILED;
                };
        return Optional.ofNullable(scene.measurements().histograms().get(metric))
                .filter(histogram -> histogram.count() > 0)
                .map(histogram -> histogram.valueAt(50) / 1000);
    }

    private static List<Finding> stageTimeout(Scene scene, Stage stage, Seen seen) {
        if (seen.detail().filter(detail -> detail.contains(CLIENTS_LIMIT)).isPresent()) {
            return clientTimeout(scene, stage, seen);
        }
        Duration timer = timer(scene.test().timeouts(), stage);
        Draft draft = new Draft(CauseType.StageTimeout, Medium)
                .scope(Confinement.of(scene, seen).orElse("stage " + stage.label()))
                .limit(timer.toMillis())
                .softphones(seen.affected())
                .evidence("Nothing came back on " + Say.named(stage) + " within " + Say.duration(timer)
                        + ", which is our own timer and no answer of the gateway: " + seen.summary() + ".");
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        draft.evidence(
                stage.compareTo(Stage.UPGRADE) > 0,
                "The sockets themselves were fine: " + Say.count(handshakes(scene), "upgrade") + " succeeded.");
        return draft.remedy("Find out what the gateway does with " + Say.named(stage)
                        + " under this load; a longer timer shows whether an answer would come at all.")
                .next(NextTests.of(
                        "With a longer timer a slow gateway answers late, and one that lost the request never.",
                        List.of(NextTests.timeout(stage, timer.multipliedBy(4)))))
                .explains(seen);
    }

    /** Ended by a limit of the client that is imitated, which no setting of a test moves. */
    private static List<Finding> clientTimeout(Scene scene, Stage stage, Seen seen) {
        Duration limit = Gateway.GenesysCloud.CLIENT_LIMIT;
        Draft draft = new Draft(CauseType.StageTimeout, Medium)
                .scope(Confinement.of(scene, seen).orElse("stage " + stage.label()))
                .limit(limit.toMillis())
                .softphones(seen.affected())
                .evidence("Nothing came back on " + Say.named(stage) + " within " + Say.duration(limit)
                        + ", which is the limit that the client itself has, and no answer of the gateway: "
                        + seen.summary()
                        + ".");
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        draft.evidence("The sockets themselves were fine: " + Say.count(handshakes(scene), "upgrade") + " succeeded.");
        return draft.remedy("Find out what the gateway does with " + Say.named(stage)
                        + " under this load. The real client waits no longer either, so that no timer of the test changes"
                        + " this.")
                .explains(seen);
    }

    private static Duration timer(Timeouts timeouts, Stage stage) {
        return switch (stage) {
            case TOKEN, LOGIN -> timeouts.rest();
            case UPGRADE -> timeouts.upgrade();
            case AUTH -> timeouts.auth();
            case REGISTER -> timeouts.register();
            case ICE, MEDIA, ESTABLISHED -> timeouts.established();
        };
    }

    private static List<Finding> overloaded(Scene scene, Seen seen) {
        boolean saysSo = seen.keys().stream().anyMatch(key -> FULL.contains(key.code()));
        boolean alone = scene.atOne(seen) || scene.connected() == 0;
        Optional<String> confined = Confinement.of(scene, seen);
        Draft draft = new Draft(CauseType.Overloaded, saysSo && !alone ? Medium : Low)
                .scope(confined)
                .softphones(seen.affected())
                .evidence("The gateway could not serve everyone, without a plateau and without a steady rate: "
                        + seen.summary() + ".");
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        confined.ifPresent(where -> draft.evidence("Only " + where
                + " is touched. A plateau is looked for in all connections together, so that a cap of its own looks like this"
                + " too; with its softphones alone it would show."));
        draft.evidence(
                alone && !scene.atOne(seen), "Nobody got in at all: it may be out of service rather than overloaded.");
        Codes.answeredBy(seen).ifPresent(draft::evidence);
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        String patience = RateHeaders.quoted(seen.hints());
        draft.evidence(!patience.isEmpty(), "It asked for patience: " + patience + ".");
        draft.evidence(Codes.closedWithoutFrame(seen), Codes.EXPLAIN_1006);
        return draft.remedy(
                        alone
                                ? "Check that the gateway is in service: one softphone is refused as well."
                                : "Look at the load of the gateway and of what stands behind it at that time; add capacity there or"
                                        + " let softphones arrive more slowly.")
                .next(
                        alone
                                ? Optional.empty()
                                : Optional.of(NextTests.of(
                                        "If refusals vanish at half the rate, the gateway lacks capacity for the burst; if they stop"
                                                + " at one number, it is a cap.",
                                        List.of(NextTests.evenRate(
                                                scene.test(), NextTests.halfRatePerMinute(scene.test()))))))
                .explains(seen);
    }
}
