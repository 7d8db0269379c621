package dev.softphone.loadtest.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.api.read.SchemaCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenCrdTest {

    @Test
    void theCommittedCrdIsWhatTheRecordsSay(@TempDir Path directory) throws IOException {
        GoldenFile.assertGolden(Path.of("src/main/crd", CrdGeneration.FILE), CrdGeneration.generate(directory));
    }

    @Test
    void theCommittedRunnerCrdIsWhatTheRecordsSay(@TempDir Path directory) throws IOException {
        GoldenFile.assertGolden(
                Path.of("src/main/crd", CrdGeneration.RUNNER_FILE), CrdGeneration.generateRunner(directory));
    }

    @Test
    void theCommittedReferenceIsWhatTheCrdSays(@TempDir Path directory) throws IOException {
        JsonNode crd = new YAMLMapper().readTree(CrdGeneration.generate(directory));

        GoldenFile.assertGolden(Path.of("../docs/crd-reference.md"), CrdReference.of(crd));
    }

    @Test
    void showsTheColumnsInTheOrderOfAReader() {
        List<String> columns = new ArrayList<>();
        List<String> wide = new ArrayList<>();
        SchemaCheck.crd()
                .at("/spec/versions/0/additionalPrinterColumns")
                .forEach(column -> (column.path("priority").asInt() == 0 ? columns : wide)
                        .add(column.path("name").asText()));

        assertThat(columns).containsExactly("SOFTPHONES", "CONNECTED", "REJECTED", "P99", "VERDICT", "PHASE", "AGE");
        assertThat(wide).containsExactly("CAUSE", "RUNNERS");
    }
}
