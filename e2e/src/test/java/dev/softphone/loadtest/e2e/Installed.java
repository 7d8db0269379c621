package dev.softphone.loadtest.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/**
 * Programs of others that a test needs. Where one is missing the test is skipped with a line on standard output, or, with
 * the system property {@code require.all=true}, fails: a skip must never pass for a success.
 */
public final class Installed {
    private static final List<String> USUAL =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Installed() {}

    /**
     * The absolute path of a program, from PATH or the usual directories.
     *
     * @param programs the first that is there; all of them would do
     * @throws TestAbortedException if it is missing and may be
     * @throws AssertionError if it is missing and must not be
     */
    public static Path require(String... programs) {
        List<String> directories = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            directories.addAll(List.of(path.split(File.pathSeparator, -1)));
        }
        directories.addAll(USUAL);
        for (String program : programs) {
            for (String directory : directories) {
                Path file = Path.of(directory).resolve(program).toAbsolutePath();
                if (!directory.isEmpty() && Files.isExecutable(file) && Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        throw missing(String.join(" or ", programs));
    }

    /**
     * A file that a package installs, such as a module of a server.
     *
     * @param directory its parent is one of this directory's own, whose name depends on the machine's architecture
     * @param file relative to that parent
     */
    public static Path require(Path directory, Path file) {
        try (DirectoryStream<Path> parents = Files.newDirectoryStream(directory)) {
            for (Path parent : parents) {
                if (Files.isRegularFile(parent.resolve(file))) {
                    return parent.resolve(file);
                }
            }
        } catch (IOException e) {
            throw missing(file + " under " + directory + " (" + e + ")");
        }
        throw missing(file + " under " + directory);
    }

    private static RuntimeException missing(String what) {
        return absent(what + " is not installed; dev/verify installs it");
    }

    /**
     * What a test needs is not there: it is skipped, or fails where nothing may be skipped.
     *
     * @return never; for {@code throw}
     */
    public static RuntimeException absent(String message) {
        if (Boolean.getBoolean("require.all")) {
            throw new AssertionError(message);
        }
        System.out.println("SKIPPED: " + message);
        return Assumptions.abort(message);
    }
}
