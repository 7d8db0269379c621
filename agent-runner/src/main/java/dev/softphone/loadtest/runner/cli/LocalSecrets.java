package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.api.read.Secrets;
import dev.softphone.loadtest.model.SecretKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets as files, {@code DIR/<name>/<key>}: the way a cluster mounts them. */
record LocalSecrets(Path directory) implements Secrets {
    @Override
    public Optional<String> value(SecretKey key) {
        Path file = directory.resolve(key.name()).resolve(key.key()).normalize();
        if (!file.startsWith(directory.normalize()) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
