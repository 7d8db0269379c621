package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.SecretKeyRef;
import dev.softphone.loadtest.api.v1alpha1.IdentitiesSpec;
import dev.softphone.loadtest.api.v1alpha1.IdentitiesSpec.GeneratedSpec;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.OAuthOrganization.Grant;
import dev.softphone.loadtest.model.SecretKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.identities}; the files themselves are {@link IdentityReader}'s. */
final class IdentitiesReader {

    private IdentitiesReader() {}

    static Identities read(IdentitiesSpec spec, Violations violations) {
        List<SecretKeyRef> files = spec.secretRefs();
        GeneratedSpec generated = spec.generated();
        violations.require(
                (files == null) != (generated == null),
                "spec.identities",
                IdentitiesSpec.ONE_SOURCE,
                files == null ? "neither" : "both");
        violations.require(
                spec.oauth() == null
                        || files != null
                        || spec.oauth().organizations().stream().noneMatch(one -> one.grant() == Grant.Saml2Bearer),
                "spec.identities",
                IdentitiesSpec.ASSERTIONS_FROM_FILES,
                "generated");
        if (generated == null) {
            return new Identities.FromSecrets(
                    files == null
                            ? List.of()
                            : files.stream().map(IdentitiesReader::key).toList());
        }
        return new Identities.Generated(
                generated.username(),
                generated.organizations() == null ? List.of() : generated.organizations(),
                optional(generated.passwordSecretRef()));
    }

    /** Which columns the softphones will have; of files, any may be there until they are read. */
    static Predicate<String> columns(Identities identities) {
        if (!(identities instanceof Identities.Generated generated)) {
            return column -> true;
        }
        return column -> switch (column) {
            case "username", "index" -> true;
            case "organization" -> !generated.organizations().isEmpty();
            case "password" -> generated.password().isPresent();
            default -> HeaderSecrets.secret(column).isPresent();
        };
    }

    static SecretKey key(SecretKeyRef ref) {
        return new SecretKey(ref.name(), ref.key());
    }

    static Optional<SecretKey> optional(@Nullable SecretKeyRef ref) {
        return Optional.ofNullable(ref).map(IdentitiesReader::key);
    }
}
