package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.model.SecretKey;
import java.util.Optional;

/** Where secrets come from: a manifest's Secrets, a folder of files, mounted volumes. */
@FunctionalInterface
public interface Secrets {

    /** The value, or empty when there is no such Secret or no such key. */
    Optional<String> value(SecretKey key);

    /** Looks here first, then there. */
    default Secrets orElse(Secrets other) {
        return key -> value(key).or(() -> other.value(key));
    }
}
