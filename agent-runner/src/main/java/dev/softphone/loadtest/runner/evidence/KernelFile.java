package dev.softphone.loadtest.runner.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small file of /proc or /sys, opened once and read from its beginning as often as wanted, so that it can be read when
 * no descriptor is left. One thread.
 */
final class KernelFile implements Closeable {

    private static final int LARGEST = 65_536;

    private final Path path;
    private final SpareDescriptor spare;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private @Nullable FileChannel channel;

    KernelFile(Path path, SpareDescriptor spare) {
        this.path = path;
        this.spare = spare;
        text();
    }

    /** What it says now; empty when it is not there or not for us. */
    Optional<String> text() {
        try {
            FileChannel open = channel != null ? channel : spare.read(() -> FileChannel.open(path));
            channel = open;
            buffer.clear();
            int read = 0;
            while (read >= 0 && buffer.hasRemaining()) {
                read = open.read(buffer, buffer.position());
            }
            return Optional.of(new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
