package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.measure.SoftphoneCounts;
import java.util.List;
import java.util.Optional;

/** The verdict in one line, for a terminal and for the head of a report. */
public final class Headline {

    private Headline() {}

    /**
     * {@code Failed: the gateway holds 300 connections at a time; 200 of 500 softphones were refused with 503 at the
     * upgrade.}
     */
    public static String of(Evidence evidence, Judgement judgement) {
        Optional<Cause> first = judgement.causes().stream().findFirst();
        String happened = happened(evidence, first);
        String why = first.map(cause -> why(cause) + "; ").orElse("");
        return judgement.verdict() + ": " + (evidence.interrupted() ? "ended early; " : "") + why + happened + ".";
    }

    private static String why(Cause cause) {
        String limit = cause.limit().isPresent() ? Say.number(cause.limit().getAsLong()) : "";
        String maybe = cause.confidence() == Cause.Confidence.High ? "" : "probably ";
        return switch (cause.type()) {
            case ConcurrencyCap ->
                "the gateway " + maybe + "holds " + limit + " connections at a time"
                        + (cause.scope().filter("SourceAddress"::equals).isPresent() ? " per source address" : "");
            case HandshakeRateLimit ->
                "the gateway " + maybe + "admits "
                        + (limit.isEmpty() ? "only so many handshakes a minute" : limit + " handshakes a minute");
            case IdleTimeout ->
                "connections " + maybe + "end after " + Say.millis(cause.limit().orElse(0)) + " of age or silence";
            case GeneratorOutOfDescriptors -> "the generator ran out of file descriptors";
            case GeneratorOutOfPorts -> "the generator ran out of local ports";
            case GeneratorSaturated -> "the generator was saturated";
            case GeneratorPoolCapped -> "the generator held connects back";
            case BackendTimeout, StageTimeout ->
                lowerCase(cause.type().meaning())
                        + cause.scope().map(scope -> " (" + scope + ")").orElse("");
            default -> lowerCase(cause.type().meaning());
        };
    }

    private static String lowerCase(String sentence) {
        String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        boolean keeps = bare.length() > 1 && Character.isUpperCase(bare.charAt(1));
        return keeps ? bare : Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }

    private static String happened(Evidence evidence, Optional<Cause> first) {
        SoftphoneCounts counts = Scene.of(evidence).measurements().softphones();
        long planned = counts.planned();
        long refused = counts.rejected() + counts.failed();
        boolean lossFirst = first.map(cause -> LOSSES.contains(cause.type())).orElse(false);
        if (refused > 0 && !lossFirst) {
            String how = commonest(evidence)
                    .map(key -> (counts.failed() > counts.rejected() ? " ended with " : " were refused with ")
                            + Say.outcome(key))
                    .orElse(" did not connect");
            return Say.number(refused) + " of " + Say.count(planned, "softphone") + how;
        }
        if (counts.droppedAfterConnect() > 0) {
            return Say.number(counts.droppedAfterConnect()) + " of "
                    + Say.count(counts.connected(), "connected softphone") + " lost the connection";
        }
        return Say.number(counts.connected()) + " of " + Say.count(planned, "softphone") + " connected";
    }

    private static final List<CauseType> LOSSES =
            List.of(CauseType.ServerDropped, CauseType.Drained, CauseType.IdleTimeout, CauseType.KeepAliveLost);

    private static Optional<OutcomeKey> commonest(Evidence evidence) {
        Seen seen = Scene.of(evidence)
                .open(key -> key.kind() != OutcomeKey.Kind.DROP)
                .lastWords();
        return seen.isEmpty() ? Optional.empty() : Optional.of(seen.commonest());
    }
}
