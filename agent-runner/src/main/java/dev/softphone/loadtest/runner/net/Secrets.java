package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.model.SecretKey;
import java.util.Optional;

/** The bytes behind a {@link SecretKey}; from mounted files in a cluster, from manifests or files locally. */
@FunctionalInterface
public interface Secrets {
    Optional<byte[]> read(SecretKey key);
}
