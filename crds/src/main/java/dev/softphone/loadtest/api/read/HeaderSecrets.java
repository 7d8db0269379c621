package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.model.SecretKey;
import java.util.Optional;

/**
 * How a header's value travels from a Secret to the wire without standing in the model: as one more column of every
 * identity, {@code secret.<name>_<key>}, which the header refers to. A Secret's name holds no underscore, so the first one
 * ends it.
 */
final class HeaderSecrets {

    private static final String PREFIX = "secret.";

    /** A reference's name holds 64 characters, of which {@code identity.secret._} takes 17. */
    static final int MOST = 47;

    private HeaderSecrets() {}

    static String column(SecretKey secret) {
        return PREFIX + secret.name() + "_" + secret.key();
    }

    /** The secret a column holds, or empty for a column of any other kind. */
    static Optional<SecretKey> secret(String column) {
        int end = column.indexOf('_');
        return column.startsWith(PREFIX) && end > 0
                ? Optional.of(new SecretKey(column.substring(PREFIX.length(), end), column.substring(end + 1)))
                : Optional.empty();
    }
}
