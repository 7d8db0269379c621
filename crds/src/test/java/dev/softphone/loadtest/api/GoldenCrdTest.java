package dev.softphone.loadtest.api;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenCrdTest {

    @Test
    void theCommittedCrdIsWhatTheRecordsSay(@TempDir Path directory) throws IOException {
        GoldenFile.assertGolden(Path.of("src/main/crd", CrdGeneration.FILE), CrdGeneration.generate(directory));
    }
}
