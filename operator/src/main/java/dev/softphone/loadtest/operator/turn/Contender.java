package dev.softphone.loadtest.operator.turn;

import dev.softphone.loadtest.api.v1alpha1.Overlap;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.targets.Endpoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/**
 * A test that is not over.
 *
 * @param target host and port, the same text for the same target; empty: none that could be read
 * @param overlap what the test says of others on its target
 * @param active whether it holds its target, and so runs or is about to
 */
public record Contender(
        String namespace,
        String name,
        String uid,
        Instant created,
        long softphones,
        String target,
        Overlap overlap,
        boolean active) {

    /** As they were created; two of the same second by name. */
    static final Comparator<Contender> ORDER = Comparator.comparing(Contender::created)
            .thenComparing(Contender::namespace)
            .thenComparing(Contender::name);

    public static Contender of(SoftphoneLoadTest test, boolean active) {
        String namespace = test.getMetadata().getNamespace();
        return new Contender(
                namespace,
                test.getMetadata().getName(),
                test.getMetadata().getUid(),
                Instant.parse(test.getMetadata().getCreationTimestamp()),
                test.getSpec().softphones(),
                target(test.getSpec().gateway().url(), namespace),
                test.getSpec().overlap(),
                active);
    }

    /**
     * The target of a url. A Service has several names in a cluster, of which the short one means the test's own namespace.
     */
    public static String target(String url, String namespace) {
        return Endpoint.of(url)
                .map(endpoint -> host(endpoint.host().toLowerCase(Locale.ROOT), namespace) + ":" + endpoint.port())
                .orElse("");
    }

    private static String host(String written, String namespace) {
        String host = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
        if (host.indexOf('.') < 0 && host.indexOf(':') < 0) {
            return host + "." + namespace;
        }
        return without(without(host, ".cluster.local"), ".svc");
    }

    private static String without(String host, String suffix) {
        return host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : host;
    }

    /** For a condition of {@code reader}, which never tells a name of another namespace. */
    String toldTo(Contender reader) {
        return namespace.equals(reader.namespace) ? "test " + name : "a test of another namespace";
    }
}
