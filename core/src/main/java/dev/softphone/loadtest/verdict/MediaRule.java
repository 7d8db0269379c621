package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Session descriptions that were not accepted: at one softphone it is negotiation, only under load it is capacity in
 * disguise (a carrier's session rate answers 488 too).
 */
final class MediaRule implements Rule {

    private static final Set<String> NOT_ACCEPTABLE = Set.of("sip/488", "sip/606", "app/488", "protocol/sdp");

    @Override
    public List<Finding> explain(Scene scene) {
        Seen seen = scene.open(key -> NOT_ACCEPTABLE.contains(key.code()));
        if (seen.isEmpty()) {
            return List.of();
        }
        boolean someEstablished = scene.measurements().calls().established() > 0;
        if (scene.atOne(seen) || !someEstablished) {
            return negotiation(scene, seen, scene.atOne(seen) ? High : Medium);
        }
        return capacity(scene, seen);
    }

    private static List<Finding> negotiation(Scene scene, Seen seen, Cause.Confidence confidence) {
        Draft draft = new Draft(CauseType.MediaNegotiation, confidence)
                .softphones(seen.affected())
                .evidence("The session description was not accepted: " + seen.summary() + ".");
        warning(draft, seen);
        draft.evidence(scene.atOne(seen), "One softphone alone met with it too: it is no matter of load.");
        draft.evidence(!scene.atOne(seen), "No call was established at all.");
        return draft.remedy(
                        "Compare what is offered with what the gateway accepts: codecs, SAVPF against SAVP, DTLS fingerprint,"
                                + " rtcp-mux, ICE attributes. The Warning header names what it missed.")
                .explains(seen);
    }

    private static List<Finding> capacity(Scene scene, Seen seen) {
        Draft draft = new Draft(CauseType.MediaCapacity, scene.fineAtOne() ? Medium : Low)
                .softphones(seen.affected())
                .evidence("The same description was accepted "
                        + Say.count(scene.measurements().calls().established(), "time")
                        + " and refused under load: " + seen.summary() + ".");
        warning(draft, seen);
        draft.evidence(scene.fineAtOne(), "One softphone alone got its call through.");
        return draft.remedy(
                        "Lower the call rate (limits.callsPerSecond) or have the media capacity or the carrier's session rate"
                                + " raised: it is not the codecs.")
                .next(NextTests.of(
                        "If all calls are accepted at one a second, it is the rate; if as many are refused, the number of calls.",
                        List.of(NextTests.spec("limits", Map.of("callsPerSecond", 1)))))
                .explains(seen);
    }

    private static void warning(Draft draft, Seen seen) {
        String warning = seen.hints().getOrDefault("warning", "");
        if (!warning.isEmpty()) {
            draft.evidence("Warning: " + Say.quoted(warning, 160) + ".");
        } else {
            Codes.firstSaid(seen).ifPresent(draft::evidence);
        }
    }
}
