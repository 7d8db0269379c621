package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import java.util.List;
import java.util.Set;

/**
 * Notices that a softphone's notification channel is another's, or nobody's. Of as many channels the subscriptions may have
 * found nobody.
 */
final class ChannelRule implements Rule {
    private static final String GONE = "xmpp/no-longer-subscribed";
    private static final String TAKEN = "xmpp/duplicate-id";
    private static final Set<String> NOTICES = Set.of(GONE, TAKEN);

    @Override
    public List<Finding> explain(Scene scene) {
        Seen seen = scene.open(key -> NOTICES.contains(key.code()));
        if (seen.isEmpty()) {
            return List.of();
        }
        Seen unsubscribed = scene.open(ChannelRule::notFound);
        boolean ofThese =
                !unsubscribed.isEmpty() && unsubscribed.softphones() == 0 && unsubscribed.times() <= seen.times();
        Draft draft = new Draft(CauseType.ChannelEvicted, High)
                .scope("Identity")
                .softphones(Math.min(seen.times(), scene.planned()))
                .evidence("The platform said so on the socket: " + seen.summary() + ".");
        draft.evidence(
                seen.keys().stream().anyMatch(key -> key.code().equals(GONE)),
                "A channel is taken away when its user asks for more channels than the platform keeps, the one unused for"
                        + " longest first.");
        draft.evidence(
                seen.keys().stream().anyMatch(key -> key.code().equals(TAKEN)),
                "A second connection came in on a channel that had one.");
        draft.evidence(
                ofThese, "Subscriptions came to a channel that was gone by then: " + unsubscribed.summary() + ".");
        draft.evidence(
                scene.measurements().attempts().retries() > 0,
                Say.count(scene.measurements().attempts().retries(), "further attempt")
                        + " of ours may each have asked for one more channel.");
        return draft.remedy(
                        "Give each softphone a user of its own, let nobody else log in as these users during the test, and"
                                + " reconnect less eagerly.")
                .explains(ofThese ? scene.open(key -> NOTICES.contains(key.code()) || notFound(key)) : seen);
    }

    private static boolean notFound(OutcomeKey key) {
        return key.kind() == OutcomeKey.Kind.REJECTION
                && key.stage() == Stage.LOGIN
                && key.code().equals("http/404");
    }
}
