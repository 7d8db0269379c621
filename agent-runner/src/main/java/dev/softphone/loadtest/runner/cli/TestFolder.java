package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.api.read.Manifest;
import dev.softphone.loadtest.runner.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run PATH} names: a manifest, or a folder with {@code test.yaml}, perhaps {@code simulator.yaml}, perhaps
 * {@code secrets.yaml}.
 *
 * @param secrets the files with Secrets that were read besides
 * @param simulator the simulator's script; absent: the gateway of the manifest is real
 */
record TestFolder(Manifest manifest, List<Path> secrets, Optional<Path> simulator) {

    /**
     * @param chosen another simulator script, in the folder or anywhere; null: {@code simulator.yaml} if it is there
     * @param secretFiles further files with Secrets
     */
    static TestFolder read(Path path, @Nullable Path chosen, List<Path> secretFiles)
            throws IOException, RefusedException {
        Path manifest = path;
        List<Path> secrets = new ArrayList<>();
        Optional<Path> simulator = Optional.empty();
        if (Files.isDirectory(path)) {
            manifest = path.resolve("test.yaml");
            Path own = path.resolve("secrets.yaml");
            if (Files.isRegularFile(own)) {
                secrets.add(own);
            }
            simulator = Optional.of(path.resolve("simulator.yaml")).filter(Files::isRegularFile);
            if (chosen != null) {
                Path within = path.resolve(chosen);
                simulator = Optional.of(Files.isRegularFile(within) ? within : chosen);
            }
        } else {
            simulator = Optional.ofNullable(chosen);
        }
        secrets.addAll(secretFiles);
        List<Path> files = new ArrayList<>(List.of(manifest));
        files.addAll(secrets);
        List<Manifest.Source> sources = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new RefusedException(file + ": required a manifest or a folder with test.yaml, observed "
                        + (Files.exists(file) ? "no file" : "nothing there"));
            }
            sources.add(new Manifest.Source(file.toString(), Files.readString(file)));
        }
        if (simulator.isPresent() && !Files.isRegularFile(simulator.get())) {
            throw new RefusedException(simulator.get() + ": required a simulator script, observed nothing there");
        }
        return new TestFolder(RefusedException.unlessAccepted(Manifest.read(sources)), secrets, simulator);
    }
}
