package dev.softphone.loadtest.operator.turn;

import dev.softphone.loadtest.api.v1alpha1.GatewaySpec;
import dev.softphone.loadtest.api.v1alpha1.Overlap;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.targets.Endpoint;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A test that is not over.
 *
 * @param targets host and port of each, the same text for the same target; first that of the gateway's url
 * @param overlap what the test says of others on its target
 * @param active whether it holds all its targets, and so runs or is about to
 */
public record Contender(
        String namespace,
        String name,
        String uid,
        Instant created,
        long softphones,
        List<String> targets,
        Overlap overlap,
        boolean active) {

    /** As they were created; two of the same second by name. */
    static final Comparator<Contender> ORDER = Comparator.comparing(Contender::created)
            .thenComparing(Contender::namespace)
            .thenComparing(Contender::name);

    public Contender {
        targets = List.copyOf(targets);
    }

    /** @param held the targets whose locks it holds; who holds only a part of its own is not active yet */
    public static Contender of(SoftphoneLoadTest test, Collection<String> held) {
        String namespace = test.getMetadata().getNamespace();
        List<String> targets = targets(test);
        return new Contender(
                namespace,
                test.getMetadata().getName(),
                test.getMetadata().getUid(),
                Instant.parse(test.getMetadata().getCreationTimestamp()),
                test.getSpec().softphones(),
                targets,
                test.getSpec().overlap(),
                !targets.isEmpty() && held.containsAll(targets));
    }

    /** Where the sockets of a test are opened; a url that cannot be read is none. */
    public static List<String> targets(SoftphoneLoadTest test) {
        GatewaySpec gateway = test.getSpec().gateway();
        Stream<String> elsewhere =
                gateway.genesys() == null || gateway.genesys().organizations() == null
                        ? Stream.empty()
                        : gateway.genesys().organizations().stream().map(GatewaySpec.HostsSpec::url);
        return Stream.concat(Stream.of(gateway.url()), elsewhere)
                .flatMap(url -> target(url, test.getMetadata().getNamespace()).stream())
                .distinct()
                .toList();
    }

    /**
     * The target of a url. A Service has several names in a cluster, of which the short one means the test's own namespace.
     */
    public static Optional<String> target(String url, String namespace) {
        return Endpoint.of(url)
                .map(endpoint -> host(endpoint.host().toLowerCase(Locale.ROOT), namespace) + ":" + endpoint.port());
    }

    /** A target that both have. */
    Optional<String> common(Contender other) {
        return targets.stream().filter(other.targets::contains).findFirst();
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
