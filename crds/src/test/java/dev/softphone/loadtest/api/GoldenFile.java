package dev.softphone.loadtest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is generated, committed, and compared; {@code -Dcrd.update} rewrites it. */
final class GoldenFile {

    private GoldenFile() {}

    static void assertGolden(Path file, String generated) throws IOException {
        if (System.getProperty("crd.update") != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, generated);
        }
        assertThat(file).as("rewritten by -Dcrd.update").exists();
        assertThat(generated)
                .as("%s; -Dcrd.update rewrites it", file.getFileName())
                .isEqualTo(Files.readString(file));
    }
}
