package dev.softphone.loadtest.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What others would make of our files: the programs and definitions that {@code dev/checks/build} gets; the environment
 * variable {@value #BINARIES} names their folder.
 */
public final class Checks {
    private static final String BINARIES = "CHECK_BINARIES";

    private Checks() {}

    /** Skips the test, or fails it where nothing may be skipped, without it. */
    public static Path required(String name) {
        String folder = System.getenv().getOrDefault(BINARIES, "");
        Path file = Path.of(folder).resolve(name);
        if (folder.isEmpty() || !Files.isRegularFile(file)) {
            throw Installed.absent(name + ": required in the folder that " + BINARIES
                    + " names (dev/checks/build prints it), observed "
                    + (folder.isEmpty() ? "no such variable" : "none in " + folder));
        }
        return file.toAbsolutePath();
    }
}
