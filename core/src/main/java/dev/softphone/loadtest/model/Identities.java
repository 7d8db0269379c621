package dev.softphone.loadtest.model;

import java.util.List;
import java.util.Optional;

/** Who the softphones are. */
public sealed interface Identities {

    /**
     * Rows of CSV files, concatenated in the order of the references. The first row of each file names the columns;
     * {@code username} is required, {@code password}, {@code organization} and any other may follow.
     */
    record FromSecrets(List<SecretKey> files) implements Identities {
        public FromSecrets {
            files = List.copyOf(files);
        }
    }

    /**
     * Names made from a pattern.
     *
     * @param username holds {@code {index}}, replaced by the softphone's number from 0
     * @param organizations dealt out in turn; empty: none
     * @param password one password for all; absent: none
     */
    record Generated(String username, List<String> organizations, Optional<SecretKey> password) implements Identities {
        public Generated {
            organizations = List.copyOf(organizations);
        }
    }
}
