package dev.softphone.loadtest.runner.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One open descriptor kept for the moment when there are no more: it is given up for a single reading and taken back.
 * Another thread may be faster; then the reading fails as it would have. One thread.
 */
final class SpareDescriptor implements Closeable {

    /** Something that needs one descriptor for a moment. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    private final Path file;
    private @Nullable FileChannel held;

    /** @param file any readable file */
    SpareDescriptor(Path file) {
        this.file = file;
        take();
    }

    /** Reads, with the spare descriptor if there is no other. */
    <T> T read(Reading<T> reading) throws IOException {
        try {
            T result = reading.read();
            take();
            return result;
        } catch (IOException failed) {
            if (held == null || !isExhausted(failed)) {
                throw failed;
            }
            close();
            try {
                return reading.read();
            } finally {
                take();
            }
        }
    }

    /** EMFILE or ENFILE, however it is wrapped. */
    static boolean isExhausted(Throwable failed) {
        String text = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("too many open files");
    }

    private void take() {
        if (held == null) {
            try {
                held = FileChannel.open(file);
            } catch (IOException none) {
                held = null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
