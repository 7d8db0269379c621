package dev.softphone.loadtest.operator.resources;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The lock of one target: a Lease in the operator's own namespace, named after the target and held by the tests that load
 * it. It has no time of its own; its holders' Jobs have.
 */
public final class TargetLease {
    /** Selects the locks. */
    public static final Map<String, String> LABELS =
            Map.of(Names.MANAGED_BY, Names.OPERATOR, "app.kubernetes.io/component", "target-lock");

    private static final String TARGET = "softphone.dev/target";
    private static final int NAME = 16;

    /** A test that holds it. */
    public record Holder(String namespace, String name, String uid) {
        @Override
        public String toString() {
            return namespace + "/" + name + "/" + uid;
        }
    }

    private TargetLease() {}

    public static Holder holder(HasMetadata test) {
        ObjectMeta meta = test.getMetadata();
        return new Holder(meta.getNamespace(), meta.getName(), meta.getUid());
    }

    public static String name(String target) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8));
            return "softphone-target-" + HexFormat.of().formatHex(hash).substring(0, NAME);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The lock in the hands of others.
     *
     * @param before as the API server holds it: a lock that has changed since is not overwritten
     */
    public static Lease held(
            Optional<Lease> before, String namespace, String target, List<Holder> holders, Instant now) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(name(target))
                .withNamespace(namespace)
                .withLabels(LABELS)
                .withAnnotations(Map.of(TARGET, target))
                .withResourceVersion(before.map(lease -> lease.getMetadata().getResourceVersion())
                        .orElse(null))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(identity(holders))
                .withAcquireTime(now.atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
    }

    /** What {@link #holders} reads. */
    public static String identity(List<Holder> holders) {
        return holders.stream().map(Holder::toString).collect(Collectors.joining(" "));
    }

    public static List<Holder> holders(Lease lease) {
        String text = lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
        return text == null
                ? List.of()
                : Arrays.stream(text.split(" ", -1))
                        .map(holder -> holder.split("/", -1))
                        .filter(parts -> parts.length == 3)
                        .map(parts -> new Holder(parts[0], parts[1], parts[2]))
                        .toList();
    }

    public static String target(Lease lease) {
        Map<String, String> annotations = lease.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(TARGET, "");
    }
}
