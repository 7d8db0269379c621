package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.api.read.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where secrets come from besides the manifest. */
final class SecretOptions {
    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            description =
                    "A YAML file with Secret manifests; may be repeated. In a folder, secrets.yaml is read by itself.")
    private List<Path> files = List.of();

    @Option(
            names = "--secrets-dir",
            paramLabel = "DIR",
            description = "Secrets as files DIR/<name>/<key>, the way a cluster mounts them.")
    private @Nullable Path directory;

    List<Path> files() {
        return files;
    }

    /**
     * The options that let another run have the same.
     *
     * @param read the files that were read
     */
    String again(List<Path> read) {
        String files = read.stream().map(file -> " --secrets " + file).collect(Collectors.joining());
        return directory == null ? files : files + " --secrets-dir " + directory;
    }

    /** The manifest's own first, then the folder. */
    Secrets over(Secrets manifest) {
        return directory == null ? manifest : manifest.orElse(new LocalSecrets(directory));
    }
}
