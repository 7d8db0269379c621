package dev.softphone.loadtest.verdict;

/** Families of outcome codes that several rules ask for. */
final class Codes {

    static final String EXPLAIN_1006 =
            "No close frame was sent; other tools print that as 1006, which is no code of the gateway's.";

    private Codes() {}

    /** The connection ended without a close frame, which browsers and other tools show as 1006. */
    static boolean closedWithoutFrame(Seen seen) {
        return seen.keys().stream()
                .anyMatch(key -> key.code().equals("tcp/eof") || key.code().equals("tcp/reset"));
    }
}
