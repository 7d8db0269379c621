package dev.softphone.loadtest.plan;

import java.util.Locale;

/**
 * How many softphones the limit on open files allows.
 *
 * <pre>
 * capacity = limit - 256            sockets; a softphone has one, and one more while it reconnects
 * </pre>
 *
 * The 256 are what the process has open besides: class files, event loops, logs, REST connections, /proc.
 *
 * @param limit soft {@code RLIMIT_NOFILE}
 */
public record DescriptorBudget(long limit) {

    private static final long BESIDES = 256;

    /** The most sockets; 0 or more. */
    public long capacity() {
        return Math.max(0, limit - BESIDES);
    }

    /**
     * Whether a test fits.
     *
     * @param softphones each with one connection
     * @param reconnecting how many of them may have a second one for a moment
     */
    public boolean suffices(long softphones, long reconnecting) {
        return softphones + reconnecting <= capacity();
    }

    /** The same with its arithmetic, for people. */
    public String sentence(long softphones, long reconnecting) {
        long sockets = softphones + reconnecting;
        String sentence = String.format(
                Locale.ROOT,
                "%,d %s use %,d of %,d descriptors, %,d more are kept for the process",
                softphones,
                softphones == 1 ? "softphone" : "softphones",
                sockets,
                limit,
                BESIDES);
        return suffices(softphones, reconnecting)
                ? sentence
                : sentence
                        + String.format(
                                Locale.ROOT,
                                "; required a limit of at least %,d, observed %,d: raise ulimit -n",
                                sockets + BESIDES,
                                limit);
    }
}
