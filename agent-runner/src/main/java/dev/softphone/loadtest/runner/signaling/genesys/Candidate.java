package dev.softphone.loadtest.runner.signaling.genesys;

import java.util.List;

/**
 * A canned ICE candidate. The addresses are those that RFC 5737 keeps for documentation: whoever believes them sends to
 * nobody.
 */
record Candidate(String type, String ip, long priority) {
    private static final int DISCARD = 9;

    private static final Candidate RELAY = new Candidate("relay", "203.0.113.1", 41_885_439);
    private static final List<Candidate> ALL = List.of(
            new Candidate("host", "192.0.2.1", 2_122_260_223L),
            new Candidate("srflx", "198.51.100.1", 1_686_052_607),
            RELAY);

    /** One of each type, or the relay alone. */
    static List<Candidate> gathered(boolean relayOnly) {
        return relayOnly ? List.of(RELAY) : ALL;
    }

    int port() {
        return DISCARD;
    }

    /** As RFC 8839 writes it. */
    String attribute() {
        String related = type.equals("host") ? "" : " raddr 0.0.0.0 rport 0";
        return "candidate:" + type.charAt(0) + "1 1 udp " + priority + " " + ip + " " + port() + " typ " + type
                + related + " generation 0";
    }
}
