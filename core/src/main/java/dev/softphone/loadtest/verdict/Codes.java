package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Families of outcome codes that several rules ask for, and what is said of them everywhere. */
final class Codes {

    static final String EXPLAIN_1006 =
            "No close frame was sent; other tools print that as 1006, which is no code of the gateway's.";

    private static final Set<String> CUT = Set.of("tcp/eof", "tcp/reset");

    private Codes() {}

    /** The connection ended without a close frame, which browsers and other tools show as 1006. */
    static boolean closedWithoutFrame(Seen seen) {
        return seen.keys().stream().anyMatch(key -> CUT.contains(key.code()));
    }

    static boolean cut(OutcomeKey key) {
        return CUT.contains(key.code());
    }

    /** Before the 101: token, login, DNS, TCP, TLS, upgrade. */
    static boolean beforeTheSocket(OutcomeKey key) {
        return key.kind() != OutcomeKey.Kind.DROP
                && switch (key.stage()) {
                    case TOKEN, LOGIN, UPGRADE -> true;
                    default -> false;
                };
    }

    /** After the 101 and before registered. */
    static boolean beforeRegistered(OutcomeKey key) {
        return key.kind() != OutcomeKey.Kind.DROP && (key.stage() == Stage.AUTH || key.stage() == Stage.REGISTER);
    }

    /** {@code Answered by nginx/1.22.1.}: tells a balancer from what stands behind it. */
    static Optional<String> answeredBy(Seen seen) {
        Map<String, String> hints = seen.hints();
        String server = hints.getOrDefault("server", "");
        String via = hints.getOrDefault("via", "");
        if (server.isEmpty() && via.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("Answered by "
                + Say.quoted(server.isEmpty() ? via : server, 60)
                + (via.isEmpty() || server.isEmpty() ? "" : " via " + Say.quoted(via, 60)) + ".");
    }

    /** Ended by a close frame, whose reason is the only word of the gateway's. */
    static boolean closeFrame(OutcomeKey key) {
        return key.code().startsWith("ws/");
    }

    /** {@code The first said "…".} */
    static Optional<String> firstSaid(Seen seen) {
        return seen.detail().map(detail -> "The first said " + Say.quoted(detail, 160) + ".");
    }

    /** What one softphone alone met with, before all others. */
    static Optional<String> alone(Scene scene, Seen seen) {
        if (scene.atOne(seen)) {
            return Optional.of("One softphone alone met with it too, so that load is not the reason.");
        }
        return scene.fineAtOne()
                ? Optional.of("One softphone alone got in, so that it depends on load or on single identities.")
                : Optional.empty();
    }
}
