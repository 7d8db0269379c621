package dev.softphone.loadtest.simulator.sip;

import java.util.Map;

/** Reason phrases of RFC 3261 §21. */
final class SipReasons {
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(100, "Trying"),
            Map.entry(180, "Ringing"),
            Map.entry(200, "OK"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(407, "Proxy Authentication Required"),
            Map.entry(408, "Request Timeout"),
            Map.entry(423, "Interval Too Brief"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(430, "Flow Failed"),
            Map.entry(480, "Temporarily Unavailable"),
            Map.entry(481, "Call/Transaction Does Not Exist"),
            Map.entry(483, "Too Many Hops"),
            Map.entry(486, "Busy Here"),
            Map.entry(487, "Request Terminated"),
            Map.entry(488, "Not Acceptable Here"),
            Map.entry(500, "Server Internal Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Server Time-out"),
            Map.entry(600, "Busy Everywhere"),
            Map.entry(603, "Decline"));

    private SipReasons() {}

    static String of(int status) {
        return PHRASES.getOrDefault(status, "Status " + status);
    }
}
