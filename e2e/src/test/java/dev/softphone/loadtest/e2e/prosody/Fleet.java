package dev.softphone.loadtest.e2e.prosody;

import dev.softphone.loadtest.e2e.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The softphones of one run against Prosody.
 *
 * @param letter with which the names of its users begin
 * @param size how many
 * @param address of Prosody's that it connects to
 */
record Fleet(String letter, int size, String address) {
    private static final String TOKEN = "token-of-";
    private static final String STALE = "stale-token-of-";

    List<String> users() {
        return IntStream.range(0, size).mapToObj(i -> letter + i).toList();
    }

    static String token(String user) {
        return TOKEN + user;
    }

    /** One that REST takes and the streaming host does not. */
    static String staleToken(String user) {
        return STALE + user;
    }

    /** Whose token it is, or the empty string. */
    static String user(String token) {
        return token.startsWith(TOKEN)
                ? token.substring(TOKEN.length())
                : token.startsWith(STALE) ? token.substring(STALE.length()) : "";
    }

    /**
     * A run of all of them.
     *
     * @param spec lines of the manifest's {@code spec}, at its indentation of two
     */
    LoadRun run(Path directory, Prosody prosody, RestApi rest, UnaryOperator<String> tokens, String spec)
            throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String user : users()) {
            rows.append("    ")
                    .append(user)
                    .append(',')
                    .append(tokens.apply(user))
                    .append('\n');
        }
        Path manifest = directory.resolve(letter + ".yaml");
        Files.writeString(manifest, """
            apiVersion: softphone.dev/v1alpha1
            kind: SoftphoneLoadTest
            metadata: {name: prosody-%s}
            spec:
              softphones: %d
              gateway:
                protocol: GenesysCloud
                url: %s
                genesys: {apiUrl: "%s", tokenColumn: token}
              identities: {secretRefs: [{name: softphones, key: softphones.csv}]}
              seed: 1
            %s---
            apiVersion: v1
            kind: Secret
            metadata: {name: softphones}
            stringData:
              softphones.csv: |
                username,token
            %s\
            """.formatted(letter, size, prosody.url(address), rest.url(), spec, rows));
        return LoadRun.of(manifest);
    }
}
