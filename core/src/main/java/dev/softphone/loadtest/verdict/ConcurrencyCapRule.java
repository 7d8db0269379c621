package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.measure.AttemptCounts;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.Metric;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SlotProbeResult;
import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.plan.RateHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gateway holds N at a time: a plateau at N while attempts go on.
 *
 * <pre>
 * High    ≥ 50 attempts over ≥ 10 s and none admitted (429: ≥ 60 s, a quota per minute looks the same for as long),
 *         or the slot probe: of more attempts than were closed, exactly as many as were closed got in
 * Medium  ≥ 20 over ≥ 3 s and hardly one admitted since the first refusal; or two trials of a search that agree on N
 *         at different sizes or clearly different ramps (a quota per window that is longer than a ramp does so too);
 *         or, where connections come and go, ≥ 50 over ≥ 10 s refused only while N were connected
 * Low     fewer, or one burst of which some got in and none after
 * </pre>
 *
 * How the surplus is refused does not matter: every front end has a way of its own.
 */
final class ConcurrencyCapRule implements Rule {

    private static final long MANY = 50;
    private static final long LONG_MILLIS = 10_000;
    private static final long QUOTA_MILLIS = 60_000;

    private static final Set<String> AT_UPGRADE = Set.of(
            "http/429",
            "http/502",
            "http/503",
            "tcp/eof",
            "tcp/reset",
            "tcp/refused",
            "tcp/timeout",
            "timeout/upgrade",
            "ws/1008",
            "ws/1013");
    private static final Set<String> AT_REGISTER =
            Set.of("ws/1008", "ws/1013", "tcp/eof", "tcp/reset", "sip/403", "sip/503", "app/403", "app/429", "app/503");

    @Override
    public List<Finding> explain(Scene scene) {
        Seen seen = scene.open(ConcurrencyCapRule::mayComeFromACap);
        if (seen.isEmpty() || scene.connected() == 0 || scene.atOne(seen)) {
            return List.of();
        }
        Optional<SlotProbeResult> probe = scene.evidence().slotProbe();
        boolean proven = probe.map(ConcurrencyCapRule::proves).orElse(false);
        boolean refuted =
                probe.map(result -> result.admitted() > result.closed()).orElse(false);
        SearchTrend trend = SearchTrend.of(scene.evidence().trials());
        boolean quota = QuotaWindow.of(scene.measurements().series()).isPresent();
        if (!proven
                && (refuted
                        || quota
                        || trend.moved()
                        || RateHeaders.of(seen.hints()).present())) {
            return List.of();
        }
        return level(scene, seen, proven, trend)
                .map(level -> finding(scene, seen, level, trend))
                .orElse(List.of());
    }

    private static boolean mayComeFromACap(OutcomeKey key) {
        if (key.kind() == OutcomeKey.Kind.DROP) {
            return false;
        }
        return switch (key.stage()) {
            case UPGRADE -> AT_UPGRADE.contains(key.code());
            case AUTH, REGISTER -> AT_REGISTER.contains(key.code());
            default -> false;
        };
    }

    private static boolean proves(SlotProbeResult probe) {
        return probe.closed() > 0 && probe.attempts() > probe.closed() && probe.admitted() == probe.closed();
    }

    /**
     * @param shape the sentence that says what was seen; empty where only the numbers tell
     */
    private record Level(long n, Cause.Confidence confidence, Optional<String> shape, CapScope scope) {

        Level with(Cause.Confidence other) {
            return new Level(n, other, shape, scope);
        }
    }

    private static Optional<Level> level(Scene scene, Seen seen, boolean proven, SearchTrend trend) {
        TimeSeries series = scene.measurements().series();
        CapScope capScope = CapScope.of(scene.measurements().localAddresses());
        Optional<Plateau> plateau = Plateau.of(series).filter(flat -> 10 * seen.times() >= 8 * flat.refused());
        if (proven) {
            long n = plateau.map(Plateau::level).orElseGet(() ->
                    (long) scene.evidence().slotProbe().orElseThrow().connectedBefore());
            return Optional.of(new Level(n, High, plateau.map(ConcurrencyCapRule::told), capScope));
        }
        Optional<Level> byShape = plateau.filter(flat -> !stormed(scene, flat, capScope))
                .flatMap(flat -> ofPlateau(flat, seen, capScope));
        if (byShape.isEmpty() && comeAndGo(scene)) {
            byShape = Ceiling.of(series)
                    .filter(ceiling -> ceiling.refused() >= MANY && ceiling.millis() >= LONG_MILLIS)
                    .map(ceiling -> new Level(ceiling.level(), Medium, Optional.of(told(ceiling)), capScope));
        }
        if (byShape.isEmpty()) {
            byShape = burst(scene, seen).map(n -> new Level(n, Low, Optional.empty(), capScope));
        }
        if (byShape.isEmpty()) {
            byShape = CapScope.oneSided(scene.measurements().localAddresses())
                    .filter(sided -> seen.times() >= 20)
                    .map(sided -> new Level(sided.perAddress().orElse(0), Medium, Optional.empty(), sided));
        }
        if (byShape.isEmpty() && trend.stayed()) {
            byShape = Optional.of(new Level(scene.connected(), Medium, Optional.empty(), capScope));
        }
        return byShape.map(level -> probed(scene, searched(level, trend)));
    }

