package dev.softphone.loadtest.runner.signaling.xmpp;

/** The parts of an address {@code local@domain/resource} (RFC 7622), by their separators alone. */
public final class Jid {
    private Jid() {}

    /** Without the resource. */
    public static String bare(String jid) {
        int slash = jid.indexOf('/');
        return slash < 0 ? jid : jid.substring(0, slash);
    }

    public static String domain(String jid) {
        String bare = bare(jid);
        return bare.substring(bare.indexOf('@') + 1);
    }
}
