package dev.softphone.loadtest.runner.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.runner.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A run from what it left in files. JSON is YAML, too. */
public final class RunFiles {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RunFiles() {}

    /** @param path a folder that {@code --out} wrote; or a status, or a whole SoftphoneLoadTest, in JSON or YAML */
    public static KnownRun read(Path path) throws IOException, RefusedException {
        if (!Files.isDirectory(path)) {
            return of(path, tree(path), Optional.empty());
        }
        Path status = path.resolve("status.yaml");
        if (!Files.isRegularFile(status)) {
            throw new RefusedException(path + ": required a folder with status.yaml, observed none in it");
        }
        Path test = path.resolve("test.json");
        return of(path, tree(status), Files.isRegularFile(test) ? Optional.of(tree(test)) : Optional.empty());
    }

    private static KnownRun of(Path path, ObjectNode found, Optional<ObjectNode> test) throws RefusedException {
        boolean whole = found.path("kind").asText().equals(SoftphoneLoadTest.KIND);
        SoftphoneLoadTestStatus status = status(path, whole ? found.path("status") : found);
        Optional<ObjectNode> manifest = whole ? Optional.of(found) : test;
        return manifest.map(known -> KnownRun.of(path.toString(), known, status))
                .orElseGet(() -> new KnownRun(path.toString(), Optional.empty(), status));
    }

    private static SoftphoneLoadTestStatus status(Path path, JsonNode tree) throws RefusedException {
        if (!tree.path("softphones").isObject()) {
            throw new RefusedException(
                    path + ": required a status of a run that measured something, observed no field softphones");
        }
        try {
            return YAML.treeToValue(tree, SoftphoneLoadTestStatus.class);
        } catch (JsonProcessingException e) {
            throw new RefusedException(path + ": required a status, observed " + e.getOriginalMessage());
        }
    }

    private static ObjectNode tree(Path file) throws IOException, RefusedException {
        try {
            if (YAML.readTree(Files.readString(file)) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw new RefusedException(file + ": required JSON or YAML, observed " + e.getOriginalMessage());
        }
        throw new RefusedException(file + ": required a block of fields, observed something else");
    }
}