    /** Retries that pile up until nobody gets in end in a plateau too, but refusals came long before it. */
    private static boolean stormed(Scene scene, Plateau flat, CapScope scope) {
        AttemptCounts attempts = scene.measurements().attempts();
        return flat.blurred() && !scope.scope().equals("SourceAddress") && attempts.retries() >= attempts.first();
    }

    private static Optional<Level> ofPlateau(Plateau flat, Seen seen, CapScope scope) {
        // A cap per address is met by one address after the other: the last one was still admitted meanwhile.
        boolean oneByOne = scope.scope().equals("SourceAddress");
        boolean quota = seen.commonest().code().endsWith("/429");
        if (flat.refused() >= MANY && flat.millis() >= LONG_MILLIS) {
            boolean told = (!quota || flat.millis() >= QUOTA_MILLIS) && (oneByOne || !flat.blurred());
            return Optional.of(new Level(flat.level(), told ? High : Medium, Optional.of(told(flat)), scope));
        }
        if ((!flat.clean() && !oneByOne) || flat.refused() < 5) {
            return Optional.empty();
        }
        boolean some = flat.refused() >= 20 && flat.millis() >= 3_000;
        return Optional.of(new Level(flat.level(), some ? Medium : Low, Optional.of(told(flat)), scope));
    }

    private static boolean comeAndGo(Scene scene) {
        return scene.test().cycles().count() > 1
                || scene.measurements().softphones().droppedAfterConnect() > 0;
    }

    private static String told(Plateau flat) {
        return Say.number(flat.level()) + " stayed connected while " + Say.number(flat.refused()) + " attempts over "
                + Say.millis(flat.millis()) + " found no admission";
    }

    private static String told(Ceiling ceiling) {
        return "Never more than " + Say.number(ceiling.level()) + " were connected at a time, and "
                + Say.number(ceiling.refused()) + " attempts over " + Say.millis(ceiling.millis())
                + " were refused only while as many were; " + Say.number(ceiling.admitted())
                + " got in as places became free";
    }

    /** All refused in one burst, a good part of it admitted, nothing tried since: the number admitted may be the cap. */
    private static Optional<Long> burst(Scene scene, Seen seen) {
        TimeSeries series = scene.measurements().series();
        List<Integer> refusing = new ArrayList<>();
        for (int i = 0; i < series.buckets().size(); i++) {
            if (series.buckets().get(i).refusedByStart() > 0) {
                refusing.add(i);
            }
        }
        if (refusing.isEmpty() || refusing.get(refusing.size() - 1) - refusing.get(0) > 1) {
            return Optional.empty();
        }
        boolean triedSince = series.buckets().stream()
                .skip(refusing.get(refusing.size() - 1) + 1L)
                .anyMatch(bucket -> bucket.admittedByStart() > 0);
        long peak = series.buckets().stream()
                .mapToLong(TimeSeries.Bucket::connectedNow)
                .max()
                .orElse(0);
        boolean goodPart = seen.times() >= 5
                && 10 * seen.times() >= scene.measurements().attempts().first();
        return goodPart && !triedSince && peak > 1 ? Optional.of(peak) : Optional.empty();
    }

    private static Level searched(Level level, SearchTrend trend) {
        boolean lift = (trend.stayed() || trend.agree() >= 2) && level.confidence() == Low;
        return lift ? level.with(Medium) : level;
    }

    /** Places that were freed and not given again speak against a cap, or for one that is slow to notice. */
    private static Level probed(Scene scene, Level level) {
        boolean against = scene.evidence()
                .slotProbe()
                .map(probe ->
                        probe.closed() > 0 && probe.attempts() >= probe.closed() && probe.admitted() < probe.closed())
                .orElse(false);
        return against ? level.with(Low) : level;
    }

    private static List<Finding> finding(Scene scene, Seen seen, Level level, SearchTrend trend) {
        CapScope scope = level.scope();
        long limit = scope.perAddress().orElse(level.n());
        Draft draft = new Draft(CauseType.ConcurrencyCap, level.confidence())
                .scope(scope.scope())
                .limit(limit)
                .softphones(seen.softphones());
        String shape = level.shape().orElseGet(() -> Say.number(scene.connected()) + " connected, then no more");
        draft.evidence(shape + ": " + seen.summary() + ".");
        scene.evidence().slotProbe().ifPresent(probe -> draft.evidence(describe(probe)));
        scope.told().ifPresent(draft::evidence);
        draft.evidence(
                !scene.evidence().trials().isEmpty(),
                trend.described(scene.evidence().trials().size()));
        draft.evidence(trend.stayed(), "A slower ramp did not move it.");
        slowRefusal(scene, seen).ifPresent(draft::evidence);
        draft.evidence(
                seen.keys().stream()
                        .allMatch(key ->
                                key.stage() == Stage.UPGRADE && key.code().contains("timeout")),
                "None had an answer: our own timer of "
                        + Say.duration(scene.test().timeouts().upgrade()) + " ended the wait.");
        draft.evidence(Codes.closedWithoutFrame(seen), Codes.EXPLAIN_1006);
        Codes.answeredBy(seen).ifPresent(draft::evidence);
        if (seen.keys().stream().anyMatch(Codes::closeFrame)) {
            Codes.firstSaid(seen).ifPresent(draft::evidence);
        }
        return draft.remedy(remedy(scope, limit)).next(next(scene, level)).explains(seen);
    }

