package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Low;
import static dev.softphone.loadtest.verdict.Cause.Confidence.Medium;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who may come in: credentials, tokens, and the clock they are judged by. */
final class AccessRule implements Rule {

    private static final Set<String> DENIED = Set.of(
            "http/401",
            "http/403",
            "http/407",
            "sip/401",
            "sip/403",
            "sip/407",
            "app/401",
            "app/403",
            "xmpp/not-authorized");
    private static final List<String> OAUTH_ERRORS = List.of("invalid_grant", "invalid_client", "unauthorized_client");
    private static final long STEP_MILLIS = 1_000;

    @Override
    public List<Finding> explain(Scene scene) {
        List<Finding> findings = new ArrayList<>();
        Seen denied = scene.open(key -> DENIED.contains(key.code()) || noGrant(scene, key));
        Seen expired = denied.where(key -> expired(denied, key));
        if (!expired.isEmpty()) {
            findings.addAll(tokenExpired(expired));
        }
        Seen rejected = denied.where(key -> !expired.keys().contains(key));
        if (!rejected.isEmpty()) {
            findings.addAll(authRejected(scene, rejected));
        }
        Seen userless = scene.open(key -> key.code().equals("http/400") && wantsUser(scene, key));
        if (!userless.isEmpty()) {
            findings.addAll(wrongGrant(scene, userless));
        }
        findings.addAll(clockSkew(scene));
        return findings;
    }

    /** The OAuth errors (RFC 6749, section 5.2) that are answered with 400 and mean credentials. */
    private static boolean noGrant(Scene scene, OutcomeKey key) {
        if (key.stage() != Stage.TOKEN || !key.code().equals("http/400")) {
            return false;
        }
        String said = scene.open(key::equals).detail().orElse("");
        return OAUTH_ERRORS.stream().anyMatch(said::contains);
    }

    private static boolean expired(Seen denied, OutcomeKey key) {
        Seen one = denied.where(key::equals);
        return (one.detail().orElse("") + one.hints().values())
                .toLowerCase(Locale.ROOT)
                .contains("expired");
    }

    private static boolean wantsUser(Scene scene, OutcomeKey key) {
        return scene.open(key::equals)
                .detail()
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("user context");
    }

    private static List<Finding> wrongGrant(Scene scene, Seen seen) {
        Draft draft = new Draft(CauseType.WrongGrant, High)
                .scope(Confinement.of(scene, seen))
                .softphones(seen.affected())
                .evidence("The gateway wants a token with a user: " + seen.summary() + ".");
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        return draft.remedy(
                        "Put tokens of a grant with a user into the identities (authorization code, PKCE, SAML2 bearer), one per"
                                + " softphone; client credentials stand for an application and never register a softphone.")
                .explains(seen);
    }

    private static List<Finding> tokenExpired(Seen seen) {
        Draft draft = new Draft(CauseType.TokenExpired, High)
                .softphones(seen.affected())
                .evidence("The gateway called the credentials expired: " + seen.summary() + ".");
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        return draft.remedy(
                        "Fetch tokens later or refresh them before they expire; check that the clocks of generator and"
                                + " gateway agree.")
                .explains(seen);
    }

    private static List<Finding> authRejected(Scene scene, Seen seen) {
        boolean everyone = scene.connected() == 0 || scene.atOne(seen);
        Draft draft = new Draft(CauseType.AuthRejected, everyone ? High : Medium)
                .scope(Confinement.of(scene, seen))
                .softphones(seen.affected())
                .evidence("The gateway denied access: " + seen.summary() + ".");
        Codes.alone(scene, seen).ifPresent(draft::evidence);
        Codes.firstSaid(seen).ifPresent(draft::evidence);
        Codes.answeredBy(seen).ifPresent(draft::evidence);
        return draft.remedy(
                        everyone
                                ? "Check user names, passwords, realm and token rights of the identities; retrying will not help."
                                : "Check the identities that were denied (the transcripts name the first): the others got in with"
                                        + " the same settings.")
                .explains(seen);
    }

    private static List<Finding> clockSkew(Scene scene) {
        long step = scene.host().clockStepMillis().orElse(0);
        Seen timed = scene.open(key -> DENIED.contains(key.code()) || key.code().startsWith("tls/"));
        if (step < STEP_MILLIS || timed.isEmpty()) {
            return List.of();
        }
        return new Draft(CauseType.ClockSkew, Low)
                .evidence("The generator's wall clock jumped by " + Say.millis(step) + " during the run, and "
                        + timed.listed() + " depend on what time it is.")
                .remedy(
                        "Keep the generator's clock in step (NTP, chrony) and repeat the test: tokens and certificates are"
                                + " judged by it.")
                .aside();
    }
}
