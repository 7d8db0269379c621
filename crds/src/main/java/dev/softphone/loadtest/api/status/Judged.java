package dev.softphone.loadtest.api.status;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.model.Threshold;
import dev.softphone.loadtest.verdict.Cause;
import dev.softphone.loadtest.verdict.Judgement;
import dev.softphone.loadtest.verdict.ThresholdResult;
import java.util.ArrayList;
import java.util.List;

/** Thresholds and causes as the verdict left them. */
final class Judged {

    private static final int MOST_CAUSES = 8;
    private static final int MOST_SENTENCES = 8;
    private static final int EVIDENCE = 512;
    private static final int REMEDY = 400;
    private static final int WHY = 256;
    private static final int SCOPE = 64;
    private static final int REQUIRED = 96;
    private static final int OBSERVED = 160;

    private Judged() {}

    static List<SoftphoneLoadTestStatus.ThresholdResult> thresholds(Judgement judgement) {
        return judgement.thresholds().stream().map(Judged::threshold).toList();
    }

    private static SoftphoneLoadTestStatus.ThresholdResult threshold(ThresholdResult result) {
        return new SoftphoneLoadTestStatus.ThresholdResult(
                metric(result.threshold()),
                result.verdict(),
                Cut.to(REQUIRED, result.required()),
                Cut.to(OBSERVED, result.observed()));
    }

    private static String metric(Threshold threshold) {
        if (threshold instanceof Threshold.Latency latency) {
            return latency.metric().name();
        }
        return threshold instanceof Threshold.AtLeast least
                ? least.metric().name()
                : ((Threshold.AtMost) threshold).metric().name();
    }

    static List<SoftphoneLoadTestStatus.Cause> causes(Judgement judgement) {
        return judgement.causes().stream().limit(MOST_CAUSES).map(Judged::cause).toList();
    }

    private static SoftphoneLoadTestStatus.Cause cause(Cause cause) {
        return new SoftphoneLoadTestStatus.Cause(
                cause.type().name(),
                Cut.to(SCOPE, cause.scope()),
                Cut.known(cause.limit()),
                cause.confidence().name(),
                cause.softphones(),
                evidence(cause.evidence()),
                Cut.to(REMEDY, cause.remedy()),
                Cut.to(WHY, cause.nextTest().map(Cause.NextTest::why)));
    }

    /** As many sentences as fit into the bound of all together. */
    private static List<String> evidence(List<String> sentences) {
        List<String> kept = new ArrayList<>();
        int left = EVIDENCE;
        for (String sentence : sentences) {
            if (left < 2 || kept.size() == MOST_SENTENCES) {
                break;
            }
            String cut = Cut.to(left, sentence);
            kept.add(cut);
            left -= cut.length();
        }
        return kept;
    }
}