    private static String describe(SlotProbeResult probe) {
        return "Slot probe at " + Say.number(probe.connectedBefore()) + " connected: " + probe.closed()
                + " were closed, and of " + probe.attempts() + " further attempts " + (proves(probe) ? "exactly " : "")
                + probe.admitted() + " got in.";
    }

    private static Optional<String> slowRefusal(Scene scene, Seen seen) {
        Histograms.Frozen failed =
                scene.measurements().histograms().getOrDefault(Metric.HANDSHAKE_FAILED, Histograms.Frozen.EMPTY);
        boolean answered = seen.keys().stream()
                .anyMatch(key -> key.stage() == Stage.UPGRADE && key.code().startsWith("http/"));
        long median = failed.valueAt(50) / 1000;
        return answered && median >= 2000
                ? Optional.of("The refusal took " + Say.millis(median) + " (median): the front end queues first.")
                : Optional.empty();
    }

    private static String remedy(CapScope scope, long limit) {
        return switch (scope.scope()) {
            case "Tenant" ->
                "Ask the gateway's owner to raise the limit of " + Say.number(limit)
                        + " concurrent connections, or plan for it. A slower ramp or more client addresses will not help.";
            case "SourceAddress" ->
                "Connect from more source addresses (placement.sourceAddresses, more nodes), or have the" + " limit of "
                        + Say.number(limit) + " connections per client address raised at the front end.";
            default ->
                "Ask the gateway's owner about a limit of " + Say.number(limit)
                        + " concurrent connections, per tenant or per client address. A slower ramp will not help.";
        };
    }

    private static Optional<Cause.NextTest> next(Scene scene, Level level) {
        boolean sure = level.confidence() == High;
        boolean scopeKnown = !level.scope().scope().equals("Unknown");
        if (sure && scopeKnown) {
            return Optional.empty();
        }
        List<Map<String, @Nullable Object>> patches = new ArrayList<>();
        StringBuilder why = new StringBuilder();
        if (!sure) {
            patches.add(NextTests.rampUp(scene.test(), slowerRamp(scene, level.n())));
            patches.add(NextTests.slotProbe(scene.test()));
            why.append("If ")
                    .append(Say.number(level.n()))
                    .append(" stay connected at the slower ramp too and exactly as many as the slot probe closed"
                            + " are admitted again, it is a cap and not a limit on the rate.");
        }
        if (!scopeKnown) {
            patches.add(scene.evidence().cluster() ? overRegions(scene, why) : overAddresses(scene, why));
        }
        return Optional.of(NextTests.of(why.toString(), patches));
    }

    private static Map<String, @Nullable Object> overRegions(Scene scene, StringBuilder why) {
        why.append(why.isEmpty() ? "" : " ")
                .append("Two regions at 2 : 1 tell a cap over all (connected 2 : 1) from one per source address or"
                        + " region (equally many).")
                .append(
                        NextTests.needsARegion(scene.test())
                                ? " Put two regions of the cluster in place of the examples."
                                : "");
        return NextTests.twoRegions(scene.test());
    }

    private static Map<String, @Nullable Object> overAddresses(Scene scene, StringBuilder why) {
        String known = scene.measurements().localAddresses().keySet().stream()
                .sorted()
                .findFirst()
                .orElse("");
        why.append(why.isEmpty() ? "" : " ")
                .append("Two source addresses at 2 : 1 tell a cap over all (connected 2 : 1) from one per address"
                        + " (equally many).")
                .append(
                        NextTests.needsAnAddress(known)
                                ? " Put a second address of the host in place of the example."
                                : "");
        return NextTests.twoAddresses(known);
    }

    /** Slow enough that the refused arrive over at least 15 s. */
    private static Duration slowerRamp(Scene scene, long n) {
        long planned = scene.test().softphones();
        long surplus = Math.max(1, planned - n);
        long forShape = 15 * planned / surplus;
        long twice = 2 * NextTests.arrivalTime(scene.test()).toSeconds();
        long seconds = Math.min(1800, Math.max(60, Math.max(forShape, twice)));
        return Duration.ofSeconds((seconds + 9) / 10 * 10);
    }
}
