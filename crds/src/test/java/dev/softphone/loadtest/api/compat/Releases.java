package dev.softphone.loadtest.api.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The definitions that were released, {@code VERSION/NAME.yaml} below a folder. */
final class Releases {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Comparator<String> BY_NUMBERS = Comparator.comparing(Releases::sortable);

    private final Path folder;

    Releases(Path folder) {
        this.folder = folder;
    }

    /** The folder of the last one; empty before the first. */
    Optional<Path> last() throws IOException {
        List<Path> versions = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(versions::add);
        }
        return versions.stream()
                .max(Comparator.comparing(version -> version.getFileName().toString(), BY_NUMBERS));
    }

    /** By name. */
    static Map<String, JsonNode> definitions(Path release) throws IOException {
        Map<String, JsonNode> definitions = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(release, "*.yaml")) {
            for (Path file : files) {
                JsonNode definition = YAML.readTree(Files.readString(file));
                definitions.put(definition.at("/metadata/name").asText(), definition);
            }
        }
        return definitions;
    }

    /** What is no longer there, and what is and takes less. */
    static List<Break> breaks(Path before, Path after) throws IOException {
        Map<String, JsonNode> now = definitions(after);
        List<Break> found = new ArrayList<>();
        definitions(before).forEach((name, was) -> {
            if (now.containsKey(name)) {
                found.addAll(DefinitionBreaks.between(was, now.get(name)));
            } else {
                found.add(new Break(name, "is gone", false));
            }
        });
        return found;
    }

    /** 0.10.0 comes after 0.9.0. */
    private static String sortable(String version) {
        StringBuilder out = new StringBuilder();
        for (String number : version.split("\\.", -1)) {
            out.append(String.format("%10s", number));
        }
        return out.toString();
    }
}
